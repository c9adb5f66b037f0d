package io.nlc.model;

import io.nlc.context.ContextModel;

/**
 * What {@code pack.json} says, checked: see {@code docs/pack.md}. Immutable.
 *
 * @param id which pack it is
 * @param about what people want to know of it
 * @param latent channels and strides of what the networks exchange
 * @param tiles what the transforms want of tiles
 * @param context what symbols see; slices have as many channels as the latent
 * @param entropy what coding needs besides networks
 * @param gains what makes the rates
 * @param networks their files and tests
 */
public record PackManifest(
        PackId id,
        Provenance about,
        LatentShape latent,
        TileShape tiles,
        ContextModel context,
        EntropyTables entropy,
        GainTables gains,
        Networks networks) {

    /** Channels of the output of a head that yields the parameters of all latent channels. */
    public int parameterChannels() {
        return entropy.parametersPerSymbol() * latent.channels();
    }
}
