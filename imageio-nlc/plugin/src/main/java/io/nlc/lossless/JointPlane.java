package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModel;
import java.util.Arrays;

/** Codes the samples of one plane of a block whose planes are coded jointly, see {@link JointCoder}. */
final class JointPlane {

    /*
     * Predicts as PlaneCoder does, and knows three things more:
     *
     * 1. Whether in all planes before, at this pixel, the sample to the left or above came again. Then it likely does
     *    here: colours of pictures repeat as a whole, and where a camera or a conversion uses a part of all colours, far
     *    more often than their planes let expect. The prediction is that sample.
     * 2. Whether the prediction of the plane before was too high or too low, for the error feedback.
     * 3. Whether the prediction equals a neighbour, which are more likely than the values between them.
     *
     * Each of these situations has models of its own at each level of activity, which are made when they are needed: most
     * blocks see a part of them. In drawings a memory of patterns (PlanePatterns) comes before all that where it is
     * trusted.
     */

    private static final int MARGIN = 3;
    private static final int BIAS_BITS = 6;

    /** The sample to the left came again. */
    static final int LEFT = 1;

    /** The one above did. */
    static final int ABOVE = 2;

    private static final int SITUATIONS = 8;

    /** Levels that share models where a pattern is guessed. */
    private static final int PATTERN_LEVELS = 5;

    private final int width;
    private final int depth;
    private final int max;
    private final int scale;
    private final int levels;
    private final SymbolModel[] models;
    private final int[] bias = new int[3 * 64 * 8];
    private final PlanePatterns patterns;
    private int[] above2;
    private int[] above;
    private int[] row;
    private int[] errorsAbove;
    private int[] errors;
    private int residual;
    private int match;

    /** @param drawn whether there is a memory of patterns */
    JointPlane(int width, int depth, boolean drawn) {
        this.width = width;
        this.depth = depth;
        this.max = (1 << depth) - 1;
        this.scale = depth - 8;
        this.levels = depth == 8 ? 20 : 36;
        this.models = new SymbolModel[(SITUATIONS + PlanePatterns.CONFIDENCES) * levels];
        this.patterns = drawn ? new PlanePatterns(depth) : null;
        above2 = new int[width + 2 * MARGIN];
        above = new int[width + 2 * MARGIN];
        row = new int[width + 2 * MARGIN];
        errorsAbove = new int[width + 2 * MARGIN];
        errors = new int[width + 2 * MARGIN];
    }

    /** Goes to the next row. */
    void nextRow() {
        int[] oldest = above2;
        above2 = above;
        above = row;
        row = oldest;
        Arrays.fill(above, MARGIN + width, above.length, above[MARGIN + width - 1]);
        Arrays.fill(row, 0, MARGIN, above[MARGIN]);
        int[] old = errorsAbove;
        errorsAbove = errors;
        errors = old;
        errors[MARGIN - 1] = errorsAbove[MARGIN];
    }

    /**
     * Codes the sample of column x.
     *
     * @param other {@link #residual} of the plane before this one, or 0
     * @param same {@link #match} of all planes before this one, or 0
     */
    int code(Coding coding, int x, int value, int other, int same) throws CorruptStreamException {
        int i = x + MARGIN;
        int w = row[i - 1];
        int n = above[i];
        int nw = above[i - 1];
        int ne = above[i + 1];
        int ww = row[i - 2];
        int nn = above2[i];
        int horizontal = Math.abs(w - ww) + Math.abs(n - nw) + Math.abs(n - ne);
        int vertical = Math.abs(w - nw) + Math.abs(n - nn) + Math.abs(ne - above2[i + 1]);

        int gap = PlaneCoder.gap(w, n, nw, ne, vertical - horizontal >> scale);
        int activity =
                horizontal + vertical + 2 * errors[i - 1] + errorsAbove[i] + errorsAbove[i + 1] + 3 * Math.abs(other);
        int level = PlaneCoder.level(activity >> 1);
        int context = (other >> 31 & 2 | -other >>> 31) << 9
                | (gap - nn >>> 31) << 8
                | (gap - ww >>> 31) << 7
                | (gap - ne >>> 31) << 6
                | (gap - nw >>> 31) << 5
                | (gap - w >>> 31) << 4
                | (gap - n >>> 31) << 3
                | Math.min(7, level >> 1);
        int feedback = bias[context] + (1 << BIAS_BITS - 1) >> BIAS_BITS;
        int prediction = Math.max(0, Math.min(max, gap + feedback));
        int situation = (prediction == w ? 1 : 0) | (prediction == n ? 2 : 0);
        int learns = -1;
        if (same != 0) {
            prediction = (same & LEFT) != 0 ? w : n;
            situation = w == n ? 7 : 3 + same;
            learns = 0;
        }
        int sure = patterns == null ? -1 : patterns.find(row, above, above2, i, Math.min(7, level >> 1));
        if (sure >= 0) {
            prediction = n + patterns.guess() & max;
            situation = SITUATIONS + sure;
            level /= PATTERN_LEVELS;
            learns = 0;
        }
        residual = ResidualCode.code(
                coding, model(situation, Math.min(levels - 1, level)), ResidualCode.wrap(value - prediction, depth));
        int decoded = prediction + residual & max;
        bias[context] += residual & learns;
        row[i] = decoded;
        errors[i] = Math.abs(residual);
        match = (decoded == w ? 1 : 0) | (decoded == n ? 2 : 0);
        if (patterns != null) {
            patterns.learn(decoded - n & max);
        }
        return decoded;
    }

    /** Takes the sample of column x from elsewhere. */
    void skip(int x, int value) {
        int i = x + MARGIN;
        row[i] = value;
        errors[i] = 0;
        patterns.find(row, above, above2, i, 0);
        patterns.learn(value - above[i] & max);
    }

    /** What the last sample was more than its prediction, in {@code -2^(depth-1)..2^(depth-1)-1}. */
    int residual() {
        return residual;
    }

    /** Whether the last sample was the one to its left, 1, and the one above, 2. */
    int match() {
        return match;
    }

    private SymbolModel model(int situation, int level) {
        int number = situation * levels + level;
        SymbolModel model = models[number];
        if (model == null) {
            model = new SymbolModel(situation < SITUATIONS ? PlaneCoder.initial(level, depth) : sure(depth));
            models[number] = model;
        }
        return model;
    }

    /** Nearly always 0, or else 1 off. */
    private static int[] sure(int depth) {
        int[] initial = new int[ResidualCode.tokens(depth)];
        Arrays.fill(initial, 1);
        initial[0] = 32;
        initial[1] = initial[2] = 4;
        return initial;
    }
}
