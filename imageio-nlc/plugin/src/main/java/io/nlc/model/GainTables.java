package io.nlc.model;

import java.util.List;

/**
 * What makes the rates of a pack: gains of the latent's channels at each trained level.
 *
 * @param lambdas rate-distortion weight of each level, rising
 * @param logGain natural logarithm of the gain, level by channel
 * @param logInverseGain natural logarithm of the inverse gain, level by channel
 */
public record GainTables(List<Double> lambdas, Matrix logGain, Matrix logInverseGain) {

    /** Units of a file's quality in a level. */
    public static final int TICKS = 256;

    public GainTables {
        lambdas = List.copyOf(lambdas);
    }

    /** Number of trained levels; quality runs from 0 to {@code levels - 1}. */
    public int levels() {
        return lambdas.size();
    }

    /** Whether all levels weigh alike, as where networks were trained for one rate. */
    public boolean oneRate() {
        return lambdas.get(0).equals(lambdas.get(lambdas.size() - 1));
    }

    /**
     * The quality of a file, as people choose it.
     *
     * @param ticks as the file has it, in units of 1/{@value #TICKS} level
     * @return 0 for the lowest level to 1 for the highest
     */
    public double quality(int ticks) {
        return ticks / (double) TICKS / (levels() - 1);
    }
}
