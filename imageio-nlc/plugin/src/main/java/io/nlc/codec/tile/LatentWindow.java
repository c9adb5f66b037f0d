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
     * The latents of an area as the synthesis takes them, without the inverse gain.
     *
     * @param seen the area, in pixels of the padded picture; multiples of the latent stride
     * @param latents of every tile that the area touches
     * @return 1 x M x height x width, in latent positions
     */
    static FloatTensor gather(PackManifest manifest, TileGrid grid, Region seen, IntFunction<Latents> latents) {
        int stride = manifest.latentStride();
        int height = seen.height() / stride;
        int width = seen.width() / stride;
        FloatTensor y = new FloatTensor(1, manifest.latentChannels(), height, width);
        int[] touched = grid.touched(seen);
        for (int row = touched[1]; row <= touched[3]; row++) {
            for (int column = touched[0]; column <= touched[2]; column++) {
                int index = row * grid.columns() + column;
                Region tile = grid.tile(index);
                Region common = tile.intersection(seen);
                copy(
                        manifest.latentChannels(),
                        latents.apply(index),
                        common.x() - tile.x(),
                        common.y() - tile.y(),
                        y,
                        common.x() - seen.x(),
                        common.y() - seen.y(),
                        common.width(),
                        common.height(),
                        height,
                        width,
                        stride);
            }
        }
        return y;
    }

    private static void copy(
            int channels,
            Latents from,
            int fromX,
            int fromY,
            FloatTensor to,
            int toX,
            int toY,
            int w,
            int h,
            int height,
            int width,
            int stride) {
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < h / stride; r++) {
                int source = (c * from.height() + fromY / stride + r) * from.width() + fromX / stride;
                int target = (c * height + toY / stride + r) * width + toX / stride;
                for (int i = 0; i < w / stride; i++) {
                    to.set(target + i, from.refined(source + i));
                }
            }
        }
    }
}
