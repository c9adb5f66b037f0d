package io.nlc.codec;

import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.function.IntFunction;

/** Latents of a tile and those around it to the tile's pixels. */
final class Synthesizer {

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final int quality;

    Synthesizer(PackSessions sessions, TileGrid grid, int quality) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.grid = grid;
        this.quality = quality;
    }

    /** The area whose latents a tile needs. */
    Region seen(int tile) {
        return grid.withHalo(grid.tile(tile), manifest.synthesisHalo());
    }

    /**
     * The pixels of a tile, as far as it lies inside the picture.
     *
     * @param latents of every tile that {@link #seen} touches
     * @return interleaved 8-bit RGB of {@code grid.tile(tile)} cut to the picture
     */
    byte[] pixels(int tile, IntFunction<Latents> latents) throws IOException {
        Region seen = seen(tile);
        float[] x = sessions.synthesis().run(gather(seen, latents), Gains.inverse(manifest, quality));
        Region core = grid.tile(tile).intersection(grid.picture());
        int plane = seen.width() * seen.height();
        byte[] rgb = new byte[Math.multiplyExact(3 * core.width(), core.height())];
        for (int r = 0, i = 0; r < core.height(); r++) {
            int from = (core.y() - seen.y() + r) * seen.width() + core.x() - seen.x();
            for (int c = 0; c < core.width(); c++, from++) {
                rgb[i++] = toByte(x[from]);
                rgb[i++] = toByte(x[from + plane]);
                rgb[i++] = toByte(x[from + 2 * plane]);
            }
        }
        return rgb;
    }

    /** A sample of [0,1] in 8 bits; others become the nearest end. */
    static byte toByte(float v) {
        return (byte) Math.round(Math.max(0f, Math.min(1f, v)) * 255f);
    }

    private FloatTensor gather(Region seen, IntFunction<Latents> latents) {
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
                copy(latents.apply(index), common.x() - tile.x(), common.y() - tile.y(), y, common.x() - seen.x(), common.y() - seen.y(),
                        common.width(), common.height(), height, width, stride);
            }
        }
        return y;
    }

    private void copy(Latents from, int fromX, int fromY, FloatTensor to, int toX, int toY, int w, int h, int height, int width, int stride) {
        for (int c = 0; c < manifest.latentChannels(); c++) {
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
