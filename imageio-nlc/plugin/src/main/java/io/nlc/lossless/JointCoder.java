package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModels;
import java.util.Arrays;

/** Codes the pixels of a block, each plane with what the planes before it tell. */
final class JointCoder implements PixelCoder {

    /*
     * Predicts as PlaneCoder does, and knows three things more:
     *
     * 1. Whether in all planes before, at this pixel, the sample to the left or above came again. Then it likely does
     *    here: colours of pictures repeat as a whole, and where a camera or a conversion uses a part of all colours, far
     *    more often than their planes let expect. The prediction is that sample.
     * 2. Whether the prediction of the plane before was too high or too low, for the error feedback.
     * 3. Whether the prediction equals a neighbour, which are more likely than the values between them.
     *
     * Each of these situations has models of its own at each level of activity; most blocks see a part of them. In
     * drawings a memory of patterns (PlanePatterns) comes before all that where it is trusted.
     *
     * A decoder knows what the next symbol's model is only when it has the residual before it. What lies between them is
     * therefore short, and without jumps that depend on samples, but for the one of the repeated neighbour: guessed
     * right, it is faster than waiting. What does not depend on that residual the processor does meanwhile: sums from
     * above are there for all of a row (JointRows), and one loop has it all in sight, with its arrays in registers.
     */

    private static final int BIAS_BITS = 6;
    private static final int CONTEXTS = 3 * 64 * 8;

    /** The sample to the left came again. */
    private static final int LEFT = 1;

    /** The one above did. */
    private static final int ABOVE = 2;

    private static final int SITUATIONS = 8;

    /** Levels that share models where a pattern is guessed. */
    private static final int PATTERN_LEVELS = 5;

    private final int[][] planes;
    private final int width;
    private final int depth;
    private final int levels;
    private final JointRows rows;
    /** For each plane its situations, for each of them its levels. */
    private final SymbolModels models;

    private final int situations;
    /** For each plane its contexts. */
    private final int[] bias;

    /** For each plane; none in photographs. */
    private final PlanePatterns[] patterns;

    /** @param drawn whether pixels are copied, and patterns remembered */
    JointCoder(Samples s, boolean drawn) {
        planes = s.planes();
        width = s.width();
        depth = s.depth();
        levels = PlaneCoder.levels(depth);
        rows = new JointRows(width, planes.length);
        situations = SITUATIONS + (drawn ? PlanePatterns.CONFIDENCES : 0);
        models = new SymbolModels(initial());
        bias = new int[planes.length * CONTEXTS];
        patterns = new PlanePatterns[drawn ? planes.length : 0];
        Arrays.setAll(patterns, p -> new PlanePatterns(depth, planes.length));
    }

    private int[][] initial() {
        int[][] guessed = PlaneCoder.initial(depth);
        int[] sure = sure(depth);
        int[][] initial = new int[planes.length * situations * levels][];
        Arrays.setAll(initial, i -> i / levels % situations < SITUATIONS ? guessed[i % levels] : sure);
        return initial;
    }

    /** Nearly always 0, or else 1 off. */
    private static int[] sure(int depth) {
        int[] initial = new int[ResidualCode.tokens(depth)];
        Arrays.fill(initial, 1);
        initial[0] = 32;
        initial[1] = initial[2] = 4;
        return initial;
    }

    @Override
    public void nextRow() {
        rows.next();
    }

    @Override
    public void row(Coding coding, int from) throws CorruptStreamException {
        pixels(coding, from, 0, width);
    }

    @Override
    public void pixel(Coding coding, int from, int x) throws CorruptStreamException {
        pixels(coding, from, x, x + 1);
    }

    private void pixels(Coding coding, int from, int begin, int end) throws CorruptStreamException {
        int[][] planes = this.planes;
        int count = planes.length;
        int max = (1 << depth) - 1;
        int scale = depth - 8;
        int top = levels - 1;
        int[] row = rows.row();
        int[] above = rows.above();
        int[] above2 = rows.above2();
        int[] errors = rows.errors();
        int[] activities = rows.activity();
        int[] leans = rows.lean();
        int[] bias = this.bias;
        SymbolModels models = this.models;
        for (int x = begin, i = rows.place(begin); x < end; x++) {
            int other = 0;
            int same = 0;
            int all = LEFT | ABOVE;
            for (int p = 0; p < count; p++, i++) {
                int w = row[i - count];
                int n = above[i];
                int nw = above[i - count];
                int ne = above[i + count];
                int ww = row[i - 2 * count];
                int nn = above2[i];
                int horizontal = Math.abs(w - ww);
                int vertical = Math.abs(w - nw);

                int gap = PlaneCoder.gap(w, n, nw, ne, leans[i] + vertical - horizontal >> scale);
                int activity = activities[i] + horizontal + vertical + 2 * errors[i - count] + 3 * Math.abs(other) >> 1;
                int level = PlaneCoder.level(activity);
                int calm = Math.min(7, level >> 1);
                int context = p * CONTEXTS
                        + ((other >> 31 & 2 | -other >>> 31) << 9
                                | (gap - nn >>> 31) << 8
                                | (gap - ww >>> 31) << 7
                                | (gap - ne >>> 31) << 6
                                | (gap - nw >>> 31) << 5
                                | (gap - w >>> 31) << 4
                                | (gap - n >>> 31) << 3
                                | calm);
                int mean = bias[context];
                int feedback = mean + (1 << BIAS_BITS - 1) >> BIAS_BITS;
                int prediction = Math.max(0, Math.min(max, gap + feedback));
                int situation = matches(prediction, w, n);
                int learns = -1;
                if (same != 0) {
                    prediction = (same & LEFT) != 0 ? w : n;
                    situation = w == n ? 7 : 3 + same;
                    learns = 0;
                }
                if (patterns.length > 0) {
                    int sure = patterns[p].find(row, above, above2, i, calm);
                    if (sure >= 0) {
                        prediction = n + patterns[p].guess() & max;
                        situation = SITUATIONS + sure;
                        level /= PATTERN_LEVELS;
                        learns = 0;
                    }
                }
                int[] plane = planes[p];
                int residual = ResidualCode.code(
                        coding,
                        models,
                        (p * situations + situation) * levels + Math.min(top, level),
                        ResidualCode.wrap(plane[from + x] - prediction, depth));
                int sample = prediction + residual & max;
                plane[from + x] = sample;
                row[i] = sample;
                errors[i] = Math.abs(residual);
                bias[context] = mean + (residual & learns);
                if (patterns.length > 0) {
                    patterns[p].learn(sample - n & max);
                }
                other = residual;
                all &= matches(sample, w, n);
                same = all;
            }
        }
    }

    /** Which of the two a sample equals, {@link #LEFT} and {@link #ABOVE}: samples are not negative. */
    private static int matches(int sample, int left, int above) {
        return (sample ^ left) - 1 >>> 31 | (sample ^ above) - 1 >>> 31 << 1;
    }

    @Override
    public void copy(int from, int x, int place) {
        int[] row = rows.row();
        int[] above = rows.above();
        int max = (1 << depth) - 1;
        for (int p = 0, i = rows.place(x); p < planes.length; p++, i++) {
            int value = planes[p][place];
            planes[p][from + x] = value;
            row[i] = value;
            rows.errors()[i] = 0;
            patterns[p].find(row, above, rows.above2(), i, 0);
            patterns[p].learn(value - above[i] & max);
        }
    }
}
