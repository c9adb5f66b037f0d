package io.nlc.residual;

/**
 * The orthonormal discrete cosine transform of blocks of 8 x 8 (Ahmed, Natarajan, Rao 1974), coefficients in zigzag
 * order. The inverse is integer arithmetic.
 */
final class BlockTransform {

    /** Coefficients of a block. */
    static final int SIZE = Parts.BLOCK * Parts.BLOCK;

    private static final int N = Parts.BLOCK;
    private static final int BITS = 14;
    private static final int HALF = 1 << BITS - 1;

    /** Beyond what a quantised block of samples can hold; keeps sums of a forged one in range. */
    private static final int LIMIT = 1 << 20;

    /** For each place of the zigzag order, 8 row + column. */
    static final int[] ZIGZAG = new int[SIZE];

    private static final double[][] BASIS = new double[N][N];
    private static final int[][] INTEGER_BASIS = new int[N][N];

    static {
        int at = 0;
        for (int diagonal = 0; diagonal < 2 * N - 1; diagonal++) {
            for (int i = 0; i <= diagonal; i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                int column = diagonal - row;
                if (row < N && column < N) {
                    ZIGZAG[at++] = N * row + column;
                }
            }
        }
        for (int k = 0; k < N; k++) {
            double norm = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / N);
            for (int n = 0; n < N; n++) {
                BASIS[k][n] = norm * StrictMath.cos(StrictMath.PI * (2 * n + 1) * k / (2 * N));
                INTEGER_BASIS[k][n] = (int) Math.rint(BASIS[k][n] * (1 << BITS));
            }
        }
    }

    private BlockTransform() {}

    /**
     * The coefficients of a block.
     *
     * @param samples 8 rows of 8
     * @param out receives 64 in zigzag order
     */
    static void forward(double[] samples, double[] out) {
        double[] rows = new double[SIZE];
        for (int r = 0; r < N; r++) {
            for (int k = 0; k < N; k++) {
                double sum = 0;
                for (int n = 0; n < N; n++) {
                    sum += BASIS[k][n] * samples[N * r + n];
                }
                rows[N * r + k] = sum;
            }
        }
        for (int i = 0; i < SIZE; i++) {
            int k = ZIGZAG[i] / N;
            int c = ZIGZAG[i] % N;
            double sum = 0;
            for (int n = 0; n < N; n++) {
                sum += BASIS[k][n] * rows[N * n + c];
            }
            out[i] = sum;
        }
    }

    /**
     * The samples of a block.
     *
     * @param coefficients 64 in zigzag order, in 1/16; limited to +-2^20
     * @param out receives 8 rows of 8, in 1/16
     */
    static void inverse(int[] coefficients, int[] out) {
        long[] columns = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int value = Math.max(-LIMIT, Math.min(LIMIT, coefficients[i]));
            if (value != 0) {
                int k = ZIGZAG[i] / N;
                int c = ZIGZAG[i] % N;
                for (int n = 0; n < N; n++) {
                    columns[N * n + c] += (long) INTEGER_BASIS[k][n] * value;
                }
            }
        }
        for (int i = 0; i < SIZE; i++) {
            columns[i] = columns[i] + HALF >> BITS;
        }
        for (int r = 0; r < N; r++) {
            for (int n = 0; n < N; n++) {
                long sum = HALF;
                for (int k = 0; k < N; k++) {
                    sum += INTEGER_BASIS[k][n] * columns[N * r + k];
                }
                out[N * r + n] = (int) (sum >> BITS);
            }
        }
    }
}
