package io.nlc.codec.content;

import io.nlc.codec.latent.Latents;
import io.nlc.lossless.Samples;
import io.nlc.residual.Layer;
import io.nlc.residual.LayerPainter;

/**
 * What a tile consists of.
 *
 * @param latents what its neighbours see of it; all zero if it has none. Null in a file without a pack
 * @param learned whether the latents are its own
 * @param layer what lies over what they give, null for nothing
 * @param samples all of the tile, null if it is not lossless
 */
public record TileContent(Latents latents, boolean learned, Layer layer, Samples samples) {

    /** Of latents alone. */
    public static TileContent of(Latents latents) {
        return new TileContent(latents, true, null, null);
    }

    /** The same with other latents. */
    public TileContent with(Latents other) {
        return new TileContent(other, learned, layer, samples);
    }

    /** Whether its pixels are worth nothing without what the latents give. */
    public boolean needsBase() {
        return samples == null && (layer == null || layer.needsBase());
    }

    /** Whether something lies over what the latents give, which the encoder has weighed against it. */
    public boolean layered() {
        return layer != null;
    }

    /**
     * Completes the pixels of the tile.
     *
     * @param rgb what its latents give, inside the picture and interleaved; anything, where they are not needed
     */
    public void paint(byte[] rgb) {
        if (layer != null) {
            LayerPainter.paint(layer, rgb);
        }
        if (samples != null) {
            int[][] planes = samples.planes();
            for (int i = 0, at = 0; i < planes[0].length; i++) {
                for (int band = 0; band < 3; band++) {
                    rgb[at++] = (byte) planes[planes.length == 1 ? 0 : band][i];
                }
            }
        }
    }
}
