package io.nlc.model;

import java.util.Arrays;

/** The hyper-latent's tables: for each channel the smallest value and the frequencies from there on. Immutable. */
public final class PriorTables {

    private final int[] low;
    private final int[][] frequencies;

    /**
     * Copies the tables.
     *
     * @param low smallest value of each channel's table
     * @param frequencies of each channel, the last one the escape's
     */
    PriorTables(int[] low, int[][] frequencies) {
        this.low = low.clone();
        this.frequencies = copy(frequencies);
    }

    private static int[][] copy(int[][] rows) {
        return Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
    }

    /** Smallest value of each channel's table; a copy. */
    public int[] low() {
        return low.clone();
    }

    /** Frequencies of each channel, the last one the escape's; a copy. */
    public int[][] frequencies() {
        return copy(frequencies);
    }
}
