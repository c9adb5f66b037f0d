package io.nlc.codec.latent;

import io.nlc.context.CausalOrder;
import io.nlc.context.CodingOrder;
import io.nlc.context.PositionOrder;
import io.nlc.context.SliceOrder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;

/**
 * How the parameters of symbols come from the hyperprior and from symbols coded before: one class for each form of
 * networks of {@code docs/pack.md}. Keeps its buffers from tile to tile; one object a thread.
 */
sealed interface ContextForm permits WholeLatentForm, RowForm, SliceForm {

    /*
     * Encoder and decoder walk through the same steps with the same networks on the same visible symbols, and differ
     * only in what happens at a symbol (Step). What a form gives to its networks are symbols that it got back from a
     * Step, never the caller's array: a decoder cannot read what it has not decoded. Only where the values are known
     * beforehand may a form look ahead.
     */

    /** What a coder does at one symbol. */
    interface Step {

        /**
         * Codes a symbol under the parameters that start at the given indices; see {@link io.nlc.entropy.MixtureCoder}.
         *
         * @param symbol index in y
         * @return the value that a decoder will see, -32768 to 32767
         */
        int value(int symbol, float[] params, int mean, int scale, int weight, int step) throws IOException;
    }

    /**
     * Runs through all symbols in coding order.
     *
     * @param hyper features, 1 x F x height x width
     * @param y M x height x width; takes the values that the steps return
     * @param known whether y already holds what is going to be coded, but for deterministic symbols; then many steps
     *     may be evaluated at once
     */
    void code(FloatTensor hyper, short[] y, int height, int width, boolean known, Step step) throws IOException;

    /** The form of a pack's networks. */
    static ContextForm of(PackSessions sessions) {
        CodingOrder order = sessions.pack().manifest().context().order();
        if (order instanceof CausalOrder causal) {
            return new RowForm(sessions, causal);
        } else if (order instanceof SliceOrder slices) {
            return new SliceForm(sessions, slices);
        }
        return new WholeLatentForm(sessions, (PositionOrder) order);
    }

    /** A symbol as networks see it. */
    static int clip(int value, PackManifest manifest) {
        return Math.max(
                -manifest.entropy().symbolClip(), Math.min(manifest.entropy().symbolClip(), value));
    }
}
