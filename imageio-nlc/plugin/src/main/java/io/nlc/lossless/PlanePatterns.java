package io.nlc.lossless;

import java.util.Arrays;

/** Remembers what came after patterns of differences in one plane. */
final class PlanePatterns {

    /*
     * Slopes of drawings are exact: the steps of a straight or curved ramp come in patterns, on whatever height. Guesses
     * at how much a sample differs from the one above it are, in this order,
     *
     *   wide     what it was where ten samples around last differed from each other in the same ways
     *   narrow   likewise with four of them that lie above, for where something else begins to the left
     *   slope    what it was one column to the left
     *
     * The first two come from a table by a hash, with the number of times that they were right since. Noise has patterns,
     * too, whose guesses are worth nothing; how often each kind of guess was right of late, at each level of activity,
     * tells whether it is trusted.
     */

    /** How many confidences there are. */
    static final int CONFIDENCES = 5;

    private static final int BITS = 14;
    private static final int MOST_HITS = 4;
    private static final int ACTIVITIES = 8;
    private static final int ONE = 1 << 16;
    private static final int INITIAL = 50_000;
    private static final int ENOUGH = ONE / 2;
    private static final int RATE = 5;
    private static final int SLOPE = 4;
    private static final int NONE = -1;

    private final int mask;
    private final int stride;
    private final int[] values = new int[2 << BITS];
    private final byte[] hits = new byte[2 << BITS];
    private final int[] trust = new int[CONFIDENCES * ACTIVITIES];
    private int wide;
    private int narrow;
    private int slope;
    private int activity;
    private int guess;

    /** @param stride from a sample to the next of its plane in rows */
    PlanePatterns(int depth, int stride) {
        this.stride = stride;
        mask = (1 << depth) - 1;
        Arrays.fill(trust, INITIAL);
    }

    /**
     * Looks the pattern up.
     *
     * @param i place in the rows, which have three samples before and two after it
     * @param activity 0 to 7
     * @return how sure the guess is, 0 to 4, or -1 if there is none
     */
    int find(int[] row, int[] above, int[] above2, int i, int activity) {
        this.activity = activity;
        int n = above[i];
        int hash = mix(mix(mix(0, above2[i] - n), above[i + stride] - n), above2[i + stride] - n);
        narrow = 1 << BITS | hash >>> 32 - BITS;
        hash = mix(mix(mix(hash, above[i - stride] - n), row[i - stride] - n), row[i - 2 * stride] - n);
        hash = mix(mix(mix(hash, row[i - 3 * stride] - n), above[i + 2 * stride] - n), above[i - 2 * stride] - n);
        wide = hash >>> 32 - BITS;
        slope = row[i - stride] - above[i - stride] & mask;
        int sure = confidence(wide, 2);
        if (trusted(sure)) {
            guess = values[wide];
            return sure;
        }
        sure = confidence(narrow, 0);
        if (trusted(sure)) {
            guess = values[narrow];
            return sure;
        }
        guess = slope;
        return trusted(SLOPE) ? SLOPE : NONE;
    }

    private int confidence(int at, int base) {
        return hits[at] == 0 ? NONE : base + (hits[at] >= MOST_HITS ? 1 : 0);
    }

    private boolean trusted(int confidence) {
        return confidence >= 0 && trust[activity * CONFIDENCES + confidence] >= ENOUGH;
    }

    private static int mix(int hash, int value) {
        int mixed = (hash ^ value) * 0x9E3779B1;
        return mixed ^ mixed >>> 15;
    }

    /** By how much the sample differs from the one above, modulo 2^depth. */
    int guess() {
        return guess;
    }

    /**
     * Learns the sample of the last {@link #find}.
     *
     * @param value by how much it differs from the one above, modulo 2^depth
     */
    void learn(int value) {
        judge(confidence(wide, 2), values[wide] == value);
        judge(confidence(narrow, 0), values[narrow] == value);
        judge(SLOPE, slope == value);
        learn(wide, value);
        learn(narrow, value);
    }

    private void judge(int confidence, boolean right) {
        if (confidence >= 0) {
            int at = activity * CONFIDENCES + confidence;
            trust[at] += (right ? ONE : 0) - trust[at] >> RATE;
        }
    }

    private void learn(int at, int value) {
        if (values[at] == value) {
            hits[at] = (byte) Math.min(MOST_HITS, hits[at] + 1);
        } else {
            hits[at] = (byte) (hits[at] >> 2);
            if (hits[at] == 0) {
                values[at] = value;
            }
        }
    }
}
