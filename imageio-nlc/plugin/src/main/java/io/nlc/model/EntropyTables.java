package io.nlc.model;

/**
 * What coding needs besides networks.
 *
 * @param mixture components K of the mixture
 * @param symbolClip magnitude at which entropy networks clip their inputs
 * @param prior of the hyper-latent
 */
public record EntropyTables(int mixture, int symbolClip, PriorTables prior) {

    /** Parameters of a symbol: means and log sigmas, and log weights where there are several components. */
    public int parametersPerSymbol() {
        return (mixture > 1 ? 3 : 2) * mixture;
    }
}
