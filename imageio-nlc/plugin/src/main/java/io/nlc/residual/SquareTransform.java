package io.nlc.residual;

import java.util.Arrays;

/**
 * Orthonormal discrete cosine transforms (Ahmed, Natarajan, Rao 1974) of squares of 8 x 8, 16 x 16 and 32 x 32 samples,
 * coefficients row by row. The inverse is integer arithmetic.
 */
final class SquareTransform {

    private static final int BITS = 14;
    private static final int HALF = 1 << BITS - 1;

    /** Beyond what a quantised square of samples can hold; keeps sums of a forged one in range. */
    private static final int LIMIT = 1 << 20;

    private static final SquareTransform[] ALL = {
        new SquareTransform(8), new SquareTransform(16), new SquareTransform(Squares.LARGEST)
    };

    private final int side;
    private final float[][] basis;
    private final int[][] integers;

    private SquareTransform(int side) {
        this.side = side;
        basis = new float[side][side];
        integers = new int[side][side];
        for (int k = 0; k < side; k++) {
            double norm = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / side);
            for (int n = 0; n < side; n++) {
                double value = norm * StrictMath.cos(StrictMath.PI * (2 * n + 1) * k / (2 * side));
                basis[k][n] = (float) value;
                integers[k][n] = (int) Math.rint(value * (1 << BITS));
            }
        }
    }

    /** That of squares of a side of 8, 16 or 32. */
    static SquareTransform of(int side) {
        return ALL[Integer.numberOfTrailingZeros(side) - 3];
    }

    /** The coefficients of rows of samples. */
    void forward(float[] samples, float[] out) {
        float[] rows = new float[side * side];
        lines(samples, rows);
        lines(rows, out);
    }

    /** Transforms rows to columns: even basis functions are symmetric, odd ones antisymmetric. */
    private void lines(float[] from, float[] to) {
        int half = side / 2;
        float[] sums = new float[half];
        float[] differences = new float[half];
        for (int r = 0; r < side; r++) {
            for (int n = 0; n < half; n++) {
                float a = from[r * side + n];
                float b = from[r * side + side - 1 - n];
                sums[n] = a + b;
                differences[n] = a - b;
            }
            for (int k = 0; k < side; k++) {
                float[] b = basis[k];
                float[] s = k % 2 == 0 ? sums : differences;
                float sum = 0;
                for (int n = 0; n < half; n++) {
                    sum += b[n] * s[n];
                }
                to[k * side + r] = sum;
            }
        }
    }

    /**
     * The samples of a square.
     *
     * @param coefficients in any unit; limited to +-2^20
     * @param diagonals so many from the first coefficient on may be other than 0
     * @param out receives rows of samples in the same unit
     */
    void inverse(int[] coefficients, int diagonals, int[] out) {
        int rows = Math.min(side, diagonals);
        long[] columns = new long[side * rows];
        for (int k = 0; k < rows; k++) {
            for (int c = 0; c < Math.min(rows, diagonals - k); c++) {
                long value = Math.max(-LIMIT, Math.min(LIMIT, coefficients[k * side + c]));
                if (value != 0) {
                    for (int n = 0; n < side; n++) {
                        columns[n * rows + c] += integers[k][n] * value;
                    }
                }
            }
        }
        long[] row = new long[side];
        for (int r = 0; r < side; r++) {
            Arrays.fill(row, HALF);
            for (int k = 0; k < rows; k++) {
                long t = columns[r * rows + k] + HALF >> BITS;
                if (t != 0) {
                    int[] b = integers[k];
                    for (int n = 0; n < side; n++) {
                        row[n] += b[n] * t;
                    }
                }
            }
            for (int n = 0; n < side; n++) {
                out[r * side + n] = (int) (row[n] >> BITS);
            }
        }
    }
}
