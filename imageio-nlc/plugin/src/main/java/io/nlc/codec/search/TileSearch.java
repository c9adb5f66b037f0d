package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.Rounding;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * Looks for symbols of a tile that cost less than the rounded latent: fewer bits, a better picture, or both.
 * Thread-safe.
 */
public final class TileSearch {

    /*
     * Two things leave something to gain, and the decoder needs to know of neither.
     *
     * The synthesis does not quite undo the analysis: of cheng2020-128's and minnen2018-128's squared error on
     * photographs that is a fifth at the lowest rates and half and more at high ones. Back-projection takes from it
     * what it can:
     *
     *     y <- y + step * (analysis(x) - analysis(synthesis(y)))
     *
     * A gradient of the error would need the synthesis' derivative; the analysis resembles its transpose, because
     * both began as one orthonormal transform. Moving latents costs bits, more than it brings at low rates, so
     * Rounding takes those back that are worth the least. Together they are worth far more than either alone
     * (models-onnx/docs/effort/README.md).
     *
     * At last the same step from the symbols that were chosen, which sees what rounding did to the pixels. There the
     * difference of analyses holds the rounding error itself, so it moves the latent towards (symbols + difference)
     * instead of adding up.
     *
     * Nothing here is trusted: each trial is encoded and synthesised, and the cheapest stays. The tile's neighbours
     * count with their rounded latents; what they really become changes a few pixels at the seam.
     */

    private static final double POLISH_STEP = 0.4;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileWorkers workers;
    private final TileGrid grid;
    private final PixelSource source;
    private final Analyzer analyzer;
    private final LatentRefiner refiner;
    private final Effort effort;
    private final CodecProgress progress;

