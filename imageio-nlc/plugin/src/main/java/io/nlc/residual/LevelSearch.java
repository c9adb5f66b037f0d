package io.nlc.residual;

import java.util.Arrays;

/** Finds the levels of squares that cost least, by error and bits. For encoders; not for use by several threads. */
final class LevelSearch {

    /*
     * Viterbi's search along the trellis: of all ways to a state that with the least error + lambda x bits is kept.
     * Lambda is a fixed share of the step's square, about what the rate of a quantiser at high rates gives, so that
     * levels depend on the coefficients and the step only, not on prices or on other squares.
     *
     * Bits of a level are those of a Laplacian source whose mean magnitude is that of the coefficients around it, all
     * of them, in the coding order or not: near enough to what adaptive models will say.
     */

    private static final double LAMBDA = 0.1;

    /** Above so many steps a level is not worth being made 0. */
    private static final double LARGE = 3;

    /** A square whose coefficients are smaller than this, in steps, has no levels. */
    private static final double NOTHING = 0.45;

    private static final int GRADES = 64;
    private static final int FIRST_GRADE = 4 * (127 - 6);
    private static final int TABLE = 24;
    private static final float LEAST_MEAN = 0.05f;
    private static final float OWN_WEIGHT = 0.3f;
    private static final int REACH = 2;
    private static final float[][] BITS = new float[2 * GRADES][TABLE];

    private static final float[][] WEIGHTS = new float[2 * REACH + 1][2 * REACH + 1];

    static {
        for (int y = -REACH; y <= REACH; y++) {
            for (int x = -REACH; x <= REACH; x++) {
                WEIGHTS[REACH + y][REACH + x] = x == 0 && y == 0 ? OWN_WEIGHT : 1f / (1 + x * x + y * y);
            }
        }
        double[] thresholds = {0.6, 0.45};
        for (int i = 0; i < BITS.length; i++) {
            double mean = Math.pow(2, (i % GRADES + 0.5) / 4 - 6);
            double threshold = thresholds[i / GRADES];
            for (int k = 0; k < TABLE; k++) {
                double p = k == 0
                        ? 1 - Math.exp(-threshold / mean)
                        : Math.exp(-(threshold + k - 1) / mean) * (1 - Math.exp(-1 / mean)) / 2;
                BITS[i][k] = (float) Math.min(24, -Math.log(Math.max(p, 1e-9)) / Math.log(2));
            }
        }
    }

    private static final int MOST = Squares.LARGEST * Squares.LARGEST;
    private static final int[][] ORDERS = {order(8), order(16), order(Squares.LARGEST)};

    /** One over the sum of the weights around a place, by side and whether the first coefficient is a mean. */
    private static final float[][] SHARES = new float[6][];

    static {
        for (int i = 0; i < SHARES.length; i++) {
            SHARES[i] = shares(8 << i / 2, i % 2 == 1);
        }
    }

    private static final int STRIDE = Squares.LARGEST + 2 * REACH;

    /** Magnitudes in steps, with zeros around. */
    private final float[] sizes = new float[STRIDE * STRIDE];

    private final byte[] grades = new byte[MOST];
    private final byte[][] from = new byte[MOST][Trellis.STATES];
    private final short[][] level = new short[MOST][Trellis.STATES];
    private final double[][] costs = new double[2][Trellis.STATES];

    /** For each grid and parity the best level and what it costs. */
    private final double[] bestCost = new double[4];

    private final int[] best = new int[4];

    private static float[] shares(int side, boolean own) {
        float[] shares = new float[side * side];
        for (int i = 0; i < shares.length; i++) {
            float sum = 0;
            for (int y = -REACH; y <= REACH; y++) {
                for (int x = -REACH; x <= REACH; x++) {
                    int r = i / side + y;
                    int c = i % side + x;
                    if (r >= 0 && c >= 0 && r < side && c < side && (!own || r + c > 0)) {
                        sum += WEIGHTS[REACH + y][REACH + x];
                    }
                }
            }
            shares[i] = 1 / sum;
        }
        return shares;
    }

    /**
     * Coefficients of a square.
     *
     * @param values where they are
     * @param corner place of the first
     * @param stride from row to row
     * @param side of the square
     * @param own whether the first one is a mean, whose bits are not looked at
     */
    record Block(float[] values, int corner, int stride, int side, boolean own) {}

    /**
     * What was found.
     *
     * @param values row by row
     * @param error squared
     * @param bits about, without a mean
     */
    record Levels(short[] values, double error, double bits) {}

    private static int[] order(int side) {
        int[] order = new int[side * side];
        int n = 0;
        for (int diagonal = 0; diagonal < 2 * side - 1; diagonal++) {
            for (int r = Math.max(0, diagonal - side + 1); r <= Math.min(diagonal, side - 1); r++) {
                order[n++] = r * side + diagonal - r;
            }
        }
        return order;
    }

