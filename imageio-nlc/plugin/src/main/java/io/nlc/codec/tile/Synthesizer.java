package io.nlc.codec.tile;

import io.nlc.codec.latent.Latents;
import io.nlc.model.Arithmetic;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Precision;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.util.function.IntFunction;

/** Latents of a tile and those around it to the tile's pixels. */
public final class Synthesizer implements TileTransform {

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final AreaGains gains;
    private final Precision precision;

    private Synthesizer(PackSessions sessions, TileGrid grid, AreaGains gains, Precision precision) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.grid = grid;
        this.gains = gains;
        this.precision = precision;
    }

    /** For pictures that nothing is added to. */
    public static Synthesizer ofPictures(PackSessions sessions, TileGrid grid, AreaGains gains, Precision precision) {
        return new Synthesizer(sessions, grid, gains, precision);
    }

    /**
     * For what residuals are taken from and added to, and for measuring: in full precision, which is the same on all
     * machines but for the rounding of floats.
     */
    public static Synthesizer ofBases(PackSessions sessions, TileGrid grid, AreaGains gains) {
        return new Synthesizer(sessions, grid, gains, Precision.FULL);
    }

    @Override
    public TileTransform ofBases() {
        return precision == Precision.FULL ? this : ofBases(sessions, grid, gains);
    }

    @Override
    public Region seen(int tile) {
        return grid.withHalo(grid.tile(tile), manifest.tiles().synthesisHalo());
    }

    @Override
    public boolean refined() {
        return true;
    }

    @Override
    public byte[] pixels(int tile, IntFunction<Latents> latents) throws IOException {
        Region seen = seen(tile);
        Region whole = grid.tile(tile);
        Region core = whole.intersection(grid.picture());
        FloatTensor y = LatentWindow.gather(manifest, grid, seen, gains, latents);
        TransformNetwork network = sessions.synthesis(precision);
        if (sessions.arithmetic(precision) != Arithmetic.FLOATS) { // networks that cut the halo off themselves
            float[] x = network.run(3 * whole.width() * whole.height(), y, gains.inverse(), edges(seen, whole));
            return bytes(x, whole, core);
        }
        return bytes(network.run(3 * seen.width() * seen.height(), y, gains.inverse()), seen, core);
    }

    /** How many latents stand around a tile: above, to its left, below and to its right. */
    private FloatTensor edges(Region seen, Region tile) {
        float stride = manifest.latent().stride();
        FloatTensor edges = new FloatTensor(4);
        edges.set(0, (tile.y() - seen.y()) / stride);
        edges.set(1, (tile.x() - seen.x()) / stride);
        edges.set(2, (seen.bottom() - tile.bottom()) / stride);
        edges.set(3, (seen.right() - tile.right()) / stride);
        return edges;
    }

    /** Planes of an area to the interleaved bytes of a part of it. */
    private static byte[] bytes(float[] x, Region area, Region core) {
        int plane = area.width() * area.height();
        byte[] rgb = new byte[Math.multiplyExact(3 * core.width(), core.height())];
        for (int r = 0, i = 0; r < core.height(); r++) {
            int from = (core.y() - area.y() + r) * area.width() + core.x() - area.x();
            for (int c = 0; c < core.width(); c++, from++) {
                rgb[i++] = toByte(x[from]);
                rgb[i++] = toByte(x[from + plane]);
                rgb[i++] = toByte(x[from + 2 * plane]);
            }
        }
        return rgb;
    }

    /** A sample of [0,1] in 8 bits; others become the nearest end. */
    public static byte toByte(float v) {
        // Math.round without its call: a double holds the sum exactly, or it is far below 1.
        return (byte) (int) (Math.max(0f, Math.min(1f, v)) * 255f + 0.5);
    }
}
