package io.nlc.entropy;

import java.util.Arrays;

/**
 * The hyper-latent's model: for each channel one fixed table of 16-bit frequencies (Ball&eacute; et al. 2018, section
 * 6.1, after training). Immutable.
 */
public final class FactorizedPrior {
    /** Above this frequency a value is certain enough not to be coded at all. */
    static final int SURE = RangeEncoder.TOTAL - 16;

    private final int[] lo;
    private final int[][] cumulative;
    /** Index of the value that needs no coding, or -1. */
    private final int[] deterministic;

    /**
     * @param lo smallest value of each channel's table
     * @param frequencies for each channel the frequencies of {@code lo, lo + 1, ...} and last of the escape; at least
     *     two entries, all at least 1, with the sum 65536
     * @throws IllegalArgumentException if they are not; the message names the channel
     */
    public FactorizedPrior(int[] lo, int[][] frequencies) {
        if (lo.length != frequencies.length) {
            throw new IllegalArgumentException("lo has " + lo.length + " channels, frequencies " + frequencies.length);
        }
        this.lo = lo.clone();
        this.cumulative = new int[lo.length][];
        this.deterministic = new int[lo.length];
        for (int c = 0; c < lo.length; c++) {
            cumulative[c] = accumulate(c, lo[c], frequencies[c]);
            deterministic[c] = -1;
            for (int i = 0; i < frequencies[c].length - 1; i++) {
                if (frequencies[c][i] > SURE) {
                    deterministic[c] = i;
                }
            }
        }
    }

    private static int[] accumulate(int channel, int lo, int[] frequencies) {
        int n = frequencies.length;
        if (n < 2 || n > RangeEncoder.TOTAL || (long) lo + n - 2 > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("channel " + channel + ": " + n + " frequencies from " + lo);
        }
        int[] cumulative = new int[n + 1];
        for (int i = 0; i < n; i++) {
            if (frequencies[i] < 1 || frequencies[i] > RangeEncoder.TOTAL - cumulative[i]) {
                throw new IllegalArgumentException("channel " + channel + ": frequency " + frequencies[i] + " at " + i);
            }
            cumulative[i + 1] = cumulative[i] + frequencies[i];
        }
        if (cumulative[n] != RangeEncoder.TOTAL) {
            throw new IllegalArgumentException(
                    "channel " + channel + ": frequencies sum to " + cumulative[n] + ", not 65536");
        }
        return cumulative;
    }

    /** Number of channels. */
    public int channels() {
        return lo.length;
    }

    /**
     * Codes any value.
     *
     * @return the value a decoder will see: {@code value}, but in a channel whose table leaves no doubt always that
     *     table's one value
     */
    public int code(RangeEncoder out, int channel, int value) {
        if (deterministic[channel] >= 0) {
            return lo[channel] + deterministic[channel];
        }
        int[] table = cumulative[channel];
        int slot = slot(channel, value);
        out.encode(table[slot], table[slot + 1] - table[slot]);
        if (slot == table.length - 2) {
            EscapeCode.encode(out, lo[channel], hi(channel), value);
        }
        return value;
    }

    /** Decodes one value; reads nothing in a channel whose table leaves no doubt. */
    public int decode(RangeDecoder in, int channel) throws CorruptStreamException {
        if (deterministic[channel] >= 0) {
            return lo[channel] + deterministic[channel];
        }
        int[] table = cumulative[channel];
        int found = Arrays.binarySearch(table, in.target());
        int slot = found >= 0 ? found : -found - 2;
        in.consume(table[slot], table[slot + 1] - table[slot]);
        return slot == table.length - 2 ? EscapeCode.decode(in, lo[channel], hi(channel)) : lo[channel] + slot;
    }

    /** Cost of a value in bits by this model: 0 where nothing is coded. */
    public double bits(int channel, int value) {
        if (deterministic[channel] >= 0) {
            return 0;
        }
        int[] table = cumulative[channel];
        int slot = slot(channel, value);
        double bits = MixtureCoder.bitsOf(table[slot + 1] - table[slot]);
        return slot == table.length - 2 ? bits + EscapeCode.bits(lo[channel], hi(channel), value) : bits;
    }

    private int slot(int channel, int value) {
        int escape = cumulative[channel].length - 2;
        long slot = (long) value - lo[channel];
        return slot >= 0 && slot < escape ? (int) slot : escape;
    }

    private int hi(int channel) {
        return lo[channel] + cumulative[channel].length - 3;
    }
}
