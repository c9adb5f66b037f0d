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
import java.util.List;
import java.util.Optional;

/** Latents of tiles that the synthesis makes more of than of those that the analysis gives. Thread-safe. */
public final class BackProjection {

    /*
     * The synthesis does not quite undo the analysis. At the highest rates most of the squared error is there without
     * any rounding, and finer gains buy little. One step of back-projection (Irani and Peleg 1991)
     *
     *     y <- y + step * (analysis(x) - analysis(synthesis(y)))
     *
     * takes part of that error back, for bits. How long a step pays depends on what bits are worth: with cheng2020-128
     * a fifth at level 4, all but a twentieth at level 7, nothing below, in a straight line by the logarithm of lambda;
     * other packs are content with it. It takes a synthesis and an analysis more, and decoders need not know.
     *
     * TileSearch goes on from there, and tries what it does.
     *
     * Where the quality differs from place to place, so does the step.
     */

    private static final double RATE = 0.35;

    /** The lambda up to which no step would pay. */
    private static final double NOTHING = 0.0062;

    /** Shorter steps are not worth their time. */
    private static final double LEAST = 0.15;

    private final PictureTask task;
    private final Analyzer analyzer;
    private final AreaGains gains;

    private BackProjection(PictureTask task, int quality) {
        this.task = task;
        this.analyzer = task.analyzer();
        this.gains = task.gains(quality);
    }

    /**
     * For the tiles of one picture; empty where it would change nothing.
     *
     * @param quality of the file, in units of 1/256 level
     */
    public static Optional<BackProjection> of(PictureTask task, int quality) {
        return task.gains(quality).qualities().anyMatch(q -> step(task.manifest(), q) > 0)
                ? Optional.of(new BackProjection(task, quality))
                : Optional.empty();
    }

    /**
     * Length of the step at a quality, 0 to 1. Packs for something else than the PSNR have none, and those of one rate,
     * whose transforms were made for it.
     */
    static double step(PackManifest manifest, int quality) {
        List<Double> lambdas = manifest.gains().lambdas();
        if (manifest.about().tune() != Tune.PSNR || lambdas.get(0).equals(lambdas.get(lambdas.size() - 1))) {
            return 0;
        }
        double step = RATE * Math.log(Gains.lambda(manifest, quality) / NOTHING);
        return step < LEAST ? 0 : Math.min(1, step);
    }

    /** The latent of a tile, before gain and rounding. */
    public float[] latent(int tile) throws IOException {
        Region seen = analyzer.seen(tile);
        float[] y = analyse(analyzer.pixels(seen), seen);
        float[] again = clamped(synthesise(y, seen));
        float[] back = analyse(new FloatTensor(1, 3, seen.height(), seen.width()).put(again), seen);
        int stride = task.manifest().latent().stride();
        int width = seen.width() / stride;
        int positions = width * (seen.height() / stride);
        double[] steps = new double[positions];
        for (int i = 0; i < positions; i++) {
            int q = gains.quality(seen.x() + i % width * stride, seen.y() + i / width * stride);
            steps[i] = step(task.manifest(), q);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) steps[i % positions] * (y[i] - back[i]);
        }
        return analyzer.crop(y, seen, task.grid().tile(tile));
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
        Precision precision = task.precision();
        FloatTensor y = gains.unrounded(latent, seen);
        TransformNetwork network = sessions.synthesis(precision);
        int values = 3 * seen.width() * seen.height();
        return task.workers()
                .transform(() -> sessions.arithmetic(precision) == Arithmetic.FLOATS
                        ? network.run(values, y, gains.inverse())
                        : network.run(values, y, gains.inverse(), new FloatTensor(4))); // nothing is cut off
    }
}
