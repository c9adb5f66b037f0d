package io.nlc.entropy;

/**
 * Weighs what several inputs, stretched as in {@link Logistic}, say of one bit, and learns how far each is right: sets
 * of weights in 1/65536, one for each situation. Encoder and decoder keep one each, in step. Integers only. Not for use
 * by several threads.
 */
public final class Mixer {

    /*
     * Mahoney, "Adaptive weighing of context models for lossless data compression", 2005: a set of weights w gives the
     * probability squash(sum w x), and is trained by what makes the code shorter,
     *
     *     w += rate x (bit - squash(sum w x))
     *
     * Where two sets are mixed, each is trained by its own sum.
     */

    private static final int WEIGHT_BITS = 16;
    private static final int WEIGHT_LIMIT = 1 << 20;
    private static final int RATE_SHIFT = 18;

    private final int inputs;
    private final int rate;
    private final int[] weights;

    /**
     * Sets that have learnt nothing.
     *
     * @param sets how many, at least 1
     * @param first weights of each set, one for each input, in 1/65536
     * @param rate of learning, in 2^-10 where inputs and probabilities are real numbers: 1 to 16
     */
    public Mixer(int sets, int[] first, int rate) {
        this.inputs = first.length;
        this.rate = rate;
        this.weights = new int[sets * inputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = first[i % inputs];
        }
    }

    /**
     * What a set makes of the inputs.
     *
     * @param x each {@code -LIMIT} to {@code LIMIT} of {@link Logistic}
     * @return the weighed sum, within the same range
     */
    public int sum(int set, int[] x) {
        int from = set * inputs;
        long sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += (long) x[i] * weights[from + i];
        }
        return Logistic.clip(sum >> WEIGHT_BITS);
    }

    /**
     * Learns from a bit.
     *
     * @param x as {@link #sum} had it
     * @param sum what that gave
     * @param bit 0 or 1
     */
    public void train(int set, int[] x, int sum, int bit) {
        int from = set * inputs;
        long step = rate * ((bit << RangeEncoder.TOTAL_BITS) - Logistic.squash(sum));
        for (int i = 0; i < inputs; i++) {
            int moved = weights[from + i] + (int) (x[i] * step + (1 << RATE_SHIFT - 1) >> RATE_SHIFT);
            weights[from + i] = Math.max(-WEIGHT_LIMIT, Math.min(WEIGHT_LIMIT, moved));
        }
    }
}
