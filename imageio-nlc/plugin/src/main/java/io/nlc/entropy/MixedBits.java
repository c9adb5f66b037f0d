package io.nlc.entropy;

import java.util.Arrays;

/**
 * Probabilities of bits that several contexts have an opinion on at once. What each says is weighed by how well it was
 * right before. Encoder and decoder keep one each, in step. Integers only. Not for use by several threads.
 */
public final class MixedBits {

    /*
     * Logistic mixing as in Mahoney's PAQ ("Adaptive weighing of context models for lossless data compression", 2005),
     * all of it in integers. A context keeps the probability of a one (22 bits) and how often it was seen (10 bits),
     * and moves by 1/n or so, later by 1/256. Probabilities are mixed as logarithms of odds ("stretched", 256 for a
     * factor of e),
     *
     *     p = squash((sum w x + sum v x) / 2),
     *
     * with two sets of weights w and v, each chosen among its own by a selector, and each trained on its own to make
     * the code shorter: w += rate x (bit - squash(sum w x)). A last x that is always 1 takes care of what is wrong all
     * over.
     */

    private static final int COUNT_BITS = 10;
    private static final int PROBABILITY_BITS = 22;
    private static final int MOST_SEEN = 255;
    private static final int[] PACE = new int[MOST_SEEN + 1];

    private static final int WEIGHT_BITS = 16;
    private static final int WEIGHTS = 93_600;
    private static final int WEIGHT_LIMIT = 1 << 20;
    private static final int RATE = 6;
    private static final int RATE_SHIFT = 18;
    private static final int ALWAYS = 256;

    static {
        for (int n = 0; n < PACE.length; n++) {
            PACE[n] = 655_360 / (10 * n + 16);
        }
    }

    private final int[][] slots;
    private final int[] at;
    private final int[] inputs;
    private final int[][] weights;
    private final int[] from = new int[2];
    private final int[] sums = new int[2];

    /**
     * Models that have seen nothing.
     *
     * @param contexts number of contexts of each kind
     * @param first number of sets of weights of the first selector
     * @param second of the second
     */
    public MixedBits(int[] contexts, int first, int second) {
        slots = new int[contexts.length][];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new int[contexts[i]];
            Arrays.fill(slots[i], 1 << PROBABILITY_BITS - 1 << COUNT_BITS);
        }
        at = new int[slots.length];
        inputs = new int[slots.length + 1];
        inputs[slots.length] = ALWAYS;
        weights = new int[][] {new int[first * inputs.length], new int[second * inputs.length]};
        for (int[] w : weights) {
            Arrays.fill(w, WEIGHTS / slots.length);
        }
    }

    /** Says which context of a kind the next bits are in. */
    public void context(int kind, int context) {
        at[kind] = context;
    }

    /** Says which sets of weights the next bits are coded with. */
    public void select(int first, int second) {
        from[0] = first * inputs.length;
        from[1] = second * inputs.length;
    }

    /** Codes a bit, 0 or 1, and learns from it. */
    public void encode(RangeEncoder out, int bit) {
        int p = mix();
        if (bit != 0) {
            out.encode(0, p);
        } else {
            out.encode(p, RangeEncoder.TOTAL - p);
        }
        learn(bit);
    }

    /** Decodes a bit, 0 or 1, and learns from it. */
    public int decode(RangeDecoder in) throws CorruptStreamException {
        int bit = in.decodeBit(mix());
        learn(bit);
        return bit;
    }

    private int mix() {
        for (int i = 0; i < slots.length; i++) {
            inputs[i] = Logistic.stretch(slots[i][at[i]] >>> 32 - 12);
        }
        for (int set = 0; set < 2; set++) {
            int[] w = weights[set];
            int o = from[set];
            long sum = 0;
            for (int i = 0; i < inputs.length; i++) {
                sum += (long) inputs[i] * w[o + i];
            }
            sums[set] = Logistic.clip(sum >> WEIGHT_BITS);
        }
        return Logistic.squash(sums[0] + sums[1] >> 1);
    }

    private void learn(int bit) {
        for (int set = 0; set < 2; set++) {
            int[] w = weights[set];
            int o = from[set];
            long miss = RATE * ((bit << RangeEncoder.TOTAL_BITS) - Logistic.squash(sums[set]));
            for (int i = 0; i < inputs.length; i++) {
                int moved = w[o + i] + (int) (inputs[i] * miss + (1 << RATE_SHIFT - 1) >> RATE_SHIFT);
                w[o + i] = Math.max(-WEIGHT_LIMIT, Math.min(WEIGHT_LIMIT, moved));
            }
        }
        int goal = bit == 0 ? 0 : (1 << PROBABILITY_BITS) - 1;
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i][at[i]];
            int seen = slot & (1 << COUNT_BITS) - 1;
            int p = slot >>> COUNT_BITS;
            p += (int) ((long) (goal - p) * PACE[seen] >> 16);
            slots[i][at[i]] = p << COUNT_BITS | Math.min(MOST_SEEN, seen + 1);
        }
    }
}