    /**
     * Finds levels.
     *
     * @param step of the quantiser
     * @param first that of the first coefficient
     */
    Levels find(Block b, double step, double first) {
        int side = b.side;
        int[] order = ORDERS[Integer.numberOfTrailingZeros(side) - 3];
        read(b, (float) step, (float) first);
        int end = order.length;
        while (end > 0 && sizes[place(order[end - 1], side)] < NOTHING) {
            end--;
        }
        double error = 0;
        for (int i = end; i < order.length; i++) {
            error += square(sizes[place(order[i], side)]) * square(order[i] == 0 ? first : step);
        }
        short[] values = new short[side * side];
        if (end == 0) {
            return new Levels(values, error, 0);
        }
        int state = walk(b, order, end);
        // Back along the way, which tells error and bits as well.
        double bits = 0;
        for (int i = end - 1; i >= 0; i--) {
            int at = order[i];
            int k = level[i][state];
            state = from[i][state];
            error += square(sizes[place(at, side)] - Trellis.halves(state, k) / 2.0) * square(at == 0 ? first : step);
            if (!b.own || i > 0) {
                bits += bits(BITS[grades[i] + (Trellis.nearer(state) ? GRADES : 0)], k);
            }
            values[at] = (short) (b.values[b.corner + at / side * b.stride + at % side] < 0 ? -k : k);
        }
        return new Levels(values, error, bits);
    }

    private void read(Block b, float step, float first) {
        Arrays.fill(sizes, 0);
        for (int r = 0; r < b.side; r++) {
            int at = b.corner + r * b.stride;
            int to = (r + REACH) * STRIDE + REACH;
            for (int c = 0; c < b.side; c++) {
                sizes[to + c] = Math.abs(b.values[at + c]) / step;
            }
        }
        sizes[REACH * STRIDE + REACH] = Math.abs(b.values[b.corner]) / first;
    }

    private static int place(int at, int side) {
        return (at / side + REACH) * STRIDE + at % side + REACH;
    }

    /** Finds the ways to all states. @return the state that the best one ends in */
    private int walk(Block b, int[] order, int end) {
        double[] now = costs[0];
        double[] next = costs[1];
        Arrays.fill(now, Double.POSITIVE_INFINITY);
        now[0] = 0;
        float[] shares = SHARES[2 * (Integer.numberOfTrailingZeros(b.side) - 3) + (b.own ? 1 : 0)];
        float mean = sizes[REACH * STRIDE + REACH];
        if (b.own) {
            candidates(mean, -1);
            advance(0, now, next);
            sizes[REACH * STRIDE + REACH] = 0;
            now = costs[1];
            next = costs[0];
        }
        for (int i = b.own ? 1 : 0; i < end; i++) {
            int at = place(order[i], b.side);
            int grade = grade(around(at) * shares[order[i]]);
            grades[i] = (byte) grade;
            candidates(sizes[at], grade);
            advance(i, now, next);
            double[] swap = now;
            now = next;
            next = swap;
        }
        sizes[REACH * STRIDE + REACH] = mean;
        int state = 0;
        for (int s = 1; s < Trellis.STATES; s++) {
            state = now[s] < now[state] ? s : state;
        }
        return state;
    }

    private float around(int at) {
        float sum = 0;
        for (int y = 0; y <= 2 * REACH; y++) {
            int row = at + (y - REACH) * STRIDE;
            float[] w = WEIGHTS[y];
            sum += w[0] * sizes[row - 2]
                    + w[1] * sizes[row - 1]
                    + w[2] * sizes[row]
                    + w[3] * sizes[row + 1]
                    + w[4] * sizes[row + 2];
        }
        return sum;
    }

    private static int grade(float mean) {
        // The exponent and two bits more: the logarithm, four to an octave.
        int grade = (Float.floatToIntBits(LEAST_MEAN + mean) >> 21) - FIRST_GRADE;
        return Math.max(0, Math.min(GRADES - 1, grade));
    }

    private static double bits(float[] table, int k) {
        return k < TABLE ? table[k] : table[TABLE - 1] + (k - TABLE + 1) * (table[TABLE - 1] - table[TABLE - 2]);
    }

    /** Finds the best levels of each grid and parity. @param grade negative for a mean */
    private void candidates(float size, int grade) {
        Arrays.fill(bestCost, Double.POSITIVE_INFINITY);
        for (int grid = 0; grid < 2; grid++) {
            float[] table = grade < 0 ? null : BITS[grade + grid * GRADES];
            int lowest = (int) (grid == 1 ? size + 0.5f : size);
            for (int k = lowest; k <= lowest + 1; k++) {
                candidate(size, grid, k, table);
            }
            if (lowest > 0 && size < LARGE) {
                candidate(size, grid, 0, table);
            }
        }
    }

    private void candidate(float size, int grid, int k, float[] table) {
        double miss = size - (grid == 1 && k > 0 ? k - 0.5 : k);
        double cost = miss * miss + (table == null ? 0 : LAMBDA * bits(table, k));
        int which = 2 * grid + (k & 1);
        if (cost < bestCost[which]) {
            bestCost[which] = cost;
            best[which] = k;
        }
    }

    /** One coefficient on. */
    private void advance(int i, double[] now, double[] next) {
        Arrays.fill(next, Double.POSITIVE_INFINITY);
        byte[] origins = from[i];
        short[] levels = level[i];
        for (int state = 0; state < Trellis.STATES; state++) {
            for (int parity = 0; parity < 2; parity++) {
                int which = 2 * (state & 1) + parity;
                double cost = now[state] + bestCost[which];
                int to = Trellis.next(state, parity);
                if (cost < next[to]) {
                    next[to] = cost;
                    origins[to] = (byte) state;
                    levels[to] = (short) best[which];
                }
            }
        }
    }

    private static double square(double v) {
        return v * v;
    }
}
