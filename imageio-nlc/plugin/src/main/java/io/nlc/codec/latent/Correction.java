package io.nlc.codec.latent;

import io.nlc.entropy.Logistic;
import io.nlc.entropy.MixtureCoder;

/**
 * Learns, while the symbols of a tile are coded, how far the networks' word can be trusted that a symbol is the
 * likeliest one. Encoder and decoder keep one each, in step. Integers only. Not for use by several threads.
 */
final class Correction {

    /*
     * Networks are trained on many pictures and know nothing of this one but its hyper-latent and, with a context
     * model, its nearest symbols. What they say is therefore corrected by what was seen of this tile, as compressors of
     * the PAQ family correct what their models say (Mahoney, "Adaptive weighing of context models for lossless data
     * compression", 2005; secondary symbol estimation): the probability that a symbol is not the candidate, stretched
     * to the logarithm of its odds, is mixed with
     *
     *   around   how much more there was than expected at the eight neighbours in the same channel, as far as coded
     *   here     how much more often than expected symbols of other channels at this position were not the candidate
     *
     * by two sets of weights, one of the channel and one of the probability itself, that learn from each symbol:
     *
     *     p = squash((sum w x + sum v x) / 2),   w += rate x (bit - squash(sum w x))
     *
     * At first they take the networks at their word and lean a little on both sums. Which value it is if it is not the
     * candidate stays as the networks say. What is hardly ever the candidate is left alone, and so are symbols that
     * leave no doubt.
     */

    /** Symbols with more doubt are left alone: 5/8. */
    private static final int MOST_DOUBT = 40_960;

    private static final int INPUTS = 4;
    private static final int[] FIRST = {1 << 16, 7168, 9216, 0};
    private static final int WEIGHT_BITS = 16;
    private static final int WEIGHT_LIMIT = 1 << 20;
    private static final int RATE = 10;
    private static final int RATE_SHIFT = 18;
    private static final int ALWAYS = 64;

    /** Sets of weights for probabilities: one for each factor of sqrt(e) in the odds. */
    private static final int GRADES = 32;

    private static final int GRADE_SHIFT = 7;

    private final int channels;
    private final int height;
    private final int width;
    /** In 1/4096, channel by channel, with a border all around. */
    private final short[] surprise;
    /** In 1/65536, by position. */
    private final int[] here;

    private final int[] weights;
    private final int[] inputs = new int[INPUTS];

    private int place;
    private int position;
    private int asked;
    private int ofChannel;
    private int ofGrade;
    private int sumOfChannel;
    private int sumOfGrade;

    /** One that has seen nothing of a latent of so many symbols. */
    Correction(int channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.surprise = new short[channels * (height + 2) * (width + 2)];
        this.here = new int[height * width];
        this.weights = new int[(channels + GRADES) * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = FIRST[i % INPUTS];
        }
        inputs[INPUTS - 1] = ALWAYS;
    }

    /**
     * Corrects the distribution of the next symbol.
     *
     * @param index of the symbol, by channel, row and column
     */
    void correct(int index, MixtureCoder.Distribution distribution) {
        asked = 0;
        if (distribution.deterministic() || distribution.doubt() > MOST_DOUBT) {
            return;
        }
        asked = distribution.doubt();
        int channel = index / here.length;
        position = index % here.length;
        int across = width + 2;
        place = (channel * (height + 2) + position / width + 1) * across + position % width + 1;
        int grade = Logistic.stretchFine(asked >> 2);
        inputs[0] = grade;
        inputs[1] = Logistic.clip(around(across) >> 4);
        inputs[2] = Logistic.clip(here[position] >> 6);
        ofChannel = channel * INPUTS;
        ofGrade = (channels + (grade + Logistic.LIMIT + 1 >> GRADE_SHIFT)) * INPUTS;
        sumOfChannel = sum(ofChannel);
        sumOfGrade = sum(ofGrade);
        distribution.correct(Logistic.squash(sumOfChannel + sumOfGrade >> 1));
    }

    private int around(int across) {
        return 2 * (surprise[place - 1] + surprise[place + 1] + surprise[place - across] + surprise[place + across])
                + surprise[place - across - 1]
                + surprise[place - across + 1]
                + surprise[place + across - 1]
                + surprise[place + across + 1];
    }

    private int sum(int set) {
        long sum = 0;
        for (int i = 0; i < INPUTS; i++) {
            sum += (long) inputs[i] * weights[set + i];
        }
        return Logistic.clip(sum >> WEIGHT_BITS);
    }

    /**
     * Learns what the symbol is that was corrected last, if it was.
     *
     * @param value of the symbol
     * @param candidate of its distribution
     */
    void learn(int value, int candidate) {
        if (asked == 0) {
            return;
        }
        int missed = value == candidate ? 0 : 1;
        train(ofChannel, sumOfChannel, missed);
        train(ofGrade, sumOfGrade, missed);
        int distance = missed == 0 ? 0 : Math.abs(value - candidate) == 1 ? 1 : 2;
        surprise[place] = (short) ((distance << 12) - (asked >> 4));
        int now = here[position] + ((missed << 16) - asked >> 2);
        here[position] = now - (now >> 5);
    }

    private void train(int set, int sum, int missed) {
        long step = RATE * ((missed << 16) - Logistic.squash(sum));
        for (int i = 0; i < INPUTS; i++) {
            int moved = weights[set + i] + (int) (inputs[i] * step + (1 << RATE_SHIFT - 1) >> RATE_SHIFT);
            weights[set + i] = Math.max(-WEIGHT_LIMIT, Math.min(WEIGHT_LIMIT, moved));
        }
    }
}
