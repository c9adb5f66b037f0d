package io.nlc.entropy;

import java.util.Arrays;

/**
 * Frequencies of a small alphabet that follow the symbols coded so far. Encoder and decoder keep one each, in step. Not
 * for use by several threads.
 */
public final class SymbolModel {

    /*
     * Said's quasi-static adaptation ("Introduction to arithmetic coding", HP Labs 2004, section 3.2): counts are kept
     * at every symbol, but the cumulative table is only made anew after a number of symbols that grows from one to
     * MAX_INTERVAL. A symbol then costs a look-up, not a walk through a tree, and the table follows the source nearly
     * as fast as if it were made anew each time. Counts are halved when their sum passes LIMIT, so that what is long
     * gone is forgotten.
     *
     *     cum(s) = s + floor(C(s) (2^16 - n) / C(n)),  C(s) the sum of the counts below s
     *
     * gives every symbol a frequency of at least one. `first` holds, for each 512th of the total, the symbol that its
     * first value belongs to: the decoder begins its search there.
     */

    /** Largest alphabet. */
    public static final int MAX_SYMBOLS = 256;

    private static final int INCREMENT = 32;
    private static final int LIMIT = 1 << 16;
    private static final int MAX_INTERVAL = 256;
    private static final int FIRST_SHIFT = 7;

    private final int[] counts;
    private final int[] cumulative;
    private final byte[] first = new byte[RangeEncoder.TOTAL >> FIRST_SHIFT];
    private int sum;
    private int interval = 1;
    private int left = 1;

    /**
     * A model that has seen nothing.
     *
     * @param initial weight of each of 1 to {@link #MAX_SYMBOLS} symbols, 1 to 32: a coded symbol adds 32
     */
    public SymbolModel(int[] initial) {
        if (initial.length < 1 || initial.length > MAX_SYMBOLS) {
            throw new IllegalArgumentException("alphabet of " + initial.length + " symbols");
        }
        counts = initial.clone();
        cumulative = new int[counts.length + 1];
        sum = Arrays.stream(counts).sum();
        rebuild();
    }

    /** A model of n symbols that begin equally likely. */
    public static SymbolModel uniform(int n) {
        int[] initial = new int[n];
        Arrays.fill(initial, Math.max(1, INCREMENT / n));
        return new SymbolModel(initial);
    }

    /** Codes a symbol and learns from it. */
    public void encode(RangeEncoder out, int symbol) {
        int start = cumulative[symbol];
        out.encode(start, cumulative[symbol + 1] - start);
        learn(symbol);
    }

    /** Decodes a symbol and learns from it. */
    public int decode(RangeDecoder in) throws CorruptStreamException {
        int target = in.fastTarget();
        int symbol = first[target >>> FIRST_SHIFT] & 0xFF;
        int end = cumulative[symbol + 1];
        while (end <= target) {
            end = cumulative[++symbol + 1];
        }
        int start = cumulative[symbol];
        in.fastConsume(start, end - start);
        learn(symbol);
        return symbol;
    }

    private void learn(int symbol) {
        counts[symbol] += INCREMENT;
        sum += INCREMENT;
        if (--left == 0) {
            if (sum > LIMIT) {
                halve();
            }
            rebuild();
            interval = Math.min(MAX_INTERVAL, interval + (interval >> 1) + 1);
            left = interval;
        }
    }

    private void halve() {
        sum = 0;
        for (int s = 0; s < counts.length; s++) {
            counts[s] = (counts[s] + 1) >> 1;
            sum += counts[s];
        }
    }

    private void rebuild() {
        int n = counts.length;
        // 16 bits of fraction of the factor are enough to keep the table monotonous and below the total.
        long factor = ((long) (RangeEncoder.TOTAL - n) << 24) / sum;
        int below = 0;
        int slot = 0;
        for (int s = 0; s < n; s++) {
            below += counts[s];
            int end = s == n - 1 ? RangeEncoder.TOTAL : s + 1 + (int) (below * factor >>> 24);
            cumulative[s + 1] = end;
            for (; slot << FIRST_SHIFT < end; slot++) {
                first[slot] = (byte) s;
            }
        }
    }
}
