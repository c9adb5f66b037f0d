package io.nlc.entropy;

import java.util.Arrays;

/**
 * Probabilities of bits in a number of contexts, each of which follows the bits coded in it. Encoder and decoder keep
 * one each, in step. Not for use by several threads.
 */
public final class BitModels {

    /*
     * A shift register's exponential forgetting, as in LZMA's coder, with a rate that falls from 1/2 to 1/128: the
     * first bits of a context count as in an average over all of them.
     */

    private static final int SLOWEST = 7;

    private final int[] one;
    private final byte[] rate;

    /** So many contexts, in which nothing was seen. */
    public BitModels(int contexts) {
        one = new int[contexts];
        rate = new byte[contexts];
        Arrays.fill(one, RangeEncoder.BIT_FREQUENCY);
        Arrays.fill(rate, (byte) 4);
    }

    /** Codes a bit, 0 or 1, and learns from it. */
    public void encode(RangeEncoder out, int context, int bit) {
        int p = one[context];
        if (bit != 0) {
            out.encode(0, p);
        } else {
            out.encode(p, RangeEncoder.TOTAL - p);
        }
        learn(context, bit);
    }

    /** Decodes a bit, 0 or 1, and learns from it. */
    public int decode(RangeDecoder in, int context) throws CorruptStreamException {
        int bit = in.decodeBit(one[context]);
        learn(context, bit);
        return bit;
    }

    private void learn(int context, int bit) {
        int quarters = rate[context];
        int shift = quarters >> 2;
        int p = one[context];
        one[context] = bit != 0 ? p + (RangeEncoder.TOTAL - p >> shift) : p - (p >> shift);
        if (quarters < 4 * SLOWEST) {
            // Of the n-th octave of samples the rate is 1/n or so; four steps an octave are near enough.
            rate[context] = (byte) (quarters + (quarters < 12 ? 2 : 1));
        }
    }
}
