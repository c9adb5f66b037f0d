package io.nlc.codec.search;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.tile.TileEncoder;
import io.nlc.model.PackManifest;
import java.io.IOException;

/**
 * How to code a tile, at whatever quality.
 *
 * @param latent before gain and rounding
 * @param strength of rounding by rate and distortion, 0 for the nearest integers
 */
record Plan(float[] latent, double strength) {

    /** The plan of an encoder that does not search. */
    static Plan plain(float[] latent) {
        return new Plan(latent, 0);
    }

    /** Codes a tile of a picture like this. */
    LatentCoder.Encoded encode(TileEncoder encoder, PackManifest manifest, int tile, int quality) throws IOException {
        return strength == 0
                ? encoder.encode(tile, latent, quality)
                : encoder.encode(
                        tile, latent, quality, Cost.of(manifest, quality).weights(strength));
    }
}
