package io.nlc.codec.search;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import java.io.IOException;
import java.util.Optional;

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
     * what it can, as BackProjection does, by several steps:
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
     * Where the pack has the derivative, from some effort on SymbolDescent starts from what all that has found.
     *
     * Nothing here is trusted: each trial is encoded and synthesised, and the cheapest stays. The tile's neighbours
     * count with their rounded latents; what they really become changes a few pixels at the seam.
     */

    private static final double POLISH_STEP = 0.4;

    private final PictureTask task;
    private final Analyzer analyzer;
    private final LatentRefiner refiner;
    private final Effort effort;
    private final Optional<SymbolDescent> descent;

    /** For the tiles of one picture. */
    public TileSearch(PictureTask task, Effort effort) throws IOException {
        this.task = task;
        this.analyzer = task.analyzer();
        this.refiner = new LatentRefiner(task.sessions());
        this.effort = effort;
        this.descent = SymbolDescent.of(task, effort.descent());
    }

    /**
     * Encodes a tile at a quality in units of 1/256 level as well as the effort allows. The result is never worse than
     * that without effort by {@link Cost}, seams aside.
     */
    public LatentCoder.Encoded encode(int tile, int quality) throws IOException {
        return best(tile, quality).encoded();
    }

    /** The best plan that was found for a tile, which is good at qualities nearby, too. */
    Plan plan(int tile, int quality) throws IOException {
        return best(tile, quality).plan();
    }

    private TileTrials.Trial best(int tile, int quality) throws IOException {
        return new Search(new TileTrials(task, analyzer, refiner, tile, quality)).run();
    }

    /** One tile at one quality. Arrays {@code y} hold latents before gain over the tile and its halo. */
    private final class Search {
        private final TileTrials trials;
        private TileTrials.Trial best;

        Search(TileTrials trials) {
            this.trials = trials;
        }

        TileTrials.Trial run() throws IOException {
            float[] analysed = trials.analysed();
            best = trials.run(Plan.usual(trials.crop(projected(analysed))));
            if (effort.analysed()) {
                tryStrengths(analysed);
            }
            float[] y = analysed;
            for (int i = 0; i < effort.steps(); i++) {
                y = moved(y, effort.step(), analysed, trials.analysedAgain(y));
                if (!tryStrengths(y)) {
                    break;
                }
            }
            for (int i = 0; i < effort.polish(); i++) {
                if (!keep(trials.run(new Plan(polished(best), best.plan().strength())))) {
                    break;
                }
            }
            if (descent.isPresent()) {
                keep(trials.run(new Plan(descent.get().run(trials, best), Strength.NONE)));
            }
            return best;
        }

        /** What an encoder without effort would round. */
        private float[] projected(float[] analysed) throws IOException {
            float[] y = analysed;
            for (double step : BackProjection.steps(task.manifest(), trials.quality())) {
                y = moved(y, step, analysed, trials.analysedAgain(y));
            }
            return y;
        }

        /** y, and of what lies between its analysis and the picture's so much. */
        private float[] moved(float[] y, double step, float[] analysed, float[] back) {
            float[] out = new float[y.length];
            for (int k = 0; k < y.length; k++) {
                out[k] = y[k] + (float) step * (analysed[k] - back[k]);
            }
            return out;
        }

        /** True if one of the trials was better than all before. */
        private boolean tryStrengths(float[] y) throws IOException {
            boolean better = false;
            for (double strength : effort.strengths()) {
                better |= keep(trials.run(new Plan(trials.crop(y), Strength.of(strength))));
            }
            return better;
        }

        private boolean keep(TileTrials.Trial trial) {
            if (trial.cost() >= best.cost()) {
                return false;
            }
            best = trial;
            return true;
        }

        private float[] polished(TileTrials.Trial t) throws IOException {
            float[] back = trials.crop(trials.analyse(t.pixels()));
            float[] aim = trials.crop(trials.analysed());
            float[] symbols = trials.withoutGain(t.encoded().latents().y());
            float[] y = t.plan().latent().clone();
            for (int i = 0; i < y.length; i++) {
                double towards = symbols[i] + aim[i] - back[i];
                y[i] += (float) (POLISH_STEP * (towards - y[i]));
            }
            return y;
        }
    }
}
