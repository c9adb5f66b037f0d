package io.nlc.codec.latent;

import io.nlc.context.Pass;
import io.nlc.context.PositionOrder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** No context, or a context network over the whole latent (checkerboard), and a head that is pointwise. */
final class WholeLatentForm implements ContextForm {

    /*
     * The parameters of a pass come from
     *
     *     context = context(symbols of earlier passes)       once for each pass that sees any
     *     params  = head(hyper, context)                     at the pass's positions only
     *
     * The head is pointwise, so any set of positions can be packed into one row: the checkerboard's two passes cost
     * together what one run over everything would (He et al. 2021 evaluate it everywhere, twice). Blocks of positions
     * bound the memory.
     */

    private static final int BLOCK = 2048;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final PositionOrder order;
    private final FloatTensor visible = new FloatTensor();
    private final FloatTensor context = new FloatTensor();
    private final FloatTensor hyperAt = new FloatTensor();
    private final FloatTensor contextAt = new FloatTensor();
    private final FloatTensor paramsAt = new FloatTensor();
    private float[] params = new float[0];

    WholeLatentForm(PackSessions sessions, PositionOrder order) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.order = order;
    }

    @Override
    public void code(FloatTensor hyper, short[] y, int height, int width, boolean known, Step step) throws IOException {
        if (manifest.context().hasNetwork()) {
            visible.reshape(1, manifest.latent().channels(), height, width)
                    .zero(); // what is not yet coded stays invisible
        }
        for (Pass pass : order.passes(height, width)) {
            if (pass.seesContext()) {
                sessions.context()
                        .orElseThrow()
                        .run(
                                Map.of("y", visible),
                                context.reshape(1, manifest.latent().contextFeatures(), height, width));
            }
            for (int from = 0; from < pass.positions().length; from += BLOCK) {
                int to = Math.min(from + BLOCK, pass.positions().length);
                codeBlock(
                        hyper,
                        Arrays.copyOfRange(pass.positions(), from, to),
                        pass.seesContext(),
                        y,
                        height * width,
                        step);
            }
        }
    }

    private void codeBlock(FloatTensor hyper, int[] positions, boolean seesContext, short[] y, int area, Step step)
            throws IOException {
        int n = positions.length;
        int channels = manifest.latent().channels();
        runHead(hyper, positions, seesContext, area);
        params = paramsAt.toArray(params);
        int component = channels * n;
        int group = manifest.entropy().mixture() * component;
        for (int p = 0; p < n; p++) {
            for (int c = 0; c < channels; c++) {
                int mean = c * n + p;
                int symbol = c * area + positions[p];
                int value = step.value(symbol, params, mean, mean + group, mean + 2 * group, component);
                y[symbol] = (short) value;
                if (manifest.context().hasNetwork()) {
                    visible.set(symbol, ContextForm.clip(value, manifest));
                }
            }
        }
    }

    private void runHead(FloatTensor hyper, int[] positions, boolean seesContext, int area) throws IOException {
        gather(hyper, manifest.latent().hyperFeatures(), area, positions, hyperAt);
        paramsAt.reshape(1, manifest.parameterChannels(), 1, positions.length);
        if (!manifest.context().hasNetwork()) {
            sessions.head().run(Map.of("hyper", hyperAt), paramsAt);
            return;
        }
        if (seesContext) {
            gather(context, manifest.latent().contextFeatures(), area, positions, contextAt);
        } else {
            contextAt
                    .reshape(1, manifest.latent().contextFeatures(), 1, positions.length)
                    .zero();
        }
        sessions.head().run(Map.of("hyper", hyperAt, "context", contextAt), paramsAt);
    }

    private static void gather(FloatTensor from, int channels, int area, int[] positions, FloatTensor to) {
        to.reshape(1, channels, 1, positions.length);
        for (int c = 0, i = 0; c < channels; c++) {
            for (int p : positions) {
                to.set(i++, from.get(c * area + p));
            }
        }
    }
}
