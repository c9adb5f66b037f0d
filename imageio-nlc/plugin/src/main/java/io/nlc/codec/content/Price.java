package io.nlc.codec.content;

import io.nlc.residual.Steps;

/**
 * What an encoder holds a squared error to cost, and what it must not exceed.
 *
 * @param lambda bits for a squared error of 1 of an 8-bit sample
 * @param step of the quantiser of parts that are for networks as long as those are good enough, see {@link Steps};
 *     between two steps some parts have one, others the other. Negative as long as networks are
 * @param maxError largest mean squared error of a part or tile, as far as the encoder can bring it there
 */
public record Price(double lambda, double step, double maxError) {

    /*
     * Up to quality 1 the price is that of the default pack's levels along its curve (io.nlc.codec.search.Cost), from
     * 0.0006 to 0.095 times 4/9. It does not depend on the pack, so that parts without latents are the same whatever
     * the pack. Beyond, where only steps of quantisers go on, it is what the rate of a fine quantiser gives: its error
     * is about step^2 / 10, and -dR/dD = 1 / (2 ln 2 D).
     */

    /** Rungs of the ladder beyond quality 1, see {@link #beyond}; at the last one all is lossless. */
    public static final int RUNGS = 897;

    /** The highest quality that networks are good enough for. */
    public static final double NETWORKS_TO = 0.9;

    /** Decibels that PSNR rises by from one rung to the next, about. */
    public static final double DECIBELS = 0.04;

    private static final double LOWEST = 0.0006 * 4 / 9;
    private static final double HIGHEST = 0.095 * 4 / 9;
    private static final double FINE = 7.2;
    private static final int COARSEST = 28;
    private static final int PER_STEP = 32;
    private static final int DITHERED = 8;
    private static final double FIRST = 20;
    private static final double AT_ONE = 15.5;

    private static final double STRICTER = 0.96;

    /**
     * Mean squared error of 41 dB: quality 1 promises 40, also to those who look at the picture in sRGB, where errors
     * in wider colour spaces are larger.
     */
    private static final double BEST_ERROR = 255 * 255 / Math.pow(10, 4.1);

    /** The price at a quality of 0 to 1. */
    public static Price at(double quality) {
        if (quality <= NETWORKS_TO) {
            return new Price(lambda(quality), -1, Double.POSITIVE_INFINITY);
        }
        double share = (quality - NETWORKS_TO) / (1 - NETWORKS_TO);
        double step = Math.rint((FIRST + share * (AT_ONE - FIRST)) * PER_STEP) / PER_STEP;
        return new Price(lambda(quality), step, quality < 1 ? Double.POSITIVE_INFINITY : BEST_ERROR);
    }

    /**
     * The price of a rung: no networks, and steps from the coarsest of use to 1.
     *
     * @param rung 0 to below {@link #RUNGS} - 1
     */
    public static Price beyond(int rung) {
        double step = COARSEST - rung / (double) PER_STEP;
        double size = Math.pow(2, step / Steps.TO_DOUBLE);
        return new Price(Math.max(HIGHEST, FINE / (size * size)), step, Double.POSITIVE_INFINITY);
    }

    /** The rung that is about what quality 1 is. */
    public static int rungOfOne() {
        return (int) ((COARSEST - AT_ONE) * PER_STEP);
    }

    /** Step of a part. */
    int step(int part) {
        double dither = (13 * part % PER_STEP) / (double) PER_STEP;
        return (int) Math.max(0, Math.floor(step + dither));
    }

    /** The same with steps that are finer by so many of the smallest differences. */
    public Price finer(int differences) {
        return new Price(lambda, Math.max(0, step - differences / (double) PER_STEP), maxError);
    }

    /**
     * The price where quality is to be another one by a share of its scale: a squared error costs as much as at that
     * one, and the step follows. What a quality promises, lower ones do not.
     *
     * @param share -1 to 1
     */
    Price moved(double share) {
        if (share == 0) {
            return this;
        }
        double octaves = share * Math.log(HIGHEST / LOWEST) / Math.log(2);
        // The error goes by the square of the size of a step.
        double moved =
                step < 0 ? step : Math.max(0, Math.min(Math.max(step, COARSEST), step - octaves / 2 * Steps.TO_DOUBLE));
        return new Price(lambda * Math.pow(2, octaves), moved, share < 0 ? Double.POSITIVE_INFINITY : maxError);
    }

    /** This price, or the other one where its step is finer; with this one's largest error in any case. */
    public Price atLeast(Price other) {
        return other.step < step ? new Price(other.lambda, other.step, maxError) : this;
    }

    /** The lowest price that networks are not good enough for. */
    public static Price firstBeyondNetworks() {
        return at(Math.nextUp(NETWORKS_TO));
    }

    /** The same with a largest error that is a little smaller. */
    Price stricter() {
        return new Price(lambda, step, maxError * STRICTER);
    }

    /** The price for a part: a little more or less, so that parts that are alike do not all change at one price. */
    double lambda(int part) {
        double dither = (5 * part % DITHERED) / (double) DITHERED;
        return lambda * Math.pow(2, dither - 0.5);
    }

    /** Whether more is asked for than networks are good for. */
    public boolean beyondNetworks() {
        return step >= 0;
    }

    private static double lambda(double quality) {
        return LOWEST * Math.pow(HIGHEST / LOWEST, quality);
    }
}
