package io.nlc.viewer.model.rival;

import java.io.IOException;

/** Finds the best setting whose file is not too large, by halves and then nearby. */
final class SizeSearch {

    private static final int NEAR = 3;

    private SizeSearch() {}

    /** How large the file of a setting is, which takes a while to find out. */
    @FunctionalInterface
    interface Sizes {

        /** Bytes at a setting. */
        long of(int step) throws IOException;
    }

    /**
     * The largest setting whose file has at most so many bytes; 0 if there is none.
     *
     * @param steps the largest setting there is
     * @param sizes grow with the setting, or nearly so
     */
    static int largest(int steps, long bytes, Sizes sizes) throws IOException {
        int low = 0;
        int high = steps + 1; // the least that is known to be too large
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (sizes.of(middle) <= bytes) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return best(low, Math.min(steps, low + NEAR), bytes, sizes);
    }

    // Sizes of some codecs go up and down a little: a file that fits better may lie just beyond.
    private static int best(int low, int end, long bytes, Sizes sizes) throws IOException {
        int best = low;
        for (int step = low + 1; step <= end; step++) {
            long size = sizes.of(step);
            if (size <= bytes && size >= sizes.of(best)) {
                best = step;
            }
        }
        return best;
    }
}
