package io.nlc.codec.tile;

import io.nlc.codec.latent.Latents;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * Latents of a tile and those around it to a soft picture of the tile, for whoever cannot wait for the
 * {@link Synthesizer}.
 */
public final class Previewer implements TileTransform {

    /** Pixels of the picture a pixel of the preview, along a side. */
    private static final int SCALE = 2;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final AreaGains gains;

    public Previewer(PackSessions sessions, TileGrid grid, AreaGains gains) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.grid = grid;
        this.gains = gains;
    }

    /** One position on each side is enough. */
    @Override
    public Region seen(int tile) {
        return grid.withHalo(grid.tile(tile), manifest.latent().stride());
    }

    @Override
    public boolean refined() {
        return false;
    }

    @Override
    public TileTransform ofBases() {
        return this;
    }

    @Override
    public byte[] pixels(int tile, IntFunction<Latents> latents) throws IOException {
        Region seen = seen(tile);
        int width = seen.width() / SCALE;
        int height = seen.height() / SCALE;
        float[] half = sessions.preview()
                .orElseThrow()
                .run(3 * width * height, LatentWindow.gather(manifest, grid, seen, gains, latents), gains.inverse());
        Region core = grid.tile(tile).intersection(grid.picture());
        return enlarged(half, width, height, core, core.x() - seen.x(), core.y() - seen.y());
    }

    // Linear between the centres of the preview's pixels: three quarters of the one that a pixel lies in, a quarter of
    // the one that is nearest beside it.
    private static byte[] enlarged(float[] half, int width, int height, Region core, int left, int top) {
        byte[] rgb = new byte[Math.multiplyExact(3 * core.width(), core.height())];
        int plane = width * height;
        float[] line = new float[3 * width];
        for (int r = 0, i = 0; r < core.height(); r++) {
            int near = (top + r) / SCALE * width;
            int far = beside(top + r, height) * width;
            for (int band = 0; band < 3; band++) {
                for (int c = 0; c < width; c++) {
                    line[band * width + c] = mix(half[band * plane + near + c], half[band * plane + far + c]);
                }
            }
            for (int c = left; c < left + core.width(); c++) {
                int inside = c / SCALE;
                int other = beside(c, width);
                for (int band = 0; band < 3 * width; band += width) {
                    rgb[i++] = Synthesizer.toByte(mix(line[band + inside], line[band + other]));
                }
            }
        }
        return rgb;
    }

    private static float mix(float near, float far) {
        return 0.75f * near + 0.25f * far;
    }

    // The pixel of the preview before or behind that of the picture's pixel i, whichever is nearer; at the ends the
    // pixel itself.
    private static int beside(int i, int size) {
        return Math.max(0, Math.min(size - 1, i / SCALE + (i % SCALE == 0 ? -1 : 1)));
    }
}
