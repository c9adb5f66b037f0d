package io.nlc.codec.search;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.tile.TileEncoder;
import io.nlc.model.PackManifest;
import java.io.IOException;
import java.util.Optional;

/**
 * How to code a tile, at whatever quality.
 *
 * @param latent before gain and rounding
 * @param strength of rounding by rate and distortion
 */
public record Plan(float[] latent, Strength strength) {

    /** The plan of an encoder that does not search. */
    public static Plan usual(float[] latent) {
        return new Plan(latent, Strength.USUAL);
    }

    /** Codes a tile of a picture like this. */
    public LatentCoder.Encoded encode(TileEncoder encoder, PackManifest manifest, int tile, int quality)
            throws IOException {
        Optional<TileEncoder.Prices> prices = strength.prices(manifest);
        return prices.isPresent()
                ? encoder.encode(tile, latent, quality, prices.get())
                : encoder.encode(tile, latent, quality);
    }
}
