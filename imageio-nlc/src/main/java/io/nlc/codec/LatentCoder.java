package io.nlc.codec;

import io.nlc.context.CodingOrder;
import io.nlc.context.Pass;
import io.nlc.context.Tap;
import io.nlc.entropy.FactorizedPrior;
import io.nlc.entropy.MixtureCoder;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;

/** Latents of a tile to bits and back. Keeps its buffers from tile to tile; one object a thread. */
final class LatentCoder {

    /*
     * Encoder and decoder walk through the same passes with the same networks on the same visible symbols, and differ only in
     * what happens at a symbol (Step). The parameters of a pass come from
     *
     *     hyper   = hyper_synthesis(z)                       once
     *     context = context(symbols of earlier passes)       once per pass that sees any, over the whole latent (checkerboard)
     *                                                        or over the neighbours of the pass's positions (serial)
     *     params  = head(hyper, context)                     at the pass's positions only
     *
     * The head is pointwise, so any set of positions can be packed into one row: the checkerboard's two passes cost together what
     * one run over everything would (He et al. 2021 evaluate it everywhere, twice). Blocks of positions bound the memory.
     */

    private static final int BLOCK = 2048;
    private static final int CHECK_BYTES = 4;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final CodingOrder order;
    private final List<Tap> taps;
    private final FactorizedPrior prior;
    private final MixtureCoder mixture;
    private final FloatTensor hyperInput = new FloatTensor();
    private final FloatTensor hyper = new FloatTensor();
    private final FloatTensor visible = new FloatTensor();
    private final FloatTensor context = new FloatTensor();
    private final FloatTensor hyperAt = new FloatTensor();
    private final FloatTensor contextAt = new FloatTensor();
    private final FloatTensor paramsAt = new FloatTensor();
    private float[] params = new float[0];

