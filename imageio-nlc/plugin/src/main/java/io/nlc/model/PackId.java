package io.nlc.model;

/**
 * Which pack it is.
 *
 * @param family the trained backbone
 * @param entropyModel the context model on it
 * @param digest of everything that probabilities depend on, SHA-256 in hexadecimal
 */
public record PackId(String family, String entropyModel, String digest) {

    /** {@code family/entropy-model}. */
    public String name() {
        return family + "/" + entropyModel;
    }
}
