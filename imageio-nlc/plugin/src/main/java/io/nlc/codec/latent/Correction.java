package io.nlc.codec.latent;

import io.nlc.entropy.Logistic;
import io.nlc.entropy.Mixer;
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

    private static final int[] FIRST = {1 << 16, 7168, 9216, 0};
    private static final int RATE = 10;
    private static final int ALWAYS = 64;

    /** Sets of weights for probabilities: one for each factor of sqrt(e) in the odds. */
    private static final int GRADES = 32;

    private static final int GRADE_SHIFT = 7;

    private final int height;
    private final int width;
    /** In 1/4096, channel by channel, with a border all around. */
    private final short[] surprise;
    /** In 1/65536, by position. */
    private final int[] here;

    private final Mixer byChannel;
    private final Mixer byGrade = new Mixer(GRADES, FIRST, RATE);
    private final int[] inputs = new int[FIRST.length];

    private int place;
    private int position;
    private int asked;
    private int channel;
    private int grade;
    private int sumOfChannel;
    private int sumOfGrade;

    /** One that has seen nothing of a latent of channels x height x width symbols, each at least 1. */
    Correction(int channels, int height, int width) {
        this.height = height;
        this.width = width;
        this.surprise = new short[channels * (height + 2) * (width + 2)];
        this.here = new int[height * width];
        this.byChannel = new Mixer(channels, FIRST, RATE);
        inputs[3] = ALWAYS;
    }

    /**
     * Corrects the distribution of the next symbol.
     *
     * @param index of the symbol, in channel, row, column order
     * @param distribution as the networks have it; changed, unless the symbol is left alone
     */
    void correct(int index, MixtureCoder.Distribution distribution) {
        asked = 0;
        if (distribution.deterministic() || distribution.doubt() > MOST_DOUBT) {
            return;
        }
        asked = distribution.doubt();
        channel = index / here.length;
        position = index % here.length;
        int across = width + 2;
        place = (channel * (height + 2) + position / width + 1) * across + position % width + 1;
        inputs[0] = Logistic.stretchFine(asked >> 2);
        inputs[1] = Logistic.clip(around(across) >> 4);
        inputs[2] = Logistic.clip(here[position] >> 6);
        grade = inputs[0] + Logistic.LIMIT + 1 >> GRADE_SHIFT;
        sumOfChannel = byChannel.sum(channel, inputs);
        sumOfGrade = byGrade.sum(grade, inputs);
        distribution.correct(Logistic.squash(sumOfChannel + sumOfGrade >> 1));
    }

    private int around(int across) {
        return 2 * (surprise[place - 1] + surprise[place + 1] + surprise[place - across] + surprise[place + across])
                + surprise[place - across - 1]
                + surprise[place - across + 1]
                + surprise[place + across - 1]
                + surprise[place + across + 1];
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
        byChannel.train(channel, inputs, sumOfChannel, missed);
        byGrade.train(grade, inputs, sumOfGrade, missed);
        int distance = missed == 0 ? 0 : Math.abs(value - candidate) == 1 ? 1 : 2;
        surprise[place] = (short) ((distance << 12) - (asked >> 4));
        int now = here[position] + ((missed << 16) - asked >> 2);
        here[position] = now - (now >> 5);
    }
}
