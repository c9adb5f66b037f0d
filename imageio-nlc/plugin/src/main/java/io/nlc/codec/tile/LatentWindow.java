package io.nlc.codec.tile;

import io.nlc.codec.latent.Latents;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.util.function.IntFunction;

/** Latents of an area, put together from those of tiles. */
final class LatentWindow {

    private LatentWindow() {}

    /**
     * The latents of an area as the synthesis takes them, with the inverse gain of the file's quality still to come.
     *
     * @param seen the area, in pixels of the padded picture; multiples of the latent stride
     * @param gains of the file's areas
     * @param latents of every tile that the area touches
     * @return 1 x M x height x width, in latent positions
     */
    static FloatTensor gather(
            PackManifest manifest, TileGrid grid, Region seen, AreaGains gains, IntFunction<Latents> latents) {
        int stride = manifest.latent().stride();
        int height = seen.height() / stride;
        int width = seen.width() / stride;
        FloatTensor y = new FloatTensor(1, manifest.latent().channels(), height, width);
        for (int index : grid.touched(seen).tiles()) {
            copy(latents.apply(index), grid.tile(index), y, seen, stride);
        }
        gains.scale(y, seen);
        return y;
    }

    /** Copies what a tile has in common with an area. */
    private static void copy(Latents from, Region tile, FloatTensor to, Region seen, int stride) {
        Region common = tile.intersection(seen);
        int channels = from.y().length / (from.height() * from.width());
        int width = common.width() / stride;
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < common.height() / stride; r++) {
                int source = (c * from.height() + (common.y() - tile.y()) / stride + r) * from.width()
                        + (common.x() - tile.x()) / stride;
                int target =
                        (c * (seen.height() / stride) + (common.y() - seen.y()) / stride + r) * (seen.width() / stride)
                                + (common.x() - seen.x()) / stride;
                for (int i = 0; i < width; i++) {
                    to.set(target + i, from.refined(source + i));
                }
            }
        }
    }
}
