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

    private static final int WEIGHTS = 93_600;
    private static final int RATE = 6;
    private static final int ALWAYS = 256;

    static {
        for (int n = 0; n < PACE.length; n++) {
            PACE[n] = 655_360 / (10 * n + 16);
        }
    }

    private final int[][] slots;
    private final int[] at;
    private final int[] inputs;
    private final Mixer[] mixers;
    private final int[] selected = new int[2];
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
        int[] weights = new int[inputs.length];
        Arrays.fill(weights, WEIGHTS / slots.length);
        mixers = new Mixer[] {new Mixer(first, weights, RATE), new Mixer(second, weights, RATE)};
    }

    /** Says which context of a kind the next bits are in. */
    public void context(int kind, int context) {
        at[kind] = context;
    }

    /** Says which sets of weights the next bits are coded with. */
    public void select(int first, int second) {
        selected[0] = first;
        selected[1] = second;
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
        for (int i = 0; i < 2; i++) {
            sums[i] = mixers[i].sum(selected[i], inputs);
        }
        return Logistic.squash(sums[0] + sums[1] >> 1);
    }

    private void learn(int bit) {
        for (int i = 0; i < 2; i++) {
            mixers[i].train(selected[i], inputs, sums[i], bit);
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
