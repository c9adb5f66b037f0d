package io.nlc.codec;

import io.nlc.codec.tile.TileGrid;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.runtime.Precision;

/**
 * A picture with the analysis transform behind it, from which {@link NlcEncoder#encode(AnalysedPicture, RateTarget,
 * long, CodecProgress)} makes any rate. Holds the latents of all tiles (3 bytes a pixel with 192 channels) and the
 * source. Immutable; may be encoded by several threads at once.
 */
public final class AnalysedPicture {

    /**
     * All that the latents depend on but the pixels and the device.
     *
     * @param digest of the analysis network
     * @param channels of the latent
     * @param stride pixels a latent position
     * @param halo pixels around a tile that its analysis saw
     * @param grid of the tiles
     * @param precision of the transforms
     */
    record Kind(String digest, int channels, int stride, int halo, TileGrid grid, Precision precision) {}

    private final Kind kind;
    private final PixelSource source;
    private final float[][] latents;

    /** @param latents of each tile before gain, to be left alone from now on */
    AnalysedPicture(Kind kind, PixelSource source, float[][] latents) {
        this.kind = kind;
        this.source = source;
        this.latents = latents;
    }

    /** Columns of pixels. */
    public int width() {
        return kind.grid().width();
    }

    /** Rows of pixels. */
    public int height() {
        return kind.grid().height();
    }

    Kind kind() {
        return kind;
    }

    PixelSource source() {
        return source;
    }

    float[][] latents() {
        return latents;
    }
}
