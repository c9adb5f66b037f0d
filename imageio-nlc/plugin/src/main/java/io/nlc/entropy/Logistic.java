package io.nlc.entropy;

/**
 * Probabilities as logarithms of odds ("stretched"), 256 for a factor of e, and back: the tables {@code L} and
 * {@code S} of docs/format.md.
 */
public final class Logistic {

    /** Largest magnitude of a stretched probability. */
    public static final int LIMIT = 2047;

    private static final int LEAST = 16;
    private static final int[] SQUASHED = new int[2 * LIMIT + 1];
    private static final short[] COARSE = stretched(12);
    private static final short[] FINE = stretched(14);

    static {
        for (int x = -LIMIT; x <= LIMIT; x++) {
            long p = Math.round(RangeEncoder.TOTAL / (1 + StrictMath.exp(-x / 256.0)));
            SQUASHED[x + LIMIT] = (int) Math.max(LEAST, Math.min(RangeEncoder.TOTAL - LEAST, p));
        }
    }

    private Logistic() {}

    private static short[] stretched(int bits) {
        short[] table = new short[1 << bits];
        for (int p = 0; p < table.length; p++) {
            long x = Math.round(256 * StrictMath.log((2 * p + 1) / (double) (2 * table.length - 2 * p - 1)));
            table[p] = (short) Math.max(-LIMIT, Math.min(LIMIT, x));
        }
        return table;
    }

    /**
     * A probability in 1/65536.
     *
     * @param x {@code -LIMIT} to {@code LIMIT}
     * @return 16 to 65520
     */
    public static int squash(int x) {
        return SQUASHED[x + LIMIT];
    }

    /** @param p probability in 1/4096, 0 to 4095 */
    static int stretch(int p) {
        return COARSE[p];
    }

    /**
     * A probability, stretched.
     *
     * @param p in 1/16384, 0 to 16383
     */
    public static int stretchFine(int p) {
        return FINE[p];
    }

    /** Limits to {@code -LIMIT..LIMIT}. */
    public static int clip(long x) {
        return (int) Math.max(-LIMIT, Math.min(LIMIT, x));
    }
}
