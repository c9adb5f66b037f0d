package io.nlc.residual;

/**
 * Orthonormal axes for differences of colours: lightness (R + G + B) / sqrt 3, (R - B) / sqrt 2 and (R - 2 G + B) /
 * sqrt 6. An error of a coefficient is so the same error of the samples. Gray stays as it is.
 */
final class ColourAxes {

    private static final int BITS = 14;
    private static final double[] LENGTHS = {StrictMath.sqrt(3), StrictMath.sqrt(2), StrictMath.sqrt(6)};
    private static final int[][] WEIGHTS = {{1, 1, 1}, {1, 0, -1}, {1, -2, 1}};
    private static final int[] UNITS = new int[3];

    static {
        for (int axis = 0; axis < 3; axis++) {
            UNITS[axis] = (int) Math.rint((1 << BITS) / LENGTHS[axis]);
        }
    }

    private ColourAxes() {}

    /** How far a difference of colours goes along an axis. */
    static double along(int axis, double red, double green, double blue) {
        int[] w = WEIGHTS[axis];
        return (w[0] * red + w[1] * green + w[2] * blue) / LENGTHS[axis];
    }

    /**
     * A difference of one of the colours.
     *
     * @param band 0 red, 1 green, 2 blue
     * @param a along the first axis
     * @param b along the second
     * @param c along the third
     * @param fraction bits of fraction of these
     * @return rounded
     */
    static int band(int band, int a, int b, int c, int fraction) {
        long sum = (long) WEIGHTS[0][band] * UNITS[0] * a
                + (long) WEIGHTS[1][band] * UNITS[1] * b
                + (long) WEIGHTS[2][band] * UNITS[2] * c;
        int shift = BITS + fraction;
        return (int) (sum + (1L << shift - 1) >> shift);
    }

    /** A difference of gray of so many bits of fraction, rounded. */
    static int gray(int a, int fraction) {
        return a + (1 << fraction - 1) >> fraction;
    }
}
