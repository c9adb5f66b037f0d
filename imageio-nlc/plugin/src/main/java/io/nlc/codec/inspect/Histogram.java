package io.nlc.codec.inspect;

import java.util.Arrays;

/**
 * How often each value is a channel's symbol, and how often the entropy model expected it. The first entry also counts
 * all values below it and the last all above it, so both arrays add up to the channel's positions. Values at both ends
 * that hardly occur and were hardly expected are left out in this way, as are all beyond +-{@value #REACH}.
 *
 * @param first value of the first entry
 * @param counts of {@code first, first + 1, ...}; a copy, as is the next
 * @param expected of the same values: the sum of the probabilities that the coder's tables gave to the value at each
 *     position; a deterministic symbol, which is not coded, counts as 1
 */
public record Histogram(int first, long[] counts, double[] expected) {

    /** Values of greater magnitude are never told apart. */
    public static final int REACH = 64;

    /** Fewer than this is hardly any. */
    private static final double HARDLY = 0.01;

    public Histogram {
        if (counts.length != expected.length || counts.length == 0) {
            throw new IllegalArgumentException("counts and expected must be equally long and not empty, not "
                    + counts.length + " and " + expected.length);
        }
        counts = counts.clone();
        expected = expected.clone();
    }

    /** Leaves out at both ends what does not matter. */
    static Histogram trimmed(int first, long[] counts, double[] expected) {
        double[] sums = expected.clone();
        int from = 0;
        int to = counts.length - 1;
        while (from < to && counts[from] == 0 && sums[from] < HARDLY) {
            sums[from + 1] += sums[from++];
        }
        while (to > from && counts[to] == 0 && sums[to] < HARDLY) {
            sums[to - 1] += sums[to--];
        }
        return new Histogram(
                first + from, Arrays.copyOfRange(counts, from, to + 1), Arrays.copyOfRange(sums, from, to + 1));
    }

    @Override
    public long[] counts() {
        return counts.clone();
    }

    @Override
    public double[] expected() {
        return expected.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Histogram h
                && first == h.first
                && Arrays.equals(counts, h.counts)
                && Arrays.equals(expected, h.expected);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * first + Arrays.hashCode(counts)) + Arrays.hashCode(expected);
    }
}