    public TileSearch(
            PackSessions sessions,
            TileWorkers workers,
            TileGrid grid,
            PixelSource source,
            Effort effort,
            CodecProgress progress) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.workers = workers;
        this.grid = grid;
        this.source = source;
        this.analyzer = new Analyzer(sessions, grid, source);
        this.refiner = new LatentRefiner(sessions);
        this.effort = effort;
        this.progress = progress;
    }

    /**
     * How to code a tile.
     *
     * @param latent before gain and rounding
     * @param strength of rounding by rate and distortion, 0 for the nearest integers
     */
    public record Plan(float[] latent, double strength) {}

    /** The best plan that was found for a quality, and the tile encoded by it. */
    public record Found(Plan plan, LatentCoder.Encoded encoded) {}

    /**
     * Searches for a tile at a quality in units of 1/256 level. The result is never worse than rounding by
     * {@link Cost}, seams aside.
     */
    public Found search(int tile, int quality) throws IOException {
        return new Search(tile, quality).run();
    }

    /** One tile at one quality. Arrays {@code y} hold latents before gain over the tile and its halo. */
    private final class Search {
        private final int tile;
        private final Region core;
        private final Region seen;
        private final int quality;
        private final Cost cost;
        private final float[] gain;
        private final FloatTensor inverse;
        private final byte[] original;
        private final float[] analysed;
        private Trial best;

        /** A way to code the tile, and what it leads to. */
        private record Trial(Found found, double cost, float[] pixels) {}

        Search(int tile, int quality) throws IOException {
            this.tile = tile;
            this.quality = quality;
            this.core = grid.tile(tile);
            this.seen = analyzer.seen(tile);
            this.cost = Cost.of(manifest, quality);
            this.gain = Gains.gain(manifest, quality);
            this.inverse = Gains.inverse(manifest, quality);
            Region inside = core.intersection(grid.picture());
            this.original = new byte[Math.multiplyExact(3 * inside.width(), inside.height())];
            source.readRgb(inside.x(), inside.y(), inside.width(), inside.height(), original);
            this.analysed = analyse(analyzer.pixels(seen));
        }

        Found run() throws IOException {
            best = trial(analyzer.crop(analysed, seen, core), 0);
            if (effort.analysed()) {
                tryStrengths(analysed);
            }
            float[] y = analysed.clone();
            for (int i = 0; i < effort.steps(); i++) {
                float[] back = analyse(pixels(synthesise(Gains.times(y, gain, area(seen)))));
                for (int k = 0; k < y.length; k++) {
                    y[k] += (float) effort.step() * (analysed[k] - back[k]);
                }
                if (!tryStrengths(y)) {
                    break;
                }
            }
            for (int i = 0; i < effort.polish(); i++) {
                if (!keep(trial(polished(best), best.found.plan().strength()))) {
                    break;
                }
            }
            return best.found;
        }

        /** True if one of the trials was better than all before. */
        private boolean tryStrengths(float[] y) throws IOException {
            boolean better = false;
            for (double strength : effort.strengths()) {
                better |= keep(trial(analyzer.crop(y, seen, core), strength));
            }
            return better;
        }

        private boolean keep(Trial trial) {
            if (trial.cost >= best.cost) {
                return false;
            }
            best = trial;
            return true;
        }

        private float[] polished(Trial t) throws IOException {
            float[] back = analyzer.crop(analyse(pixels(t.pixels)), seen, core);
            float[] aim = analyzer.crop(analysed, seen, core);
            float[] y = t.found.plan().latent().clone();
            short[] symbols = t.found.encoded().latents().y();
            for (int i = 0; i < y.length; i++) {
                double towards = symbols[i] / gain[i / area(core)] + aim[i] - back[i];
                y[i] += (float) (POLISH_STEP * (towards - y[i]));
            }
            return y;
        }

        private Trial trial(float[] latent, double strength) throws IOException {
            check();
            Plan plan = new Plan(latent, strength);
            LatentCoder.Encoded encoded = encode(workers, manifest, core, plan, quality);
            float[] pixels = synthesise(around(encoded.latents()));
            return new Trial(new Found(plan, encoded), cost.of(encoded.payload().length, squaredError(pixels)), pixels);
        }

        /** Latents for the synthesis of the tile and its halo, where nothing but the nearest integers is known. */
        private float[] around(Latents latents) throws IOException {
            float[] y = Gains.times(analysed, gain, area(seen));
            for (int i = 0; i < y.length; i++) {
                y[i] = Rounding.nearest(y[i]);
            }
            Latents refined = manifest.hasResidual() ? workers.transform(() -> refiner.refine(latents)) : latents;
            float[] inside = new float[latents.y().length];
            for (int i = 0; i < inside.length; i++) {
                inside[i] = refined.refined(i);
            }
            for (int c = 0; c < manifest.latentChannels(); c++) {
                Analyzer.copy(inside, core, y, seen, core, c, manifest.latentStride());
            }
            return y;
        }

        private double squaredError(float[] pixels) {
            Region inside = core.intersection(grid.picture());
            int plane = seen.width() * seen.height();
            long sum = 0;
            for (int r = 0, i = 0; r < inside.height(); r++) {
                int from = (inside.y() - seen.y() + r) * seen.width() + inside.x() - seen.x();
                for (int c = 0; c < inside.width(); c++, from++) {
                    for (int k = 0; k < 3; k++, i++) {
                        int d = (Synthesizer.toByte(pixels[from + k * plane]) & 255) - (original[i] & 255);
                        sum += d * d;
                    }
                }
            }
            return sum;
        }

        private float[] analyse(FloatTensor x) throws IOException {
            check();
            FloatTensor ones = FloatTensor.filled(1f, 1, manifest.latentChannels(), 1, 1);
            return workers.transform(() -> sessions.analysis().run(x, ones));
        }

        private float[] synthesise(float[] y) throws IOException {
            check();
            int stride = manifest.latentStride();
            FloatTensor t =
                    new FloatTensor(1, manifest.latentChannels(), seen.height() / stride, seen.width() / stride).put(y);
            return workers.transform(() -> sessions.synthesis().run(t, inverse));
        }

        private FloatTensor pixels(float[] x) {
            return new FloatTensor(1, 3, seen.height(), seen.width()).put(x);
        }

        private int area(Region region) {
            return region.width() / manifest.latentStride() * (region.height() / manifest.latentStride());
        }

        // A large tile at a large effort takes long.
        private void check() {
            if (progress.cancelled()) {
                throw new CancellationException("cancelled by the caller while tile " + tile + " was encoded");
            }
        }
    }

    /** Codes a tile by a plan, at whatever quality. */
    public static LatentCoder.Encoded encode(
            TileWorkers workers, PackManifest manifest, Region core, Plan plan, int quality) throws IOException {
        int height = core.height() / manifest.latentStride();
        int width = core.width() / manifest.latentStride();
        float[] y = Gains.times(plan.latent(), Gains.gain(manifest, quality), height * width);
        double[] weights =
                plan.strength() == 0 ? null : Cost.of(manifest, quality).weights(plan.strength());
        return workers.withCoder(
                coder -> weights == null ? coder.encode(y, height, width) : coder.encode(y, height, width, weights));
    }
}
