package io.nlc.codec.tile;

import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Precision;
import java.io.IOException;

/** Pixels of a tile (and its halo) to its latent, before gain and rounding, or to what else a network makes of them. */
public final class Analyzer {

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final PixelSource source;
    private final Precision precision;

    /** By 32-bit floats. */
    public Analyzer(PackSessions sessions, TileGrid grid, PixelSource source) {
        this(sessions, grid, source, Precision.FULL);
    }

    /** @param precision with {@link Precision#FAST} by 8-bit integers, where the pack and the processor can */
    public Analyzer(PackSessions sessions, TileGrid grid, PixelSource source, Precision precision) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.grid = grid;
        this.source = source;
        this.precision = precision;
    }

    /** The latent of a tile: M x height/16 x width/16. */
    public float[] latent(int tile) throws IOException {
        Region core = grid.tile(tile);
        Region seen = seen(tile);
        // The gain is left to the encoder, which tries several rates on one latent.
        FloatTensor gain = FloatTensor.filled(1f, 1, manifest.latent().channels(), 1, 1);
        float[] y = sessions.analysis(precision).run(values(seen), pixels(seen), gain);
        return crop(y, seen, core);
    }

    /** How many values latents of an area have. */
    public int values(Region seen) {
        int stride = manifest.latent().stride();
        return manifest.latent().channels() * (seen.height() / stride) * (seen.width() / stride);
    }

    /** The area whose pixels a tile needs. */
    public Region seen(int tile) {
        return grid.withHalo(grid.tile(tile), manifest.tiles().analysisHalo());
    }

    /**
     * Pixels of a part of the padded picture in [0,1]: 1 x 3 x height x width. Beyond the picture its last column and
     * row go on.
     */
    public FloatTensor pixels(Region seen) throws IOException {
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

    /** The part of M channels over an area that belongs to an area within. */
    public float[] crop(float[] y, Region seen, Region core) {
        int stride = manifest.latent().stride();
        float[] out = new float[values(core)];
        for (int c = 0; c < manifest.latent().channels(); c++) {
            copy(y, seen, out, core, core, c, stride);
        }
        return out;
    }

    /**
     * Copies a part of one channel of a raster to another raster.
     *
     * @param from channels over the area {@code seen}, a value for every {@code stride} x {@code stride} pixels
     * @param to channels over the area {@code area}, likewise
     * @param part what to copy, within both; all areas are multiples of the stride
     */
    public static void copy(float[] from, Region seen, float[] to, Region area, Region part, int channel, int stride) {
        int fromWidth = seen.width() / stride;
        int toWidth = area.width() / stride;
        int fromRow = channel * (seen.height() / stride) + (part.y() - seen.y()) / stride;
        int toRow = channel * (area.height() / stride) + (part.y() - area.y()) / stride;
        for (int r = 0; r < part.height() / stride; r++) {
            System.arraycopy(
                    from,
                    (fromRow + r) * fromWidth + (part.x() - seen.x()) / stride,
                    to,
                    (toRow + r) * toWidth + (part.x() - area.x()) / stride,
                    part.width() / stride);
        }
    }
}
