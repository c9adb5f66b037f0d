package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.Rounding;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves the latent of a tile downhill, to where its symbols cost less. Thread-safe. */
final class SymbolDescent {

    /*
     * What a latent costs, bits + lambda * error, depends on all of its symbols at once: each is part of the contexts of
     * those after it, and of a neighbourhood of pixels. gradient.onnx tells how the cost changes with every one of them,
     * by way of the pack's own synthesis and its own head; so there is no model of either here, as TileSearch's other
     * ways need one.
     *
     * Symbols are integers. While the search goes on they are soft (SoftRounding), and harden as the temperature falls,
     * after Yang, Bamler and Mandt (2020), whose random draws are left out: with the dozens of steps that are affordable
     * here their mean does far better than they do. On two crops of Kodak pictures at levels 1, 3 and 5 of cheng2020-128
     * 40 steps take 9 to 19 % of the bits at equal PSNR; with draws they cost 4 to 7 % at level 1, and with hard symbols
     * and straight-through slopes 70 to 80 %.
     *
     * Steps are those of Adam. The tile is taken in windows, because the derivative keeps all layers of the synthesis. A
     * window sees its neighbours' symbols, as they are by then, as far as the context reaches, and counts the errors of
     * its own pixels and those next to it.
     */

    private static final double FIRST_TEMPERATURE = 0.5;
    private static final double COOLING = 3;
    private static final double LAST_TEMPERATURE = 0.05;
    private static final double RATE = 0.06;

    /** Positions around a window that it sees: the context's reach, and about what the synthesis adds. */
    private static final int MARGIN = 2;

    /** Positions along a side of the largest window, without its margin. */
    private static final int LARGEST = 24;

    private static final int SMALLEST = 4;

    private final PictureTask task;
    private final PackManifest manifest;
    private final TransformNetwork network;
    private final int steps;
    private final int side;

    private SymbolDescent(PictureTask task, TransformNetwork network, int steps, int side) {
        this.task = task;
        this.manifest = task.manifest();
        this.network = network;
        this.steps = steps;
        this.side = side;
    }

    /**
     * The descent for the tiles of a picture.
     *
     * @param steps of each window, 0 or more
     * @return empty if nothing is to be done, the pack knows no derivatives, or there is no memory for them
     */
    static Optional<SymbolDescent> of(PictureTask task, int steps) throws IOException {
        if (steps == 0 || !task.manifest().networks().hasGradient()) {
            return Optional.empty();
        }
        long positions =
                task.sessions().settings().budget().positions(task.manifest().gradientMemory());
        int side = (int) Math.min(LARGEST, Math.sqrt(positions) - 2 * MARGIN);
        return side < SMALLEST
                ? Optional.empty()
                : task.sessions().gradient().map(network -> new SymbolDescent(task, network, steps, side));
    }

    /**
     * The latent that is found for a tile.
     *
     * @param start what was best so far
     * @return before gain, not rounded
     */
    float[] run(TileTrials trials, TileTrials.Trial start) throws IOException {
        Tile tile = new Tile(trials, start);
        for (Region window : tile.windows()) {
            tile.descend(window);
        }
        float[] y = trials.crop(tile.y);
        int area = y.length / tile.gain.length;
        for (int i = 0; i < y.length; i++) {
            y[i] /= tile.gain[i / area];
        }
        return y;
    }

    /** A tile on its way. Regions are of latent positions, and begin where what the tile sees begins. */
    private final class Tile {
        private final TileTrials trials;
        private final float[] gain;
        private final float[] hyper;
        private final int channels = manifest.latent().channels();
        private final int stride = manifest.latent().stride();
        private final Region seen;
        private final Region core;
        /** With gain, of what the tile sees. */
        private final float[] y;

        Tile(TileTrials trials, TileTrials.Trial start) throws IOException {
            this.trials = trials;
            this.gain = trials.gain();
            this.seen = positions(trials.seen());
            this.core = positions(trials.core());
            this.hyper = task.workers()
                    .withCoder(coder -> coder.hyperFeatures(start.encoded().latents()));
            float[] latent = trials.analysed().clone();
            for (int c = 0; c < channels; c++) {
                Analyzer.copy(start.plan().latent(), trials.core(), latent, trials.seen(), trials.core(), c, stride);
            }
            this.y = Gains.times(latent, gain, seen.width() * seen.height());
        }

        private Region positions(Region pixels) {
            return new Region(
                    (pixels.x() - trials.seen().x()) / stride,
                    (pixels.y() - trials.seen().y()) / stride,
                    pixels.width() / stride,
                    pixels.height() / stride);
        }

