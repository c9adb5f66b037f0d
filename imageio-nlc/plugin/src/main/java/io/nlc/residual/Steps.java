package io.nlc.residual;

/** Steps of the quantiser: four of them double it. */
public final class Steps {

    /** Number of steps: from 1 to 215, on the scale of 8-bit samples. */
    public static final int COUNT = 32;

    /** So many steps double it. */
    public static final int TO_DOUBLE = 4;

    /** Fraction bits of a step. */
    static final int FRACTION = 4;

    /** The lowest coefficient of a part of its own has at most this step, 8, which is one of the mean. */
    private static final int COARSEST_MEAN = 12;

    private static final int[] SIZES = new int[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            SIZES[i] = (int) Math.rint(StrictMath.pow(2, FRACTION + i / (double) TO_DOUBLE));
        }
    }

    private Steps() {}

    /** A step in 1/16. */
    static int size(int step) {
        return SIZES[step];
    }

    /** That of a coefficient, in 1/16. */
    static int size(int step, Mode mode, int index) {
        return SIZES[index == 0 && mode == Mode.OWN ? Math.min(step, COARSEST_MEAN) : step];
    }

    /** A step on the scale of samples. */
    public static double of(int step) {
        return SIZES[step] / (double) (1 << FRACTION);
    }
}
