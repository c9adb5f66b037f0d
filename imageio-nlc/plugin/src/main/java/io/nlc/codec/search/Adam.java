package io.nlc.codec.search;

/** Lengths of a descent's steps, from the slopes so far: Adam's, less of them where slopes are slight. */
final class Adam {

    /*
     * Kingma and Ba (2015): the running mean of a value's slopes over the root of that of their squares, which suits
     * channels of very different gain. By itself that moves symbols that hardly matter as far as those that do, which
     * makes noise of zeros. So what is divided by is held up by a number of bits: slopes far below it make steps in
     * proportion to them.
     *
     * That number falls with the rate. Four crops of Kodak pictures, cheng2020-128, 40 steps, bits at equal PSNR: by 0, 20
     * and 100 bits (and steps of 0.05, 0.06 and 0.1) -3.0, -7.2 and -8.4 % at level 1, -5.8, -7.8 and -8.0 % at level 3;
     * by 0 and 100 bits -15.4 and -12.8 % at level 5, where symbols have far to go and fewer of them are zeros. Other
     * steps, decays and temperatures that were tried do worse (models-onnx/docs/effort/README.md).
     */

    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.99;
    private static final double SLIGHT_SHARE = 0.045;

    /** Lambda, as of {@link Cost}, from which on nothing is held up: that of level 5. */
    private static final double NOT_SLIGHT = 0.01;

    /** For slopes of 0. */
    private static final double NOTHING = 1e-8;

    private final double[] mean;
    private final double[] square;
    private final double slight;
    private double meanShare = 1;
    private double squareShare = 1;

    /**
     * Before the first step.
     *
     * @param values how many there are
     * @param slight slopes up to about which steps are shortened, 0 or more, as of {@link #slight(double)}
     */
    Adam(int values, double slight) {
        mean = new double[values];
        square = new double[values];
        this.slight = slight + NOTHING;
    }

    /**
     * Bits up to which a slope is slight.
     *
     * @param lambda as of {@link Cost}, above 0: 0.0006 at the second lowest level of packs
     */
    static double slight(double lambda) {
        return Math.max(0, SLIGHT_SHARE * (1 / lambda - 1 / NOT_SLIGHT));
    }

    /** Begins a step of all values. */
    void next() {
        meanShare *= MEAN_DECAY;
        squareShare *= SQUARE_DECAY;
    }

    /**
     * How far a value goes against its slope, in proportion to the rate.
     *
     * @param i the value, once a step
     * @param slope of the cost, in bits
     * @return about -1 to 1
     */
    double step(int i, double slope) {
        mean[i] += (1 - MEAN_DECAY) * (slope - mean[i]);
        square[i] += (1 - SQUARE_DECAY) * (slope * slope - square[i]);
        return mean[i] / (1 - meanShare) / (Math.sqrt(square[i] / (1 - squareShare)) + slight);
    }
}
