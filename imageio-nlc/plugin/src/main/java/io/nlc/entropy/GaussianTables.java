package io.nlc.entropy;

import java.util.Arrays;

/**
 * The constant integer tables behind {@link MixtureCoder}: {@code T2}, {@code R} and {@code P} of docs/format.md. Built
 * once, on first use, with StrictMath, so that they are the same on every machine.
 */
final class GaussianTables {
    static final int MIN_SCALE = -24;
    static final int MAX_SCALE = 64;
    static final int ONE = 1 << 24;

    /** round(2^16 * 2^(-d/16)), d = 0..255. */
    private static final int[] T2 = new int[256];
    /** ceil(96 * 2^(s/8)): six sigma in 1/16. */
    private static final int[] R = new int[MAX_SCALE - MIN_SCALE + 1];
    /** 2^(s/8). */
    private static final double[] SIGMA = new double[MAX_SCALE - MIN_SCALE + 1];
    /** round(2^24 * Phi(d/16 / 2^(s/8))) for each s, for d = 0.. until it has reached 2^24. */
    private static final int[][] P = new int[MAX_SCALE - MIN_SCALE + 1][];

    static {
        for (int d = 0; d < T2.length; d++) {
            T2[d] = (int) StrictMath.round(65536 * StrictMath.pow(2, -d / 16.0));
        }
        for (int s = MIN_SCALE; s <= MAX_SCALE; s++) {
            double sigma = StrictMath.pow(2, s / 8.0);
            SIGMA[s - MIN_SCALE] = sigma;
            R[s - MIN_SCALE] = (int) StrictMath.ceil(96 * sigma);
            int[] row = new int[R[s - MIN_SCALE] + 1];
            int d = 0;
            do {
                row[d] = (int) StrictMath.round(ONE * phi(d / 16.0 / sigma));
            } while (row[d++] < ONE);
            P[s - MIN_SCALE] = Arrays.copyOf(row, d);
        }
    }

    private GaussianTables() {}

    /** 2^(-d/16) in 1/65536; d is 0..255. */
    static int powerOfTwo(int d) {
        return T2[d];
    }

    /** Sigma in units of a symbol; no probability depends on it. */
    static double sigma(int scale) {
        return SIGMA[scale - MIN_SCALE];
    }

    /** Six sigma in 1/16, rounded up. */
    static int reach(int scale) {
        return R[scale - MIN_SCALE];
    }

    /** The upper half of the cumulative distribution, from its middle; beyond its end it is {@link #ONE}. Read only. */
    static int[] upperHalf(int scale) {
        return P[scale - MIN_SCALE];
    }

    /** Phi at d/16, scale 2^24. */
    static int cumulative(int[] upperHalf, int d) {
        if (d >= 0) {
            return d < upperHalf.length ? upperHalf[d] : ONE;
        }
        return -d < upperHalf.length ? ONE - upperHalf[-d] : 0;
    }

    /**
     * Standard normal distribution function for x >= 0, by the series of Marsaglia, "Evaluating the normal
     * distribution" (2004), all of whose terms are positive.
     */
    static double phi(double x) {
        double sum = x;
        double term = x;
        double last = 0;
        for (int i = 3; sum != last; i += 2) {
            last = sum;
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-0.5 * x * x - 0.91893853320467274178);
    }
}
