package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.Precision;

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
 * @param memory what their runs take
 */
public record PackManifest(
        PackId id,
        Provenance about,
        LatentShape latent,
        TileShape tiles,
        ContextModel context,
        EntropyTables entropy,
        GainTables gains,
        Networks networks,
        NetworkMemory memory) {

    /** Channels of the output of a head that yields the parameters of all latent channels. */
    public int parameterChannels() {
        return entropy.parametersPerSymbol() * latent.channels();
    }

    /**
     * What a network takes of native memory. Its positions are pixels of what the analysis and {@code inspect.onnx} see
     * and positions of the latent otherwise.
     *
     * @param file one of the pack's
     */
    public MemoryUse memory(String file) {
        return memory.use(file, networks.bytes(file), latent.stride());
    }

    /** What the analysis takes, by pixels; in a hurry it may take more. */
    public MemoryUse analysisMemory(Precision precision) {
        boolean bytes = precision == Precision.FAST && networks.meansTests().containsKey(PackFiles.ANALYSIS_INT8);
        return memory(bytes ? PackFiles.ANALYSIS_INT8 : PackFiles.ANALYSIS);
    }

    /** What {@code gradient.onnx} takes, by positions of the latent; it is not for packs without. */
    public MemoryUse gradientMemory() {
        return memory(PackFiles.GRADIENT);
    }

    /** What the synthesis takes, by positions of the latent. */
    public MemoryUse synthesisMemory() {
        return memory(PackFiles.SYNTHESIS);
    }
}
