package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModels;
import java.util.Arrays;

/** Codes the samples of one plane by what a prediction from the samples above and to the left misses. */
final class PlaneCoder {

    /*
     * After Wu and Memon's CALIC ("Context-based, adaptive, lossless image coding", IEEE Trans. Comm. 45(4), 1997),
     * with what its time costs removed:
     *
     * 1. The gradient-adjusted prediction (GAP, section III) leans to the left or upper sample, the more the gradients
     *    say that an edge runs that way.
     * 2. In each of 512 contexts of texture and activity the mean error is followed and taken off (error feedback,
     *    section V), here by exponential forgetting, which needs no division.
     * 3. What is left, modulo 2^depth, is folded to 0, -1, 1, -2, ... -> 0, 1, 2, 3, ..., and coded as a token and bits
     *    under it by a model of its own for each level of activity: gradients and the errors made nearby, in this plane
     *    and in the one coded before it at the same place.
     *
     * A token is the value itself below 16, else the exponent with two bits of mantissa; the bits below are nearly
     * equiprobable and coded as such.
     *
     * Rows have a margin of two samples at either side. Before the first row lie zeros, to the left of a row the sample
     * above its first, to the right of it its last.
     */

    private static final int MARGIN = 2;
    private static final int BIAS_BITS = 6;

    /** By the magnitude of the lean, which is at most three differences of 8 bits. */
    private static final byte[] WEIGHTS = new byte[1 << 10];

    /** By the activity, where it is that of 8 bits: the next symbol waits for it, and a read takes less time. */
    private static final byte[] LEVELS = new byte[1 << 12];

    static {
        for (int lean = 0; lean < WEIGHTS.length; lean++) {
            WEIGHTS[lean] = (byte) (lean > 80 ? 4 : lean > 32 ? 2 : lean > 8 ? 1 : 0);
        }
        for (int activity = 0; activity < LEVELS.length; activity++) {
            LEVELS[activity] = (byte) octaves(activity);
        }
    }

    private final int width;
    private final int depth;
    private final int max;
    private final int scale;
    private final int levels;
    private final SymbolModels models;
    private final int[] bias = new int[64 * 8];
    private int[] above2;
    private int[] above;
    private int[] row;
    private int[] errorsAbove;
    private int[] errors;

    PlaneCoder(int width, int depth) {
        this.width = width;
        this.depth = depth;
        this.max = (1 << depth) - 1;
        this.scale = depth - 8;
        this.levels = levels(depth);
        this.models = new SymbolModels(initial(depth));
        above2 = new int[width + 2 * MARGIN];
        above = new int[width + 2 * MARGIN];
        row = new int[width + 2 * MARGIN];
        errorsAbove = new int[width + 2 * MARGIN];
        errors = new int[width + 2 * MARGIN];
    }

    /** Initial weights of each level, from 0. */
    static int[][] initial(int depth) {
        int[][] initial = new int[levels(depth)][];
        Arrays.setAll(initial, level -> initial(level, depth));
        return initial;
    }

    /** How many levels of activity samples of a depth have models of their own for. */
    static int levels(int depth) {
        return depth == 8 ? 20 : 36;
    }

    /** A guess at a Laplacian whose width the level tells. */
    private static int[] initial(int level, int depth) {
        int[] initial = new int[ResidualCode.tokens(depth)];
        for (int t = 0; t < initial.length; t++) {
            int octave = t < ResidualCode.DIRECT ? (t + 1) / 2 : 8 + (t - ResidualCode.DIRECT) / 2;
            initial[t] = Math.max(1, 24 >> Math.min(5, octave * 4 / (level + 2)));
        }
        return initial;
    }

    /** Goes to the next row. */
    void nextRow() {
        int[] oldest = above2;
        above2 = above;
        above = row;
        row = oldest;
        Arrays.fill(above, MARGIN + width, above.length, above[MARGIN + width - 1]);
        row[0] = row[1] = above[MARGIN];
        int[] old = errorsAbove;
        errorsAbove = errors;
        errors = old;
        errors[MARGIN - 1] = errorsAbove[MARGIN];
    }

    /** Codes the sample of column x. @param other what {@link #error} says of the plane before this one, or 0 */
    int code(Coding coding, int x, int value, int other) throws CorruptStreamException {
        int i = x + MARGIN;
        int w = row[i - 1];
        int n = above[i];
        int nw = above[i - 1];
        int ne = above[i + 1];
        int ww = row[i - 2];
        int nn = above2[i];
        int horizontal = Math.abs(w - ww) + Math.abs(n - nw) + Math.abs(n - ne);
        int vertical = Math.abs(w - nw) + Math.abs(n - nn) + Math.abs(ne - above2[i + 1]);

        int prediction = gap(w, n, nw, ne, vertical - horizontal >> scale);
        int activity = horizontal + vertical + 2 * errors[i - 1] + errorsAbove[i] + errorsAbove[i + 1] + 3 * other;
        int level = level(activity >> 1);
        int texture = (prediction - n >>> 31)
                | (prediction - w >>> 31) << 1
                | (prediction - nw >>> 31) << 2
                | (prediction - ne >>> 31) << 3
                | (prediction - ww >>> 31) << 4
                | (prediction - nn >>> 31) << 5;
        int context = texture << 3 | Math.min(7, level >> 1);
        int mean = bias[context];
        int feedback = mean + (1 << BIAS_BITS - 1) >> BIAS_BITS;
        prediction = Math.max(0, Math.min(max, prediction + feedback));

        int residual = ResidualCode.code(
                coding, models, Math.min(levels - 1, level), ResidualCode.wrap(value - prediction, depth));
        int decoded = prediction + residual & max;
        bias[context] = mean + residual;
        row[i] = decoded;
        errors[i] = Math.abs(residual);
        return decoded;
    }

    /** Takes the sample of column x from elsewhere. */
    void skip(int x, int value) {
        row[x + MARGIN] = value;
        errors[x + MARGIN] = 0;
    }

    /** How far the prediction of column x was off. */
    int error(int x) {
        return errors[x + MARGIN];
    }

    /** The thresholds 8, 32 and 80 of CALIC, as a table: jumps that depend on the picture are what takes most time. */
    static int gap(int w, int n, int nw, int ne, int lean) {
        int middle = 2 * (w + n) + ne - nw >> 2;
        int sign = lean >> 31;
        int towards = w + (n - w & sign);
        return middle + ((towards - middle) * WEIGHTS[(lean ^ sign) - sign & WEIGHTS.length - 1] >> 2);
    }

    /** 0, 1, 2, then two levels an octave. */
    static int level(int activity) {
        return activity < LEVELS.length ? LEVELS[activity] : octaves(activity);
    }

    private static int octaves(int activity) {
        int octave = 31 - Integer.numberOfLeadingZeros(activity + 2);
        return 2 * octave + (activity + 2 >> octave - 1 & 1) - 2;
    }
}
