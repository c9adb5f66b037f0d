package io.nlc.codec;

import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.AreaGains;
import io.nlc.picture.Region;
import java.util.List;

/** Stands in for the latents of a tile that cannot be decoded. */
final class Concealment {

    private final AreaGains gains;
    private final int stride;

    /** @param stride pixels a latent position */
    Concealment(AreaGains gains, int stride) {
        this.gains = gains;
        this.stride = stride;
    }

    /**
     * A tile.
     *
     * @param area in the padded picture
     */
    record Tile(Region area, Latents latents) {}

    /**
     * Gives every channel of a tile the mean of that channel in the tiles around it, or zero if there is none; where
     * qualities differ, what the mean is at its own quality.
     */
    void fill(Tile target, List<Tile> around) {
        int positions = target.latents.height() * target.latents.width();
        int channels = target.latents.y().length / positions;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            long n = 0;
            for (Tile tile : around) {
                int size = tile.latents.height() * tile.latents.width();
                for (int i = 0; i < size; i++) {
                    sum += tile.latents.y()[c * size + i] * gain(tile, i, c);
                }
                n += size;
            }
            double mean = n == 0 ? 0 : sum / n;
            for (int i = 0; i < positions; i++) {
                target.latents.y()[c * positions + i] = limited(Math.rint(mean / gain(target, i, c)));
            }
        }
    }

    private double gain(Tile tile, int position, int channel) {
        return gains.differ()
                ? gains.ratio(
                                tile.area.x() + position % tile.latents.width() * stride,
                                tile.area.y() + position / tile.latents.width() * stride)[channel]
                : 1;
    }

    private static short limited(double value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
}
