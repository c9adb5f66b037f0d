package io.nlc.codec;

import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;

/** Pixels of a tile (and its halo) to its latent, before gain and rounding. */
final class Analyzer {

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final PixelSource source;

    Analyzer(PackSessions sessions, TileGrid grid, PixelSource source) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.grid = grid;
        this.source = source;
    }

    /** The latent of a tile: M x height/16 x width/16. */
    float[] latent(int tile) throws IOException {
        Region core = grid.tile(tile);
        Region seen = grid.withHalo(core, manifest.analysisHalo());
        // The gain is left to the encoder, which tries several rates on one latent.
        FloatTensor gain = FloatTensor.filled(1f, 1, manifest.latentChannels(), 1, 1);
        float[] y = sessions.analysis().run(pixels(seen), gain);
        return crop(y, seen, core);
    }

    private FloatTensor pixels(Region seen) throws IOException {
        Region inside = seen.intersection(grid.picture());
        byte[] rgb = new byte[Math.multiplyExact(3 * inside.width(), inside.height())];
        source.readRgb(inside.x(), inside.y(), inside.width(), inside.height(), rgb);
        FloatTensor x = new FloatTensor(1, 3, seen.height(), seen.width());
        int plane = seen.height() * seen.width();
        for (int r = 0; r < seen.height(); r++) {
            int row = Math.min(r, inside.height() - 1) * inside.width();
            for (int c = 0; c < seen.width(); c++) {
                int from = 3 * (row + Math.min(c, inside.width() - 1));
                int to = r * seen.width() + c;
                x.set(to, (rgb[from] & 255) / 255f);
                x.set(to + plane, (rgb[from + 1] & 255) / 255f);
                x.set(to + 2 * plane, (rgb[from + 2] & 255) / 255f);
            }
        }
        return x;
    }

    private float[] crop(float[] y, Region seen, Region core) {
        int stride = manifest.latentStride();
        int seenWidth = seen.width() / stride;
        int seenHeight = seen.height() / stride;
        int width = core.width() / stride;
        int height = core.height() / stride;
        int left = (core.x() - seen.x()) / stride;
        int top = (core.y() - seen.y()) / stride;
        float[] out = new float[manifest.latentChannels() * height * width];
        for (int c = 0; c < manifest.latentChannels(); c++) {
            for (int r = 0; r < height; r++) {
                System.arraycopy(y, (c * seenHeight + top + r) * seenWidth + left, out, (c * height + r) * width, width);
            }
        }
        return out;
    }
}
