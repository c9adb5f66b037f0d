package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.AreaGains;
import io.nlc.codec.tile.PictureTask;
import io.nlc.model.Arithmetic;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.model.Tune;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Precision;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.util.Optional;

/** Moves the latents that the analysis gives to where the synthesis makes more of them. Thread-safe. */
public final class BackProjection {

    /*
     * The synthesis does not quite undo the analysis. At the highest rates most of the squared error is there without
     * any rounding, and finer gains buy little. One step of back-projection (Irani and Peleg 1991)
     *
     *     y <- y + step * (analysis(x) - analysis(synthesis(y)))
     *
     * takes part of that error back, for bits. How long a step pays depends on what bits are worth: with cheng2020-128
     * a fifth at level 4, seven tenths at level 6, nothing below, in a straight line by the logarithm of lambda; other
     * packs are content with it. It takes a synthesis and an analysis more, and decoders need not know. A second step
     * brings another fiftieth of the bits at the highest levels, and less below.
     *
     * TileSearch goes on from there, and tries what it does. Of the picture around a tile both see what the analysis
     * does, so that what is taken back is less exact near the tile's edge.
     *
     * Where the quality differs from place to place, so do the steps.
     */

    private static final double RATE = 0.35;

    /** The lambda up to which no step would pay. */
    private static final double NOTHING = 0.0062;

    /** Shorter steps are not worth their time. */
    private static final double LEAST = 0.15;

    /** What would be longer is made as two steps of {@link #EACH}. */
    private static final double LONGEST = 0.8;

    private static final double EACH = 0.7;

    private static final double[] NONE = {};

    private final PictureTask task;
    private final Analyzer analyzer;
    private final AreaGains gains;
    private final int most;

    private BackProjection(PictureTask task, int quality, int most) {
        this.task = task;
        this.most = most;
        this.analyzer = task.analyzer();
        this.gains = task.gains(quality);
    }

    /**
     * For the tiles of one picture; empty where it would change nothing.
     *
     * @param quality of the file, in units of 1/256 level
     */
    public static Optional<BackProjection> of(PictureTask task, int quality) {
        int most = task.gains(quality)
                .qualities()
                .map(q -> steps(task.manifest(), q).length)
                .max()
                .orElse(0);
        return most > 0 ? Optional.of(new BackProjection(task, quality, most)) : Optional.empty();
    }

    /**
     * Lengths of the steps at a quality, each 0 to 1; none at low ones. Packs for something else than the PSNR have
     * none, nor those of one rate, whose transforms were made for it.
     */
    static double[] steps(PackManifest manifest, int quality) {
        if (manifest.about().tune() != Tune.PSNR || manifest.gains().oneRate()) {
            return NONE;
        }
        double step = RATE * Math.log(Gains.lambda(manifest, quality) / NOTHING);
        if (step < LEAST) {
            return NONE;
        }
        return step > LONGEST ? new double[] {EACH, EACH} : new double[] {step};
    }

    /** What the analysis gives of tiles, before gain. */
    public interface Source {
        float[] latent(int tile) throws IOException;
    }

    /**
     * The latent of a tile, before gain and rounding.
     *
     * @param plain is asked where the tile is all that the analysis sees, as of small pictures
     */
    public float[] latent(int tile, Source plain) throws IOException {
        Region seen = analyzer.seen(tile);
        float[] analysed =
                seen.equals(task.grid().tile(tile)) ? plain.latent(tile) : analyse(analyzer.pixels(seen), seen);
        float[] y = analysed.clone();
        for (int step = 0; step < most; step++) {
            float[] again = clamped(synthesise(y, seen));
            float[] back = analyse(new FloatTensor(1, 3, seen.height(), seen.width()).put(again), seen);
            float[] lengths = lengths(step, seen);
            for (int i = 0; i < y.length; i++) {
                y[i] += lengths[i % lengths.length] * (analysed[i] - back[i]);
            }
        }
        return analyzer.crop(y, seen, task.grid().tile(tile));
    }

    /** How long a step is at each position of an area. */
    private float[] lengths(int step, Region seen) {
        int stride = task.manifest().latent().stride();
        int width = seen.width() / stride;
        float[] lengths = new float[width * (seen.height() / stride)];
        for (int i = 0; i < lengths.length; i++) {
            int quality = gains.quality(seen.x() + i % width * stride, seen.y() + i / width * stride);
            double[] steps = steps(task.manifest(), quality);
            lengths[i] = step < steps.length ? (float) steps[step] : 0;
        }
        return lengths;
    }

    /** Samples as decoders show them, in [0,1]; in place. */
    static float[] clamped(float[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(0, Math.min(1, pixels[i]));
        }
        return pixels;
    }

    private float[] analyse(FloatTensor x, Region seen) throws IOException {
        FloatTensor ones = FloatTensor.filled(1f, 1, task.manifest().latent().channels(), 1, 1);
        return task.workers()
                .transform(() -> task.sessions().analysis(task.precision()).run(analyzer.values(seen), x, ones));
    }

    private float[] synthesise(float[] latent, Region seen) throws IOException {
        PackSessions sessions = task.sessions();
        // What a narrower synthesis makes differs more from what decoders will make.
        Precision precision = task.precision() == Precision.FAST ? Precision.AUTO : task.precision();
        FloatTensor y = gains.unrounded(latent, seen);
        TransformNetwork network = sessions.synthesis(precision);
        int values = 3 * seen.width() * seen.height();
        return task.workers()
                .transform(() -> sessions.arithmetic(precision) == Arithmetic.FLOATS
                        ? network.run(values, y, gains.inverse())
                        : network.run(values, y, gains.inverse(), new FloatTensor(4))); // nothing is cut off
    }
}
