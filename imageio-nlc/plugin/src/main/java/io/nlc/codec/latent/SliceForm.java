package io.nlc.codec.latent;

import io.nlc.context.SliceOrder;
import io.nlc.context.SliceOrder.SlicePass;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A network for the anchors and one for the others of each channel slice, over whole latents. */
final class SliceForm implements ContextForm {

    /*
     * The symbols coded so far lie channel by channel in one buffer, so what the networks of a slice see is always a
     * beginning of it: all channels of the slices before and, for the others, the slice's own, whose anchors alone
     * are not zero by then.
     */

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final SliceOrder order;
    private final FloatTensor visible = new FloatTensor();
    private final FloatTensor output = new FloatTensor();
    private float[] params = new float[0];

    SliceForm(PackSessions sessions, SliceOrder order) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.order = order;
    }

    @Override
    public void code(FloatTensor hyper, short[] y, int height, int width, boolean known, Step step) throws IOException {
        visible.reshape(1, manifest.latent().channels(), height, width).zero();
        for (SlicePass pass : order.passes(height, width)) {
            runNetwork(pass, hyper, height, width);
            codePass(pass, y, height * width, step);
        }
    }

    private void runNetwork(SlicePass pass, FloatTensor hyper, int height, int width) throws IOException {
        Map<String, FloatTensor> inputs = new HashMap<>();
        inputs.put("hyper", hyper);
        int seen = pass.anchors() ? pass.first() : pass.first() + pass.channels();
        if (seen > 0) {
            inputs.put("y", visible.reshape(1, seen, height, width)); // keeps the values
        }
        int outputs = manifest.entropy().parametersPerSymbol() * pass.channels();
        sessions.slice(pass.slice(), pass.anchors()).run(inputs, output.reshape(1, outputs, height, width));
        params = output.toArray(params);
        visible.reshape(1, manifest.latent().channels(), height, width);
    }

    private void codePass(SlicePass pass, short[] y, int area, Step step) throws IOException {
        int component = pass.channels() * area;
        int group = manifest.entropy().mixture() * component;
        for (int p : pass.positions()) {
            for (int c = 0; c < pass.channels(); c++) {
                int mean = c * area + p;
                int symbol = (pass.first() + c) * area + p;
                int value = step.value(symbol, params, mean, mean + group, mean + 2 * group, component);
                y[symbol] = (short) value;
                visible.set(symbol, ContextForm.clip(value, manifest));
            }
        }
    }
}