    LatentCoder(PackSessions sessions) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.order = CodingOrder.of(manifest.contextType(), manifest.contextKernel());
        this.taps = order.taps();
        this.prior = new FactorizedPrior(manifest.priorLow(), manifest.priorFrequencies());
        this.mixture = new MixtureCoder(manifest.mixture());
    }

    /** What a coder does at one symbol whose parameters start at the given indices. */
    private interface Step {
        int value(int symbol, int mean, int scale, int weight, int step) throws IOException;
    }

    /** Payload of a tile, and the latents that its decoder will see. */
    record Encoded(byte[] payload, Latents latents) {
    }

    /**
     * Encodes a tile.
     *
     * @param y      M x height x width, with gain, not rounded
     * @param height rows of y, a multiple of 4
     * @param width  columns of y, a multiple of 4
     */
    Encoded encode(float[] y, int height, int width) throws IOException {
        int zHeight = height / ratio();
        int zWidth = width / ratio();
        float[] z = sessions.hyperAnalysis().run(new FloatTensor(1, manifest.latentChannels(), height, width).put(y));
        RangeEncoder out = new RangeEncoder();
        short[] codedZ = new short[z.length];
        for (int c = 0, i = 0; c < manifest.hyperChannels(); c++) {
            for (int p = 0; p < zHeight * zWidth; p++, i++) {
                codedZ[i] = (short) prior.code(out, c, toShort(z[i]));
            }
        }
        short[] codedY = new short[y.length];
        code(codedZ, codedY, height, width, (i, mean, scale, weight, step) ->
                mixture.encode(out, params, mean, scale, weight, step, toShort(y[i])));
        Latents latents = new Latents(height, width, codedZ, codedY);
        byte[] stream = out.finish();
        return new Encoded(ByteBuffer.allocate(CHECK_BYTES + stream.length).putInt(latents.check()).put(stream).array(), latents);
    }

    /**
     * Decodes a tile.
     *
     * @throws IIOException if the payload is corrupt
     */
    Latents decode(byte[] payload, int height, int width) throws IOException {
        if (payload.length < CHECK_BYTES) {
            throw new IIOException("tile of " + payload.length + " bytes is too short");
        }
        RangeDecoder in = new RangeDecoder(payload, CHECK_BYTES, payload.length - CHECK_BYTES);
        int positions = height / ratio() * (width / ratio());
        short[] z = new short[manifest.hyperChannels() * positions];
        for (int c = 0, i = 0; c < manifest.hyperChannels(); c++) {
            for (int p = 0; p < positions; p++, i++) {
                z[i] = checked(prior.decode(in, c));
            }
        }
        short[] y = new short[manifest.latentChannels() * height * width];
        code(z, y, height, width, (i, mean, scale, weight, step) -> checked(mixture.decode(in, params, mean, scale, weight, step)));
        Latents latents = new Latents(height, width, z, y);
        if (latents.check() != ByteBuffer.wrap(payload).getInt()) {
            throw new IIOException("decoded latents do not match the check value that the encoder stored");
        }
        return latents;
    }

    private int ratio() {
        return manifest.hyperStride() / manifest.latentStride();
    }

    private static int toShort(float v) {
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(v)));
    }

    private static short checked(int value) throws IIOException {
        if (value != (short) value) {
            throw new IIOException("corrupt stream: latent " + value + " is out of range");
        }
        return (short) value;
    }

    /** Runs through all symbols of y in coding order; {@code y} is filled on the way and feeds the context. */
    private void code(short[] z, short[] y, int height, int width, Step step) throws IOException {
        hyperInput.reshape(1, manifest.hyperChannels(), height / ratio(), width / ratio());
        for (int i = 0; i < z.length; i++) {
            hyperInput.set(i, z[i]);
        }
        sessions.hyperSynthesis().run(Map.of("z", hyperInput), hyper.reshape(1, manifest.hyperFeatures(), height, width));
        int coded = 0;
        for (Pass pass : order.passes(height, width)) {
            if (pass.seesContext() && taps.isEmpty() && coded > 0) {
                runContext(y, height, width);
            }
            for (int from = 0; from < pass.positions().length; from += BLOCK) {
                int to = Math.min(from + BLOCK, pass.positions().length);
                codeBlock(Arrays.copyOfRange(pass.positions(), from, to), pass.seesContext(), y, height, width, step);
            }
            coded += pass.positions().length;
        }
    }

    // Symbols not yet coded are still zero in y, which is what the context network must see at invisible positions.
    private void runContext(short[] y, int height, int width) throws IIOException {
        ExactNetwork network = sessions.context().orElseThrow();
        int clip = manifest.symbolClip();
        visible.reshape(1, manifest.latentChannels(), height, width);
        for (int i = 0; i < y.length; i++) {
            visible.set(i, Math.max(-clip, Math.min(clip, y[i])));
        }
        network.run(Map.of("y", visible), context.reshape(1, manifest.contextFeatures(), height, width));
    }

    // The symbols that each position sees, side by side, for a context network that is pointwise over them.
    private void runContextAt(int[] positions, short[] y, int height, int width) throws IIOException {
        int clip = manifest.symbolClip();
        int channels = manifest.latentChannels();
        visible.reshape(1, (long) taps.size() * channels, 1, positions.length);
        int i = 0;
        for (Tap tap : taps) {
            for (int c = 0; c < channels; c++) {
                for (int p : positions) {
                    int row = p / width + tap.row();
                    int column = p % width + tap.column();
                    boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                    visible.set(i++, inside ? Math.max(-clip, Math.min(clip, y[(c * height + row) * width + column])) : 0);
                }
            }
        }
        sessions.context().orElseThrow().run(Map.of("y", visible),
                contextAt.reshape(1, manifest.contextFeatures(), 1, positions.length));
    }

    private void codeBlock(int[] positions, boolean seesContext, short[] y, int height, int width, Step step) throws IOException {
        int n = positions.length;
        int area = height * width;
        int channels = manifest.latentChannels();
        gather(hyper, manifest.hyperFeatures(), area, positions, hyperAt);
        paramsAt.reshape(1, manifest.parameterChannels(), 1, n);
        if (manifest.hasContext()) {
            if (seesContext && !taps.isEmpty()) {
                runContextAt(positions, y, height, width);
            } else if (seesContext) {
                gather(context, manifest.contextFeatures(), area, positions, contextAt);
            } else {
                contextAt.reshape(1, manifest.contextFeatures(), 1, n).zero();
            }
            sessions.head().run(Map.of("hyper", hyperAt, "context", contextAt), paramsAt);
        } else {
            sessions.head().run(Map.of("hyper", hyperAt), paramsAt);
        }
        params = paramsAt.toArray(params);
        int component = channels * n;
        int group = manifest.mixture() * component;
        for (int p = 0; p < n; p++) {
            for (int c = 0; c < channels; c++) {
                int mean = c * n + p;
                int symbol = c * area + positions[p];
                y[symbol] = (short) step.value(symbol, mean, mean + group, mean + 2 * group, component);
            }
        }
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