        /** Parts of the core, each with one run a step. */
        List<Region> windows() {
            List<Region> windows = new ArrayList<>();
            int rows = parts(core.height());
            int columns = parts(core.width());
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    int top = core.y() + core.height() * r / rows;
                    int left = core.x() + core.width() * c / columns;
                    int bottom = core.y() + core.height() * (r + 1) / rows;
                    int right = core.x() + core.width() * (c + 1) / columns;
                    windows.add(new Region(left, top, right - left, bottom - top));
                }
            }
            return windows;
        }

        private int parts(int length) {
            return (length + side - 1) / side;
        }

        private Region around(Region window, int margin) {
            int left = Math.max(0, window.x() - margin);
            int top = Math.max(0, window.y() - margin);
            int right = Math.min(seen.width(), window.right() + margin);
            int bottom = Math.min(seen.height(), window.bottom() + margin);
            return new Region(left, top, right - left, bottom - top);
        }

        void descend(Region window) throws IOException {
            Region view = around(window, MARGIN);
            FloatTensor symbols = new FloatTensor(1, channels, view.height(), view.width());
            int[] moved = places(window, view);
            int[] own = places(window, seen);
            hard(symbols, view);
            FloatTensor[] inputs = inputs(symbols, window, view);
            Adam adam = new Adam(own.length, Adam.slight(trials.lambda()));
            for (int step = 0; step < steps; step++) {
                trials.check();
                double done = (double) step / steps;
                SoftRounding soft =
                        new SoftRounding(Math.max(LAST_TEMPERATURE, FIRST_TEMPERATURE * Math.exp(-COOLING * done)));
                for (int i = 0; i < own.length; i++) {
                    symbols.set(moved[i], (float) soft.value(y[own[i]]));
                }
                Map<String, float[]> outputs = task.workers().transform(() -> network.runAll(inputs));
                float[] slope = outputs.get("slope");
                if (slope == null || slope.length != symbols.size()) {
                    throw new NlcException(
                            FailureKind.PACK_BROKEN,
                            "pack " + task.sessions().pack().name() + ": gradient.onnx makes another number of slopes");
                }
                double rate = RATE * (0.5 + 0.5 * Math.cos(Math.PI * done));
                adam.next();
                for (int i = 0; i < own.length; i++) {
                    y[own[i]] -= (float) (rate * adam.step(i, slope[moved[i]] * soft.slope(y[own[i]])));
                }
            }
        }

        /** Where the values of a window lie in a raster of an area, channel by channel. */
        private int[] places(Region window, Region area) {
            int[] places = new int[channels * window.width() * window.height()];
            int i = 0;
            for (int c = 0; c < channels; c++) {
                for (int r = 0; r < window.height(); r++) {
                    int from = (c * area.height() + window.y() - area.y() + r) * area.width() + window.x() - area.x();
                    for (int x = 0; x < window.width(); x++) {
                        places[i++] = from + x;
                    }
                }
            }
            return places;
        }

        private void hard(FloatTensor symbols, Region view) {
            int[] from = places(view, seen);
            for (int i = 0; i < from.length; i++) {
                symbols.set(i, Rounding.nearest(y[from[i]]));
            }
        }

        private FloatTensor[] inputs(FloatTensor symbols, Region window, Region view) throws IOException {
            FloatTensor counts = new FloatTensor(1, 1, view.height(), view.width());
            FloatTensor features = new FloatTensor(1, manifest.latent().hyperFeatures(), view.height(), view.width());
            Region coded = view.intersection(core);
            for (int r = 0; r < coded.height(); r++) {
                for (int x = 0; x < coded.width(); x++) {
                    int to = (coded.y() - view.y() + r) * view.width() + coded.x() - view.x() + x;
                    int from = (coded.y() - core.y() + r) * core.width() + coded.x() - core.x() + x;
                    counts.set(to, 1);
                    for (int f = 0; f < manifest.latent().hyperFeatures(); f++) {
                        features.set(
                                f * view.width() * view.height() + to, hyper[f * core.width() * core.height() + from]);
                    }
                }
            }
            return new FloatTensor[] {
                symbols,
                Gains.inverse(manifest, trials.quality()),
                trials.pixels(pixels(view)),
                features,
                weights(window, view),
                counts
            };
        }

        private Region pixels(Region positions) {
            return new Region(
                    trials.seen().x() + stride * positions.x(),
                    trials.seen().y() + stride * positions.y(),
                    stride * positions.width(),
                    stride * positions.height());
        }

        /** What squared errors of pixels cost: those of the picture in the tile, in the window or next to it. */
        private FloatTensor weights(Region window, Region view) {
            Region all = pixels(view);
            Region counted = pixels(around(window, 1)).intersection(trials.inside());
            FloatTensor weights = new FloatTensor(1, 1, all.height(), all.width());
            for (int r = counted.y(); r < counted.bottom(); r++) {
                for (int x = counted.x(); x < counted.right(); x++) {
                    weights.set((r - all.y()) * all.width() + x - all.x(), (float) (trials.lambda() * 255 * 255));
                }
            }
            return weights;
        }
    }
}
