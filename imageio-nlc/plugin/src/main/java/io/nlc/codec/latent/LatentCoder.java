package io.nlc.codec.latent;

import io.nlc.entropy.FactorizedPrior;
import io.nlc.entropy.MixtureCoder;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import io.nlc.failure.NlcException;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Latents of a tile to bits and back. Keeps its buffers from tile to tile; one object a thread. */
public final class LatentCoder {

    private static final int CHECK_BYTES = 4;

    private final PackSessions sessions;
    private final Runnable stop;
    private final boolean correcting;
    private final PackManifest manifest;
    private final ContextForm form;
    private final FactorizedPrior prior;
    private final MixtureCoder mixture;
    private final FloatTensor hyperInput = new FloatTensor();
    private final FloatTensor hyper = new FloatTensor();

    /** Goes on whatever happens, and takes the networks' probabilities as they are. */
    public LatentCoder(PackSessions sessions) {
        this(sessions, false);
    }

    /**
     * Goes on whatever happens.
     *
     * @param correcting whether probabilities are corrected by what was seen of a tile
     */
    public LatentCoder(PackSessions sessions, boolean correcting) {
        this(sessions, correcting, () -> {});
    }

    /**
     * A coder that can be stopped.
     *
     * @param correcting whether probabilities are corrected by what was seen of a tile
     * @param stop throws if the work is to stop; called before every symbol, so it must be quick
     */
    public LatentCoder(PackSessions sessions, boolean correcting, Runnable stop) {
        this.sessions = sessions;
        this.correcting = correcting;
        this.stop = stop;
        this.manifest = sessions.pack().manifest();
        this.form = ContextForm.of(sessions);
        this.prior = new FactorizedPrior(
                manifest.entropy().prior().low(), manifest.entropy().prior().frequencies());
        this.mixture = new MixtureCoder(manifest.entropy().mixture());
    }

    /** Whether probabilities are corrected by what was seen of a tile. */
    boolean correcting() {
        return correcting;
    }

    /** Payload of a tile, and the latents that its decoder will see. */
    public record Encoded(byte[] payload, Latents latents) {}

    /**
     * Encodes a tile.
     *
     * @param y M x height x width, with gain, not rounded
     * @param height rows of y, a multiple of 4
     * @param width columns of y, a multiple of 4
     */
    public Encoded encode(float[] y, int height, int width) throws IOException {
        return encode(y, height, width, true);
    }

    /** Encodes a tile, without looking ahead just as its decoder will go; the bytes are the same. */
    Encoded encode(float[] y, int height, int width, boolean lookAhead) throws IOException {
        return encode(y, height, width, lookAhead, null);
    }

    /**
     * Encodes a tile with symbols that suit the entropy model.
     *
     * @param prices of errors at each position of y, row by row
     */
    public Encoded encode(float[] y, int height, int width, Rounding.Prices prices) throws IOException {
        // Symbols see what was chosen before them, so there is no looking ahead.
        return encode(y, height, width, false, prices);
    }

    private Encoded encode(float[] y, int height, int width, boolean lookAhead, Rounding.Prices prices)
            throws IOException {
        RangeEncoder out = new RangeEncoder();
        short[] codedZ = encodeHyper(y, height, width, out);
        short[] codedY = new short[y.length];
        for (int i = 0; i < y.length && lookAhead; i++) {
            codedY[i] = (short) Rounding.nearest(y[i]);
        }
        int area = height * width;
        form.code(
                hyper(codedZ, height, width),
                codedY,
                height,
                width,
                lookAhead,
                step(
                        height,
                        width,
                        (i, distribution) -> distribution.encode(
                                out,
                                prices == null
                                        ? Rounding.nearest(y[i])
                                        : Rounding.choose(y[i], prices.at(i % area), i / area, distribution))));
        Latents latents = new Latents(height, width, codedZ, codedY);
        return new Encoded(payload(latents.check(), out.finish()), latents);
    }

    /** Codes the hyper-latent of y; returns what its decoder will see. */
    private short[] encodeHyper(float[] y, int height, int width, RangeEncoder out) throws IOException {
        int positions = positions(height, width);
        float[] z = sessions.hyperAnalysis()
                .run(
                        manifest.latent().hyperChannels() * positions,
                        new FloatTensor(1, manifest.latent().channels(), height, width).put(y));
        short[] coded = new short[z.length];
        for (int i = 0; i < coded.length; i++) {
            coded[i] = (short) prior.code(out, i / positions, Rounding.nearest(z[i]));
        }
        return coded;
    }

    private static byte[] payload(int check, byte[] stream) {
        return ByteBuffer.allocate(CHECK_BYTES + stream.length)
                .putInt(check)
                .put(stream)
                .array();
    }

    /**
     * Decodes a tile.
     *
     * @throws NlcException if the payload is corrupt
     */
    public Latents decode(byte[] payload, int height, int width) throws IOException {
        return decode(payload, new short[manifest.latent().channels() * height * width], height, width, false);
    }

    /** Decodes a tile into y; whatever y holds, and whether it is guessed from, makes no difference. */
    Latents decode(byte[] payload, short[] y, int height, int width, boolean guess) throws IOException {
        if (payload.length < CHECK_BYTES) {
            throw NlcException.damaged("tile of " + payload.length + " bytes is too short");
        }
        RangeDecoder in = new RangeDecoder(payload, CHECK_BYTES, payload.length - CHECK_BYTES);
        Latents latents = decode(in, y, height, width, guess);
        if (latents.check() != ByteBuffer.wrap(payload).getInt()) {
            throw NlcException.damaged("decoded latents do not match the check value that the encoder stored");
        }
        return latents;
    }

    /**
     * Decodes a range-coder stream, whose check value is for the caller to look at.
     *
     * @throws NlcException if the stream is corrupt
     */
    public Latents decodeUnchecked(byte[] data, int offset, int length, int height, int width) throws IOException {
        short[] y = new short[manifest.latent().channels() * height * width];
        return decode(new RangeDecoder(data, offset, length), y, height, width, false);
    }

    private Latents decode(RangeDecoder in, short[] y, int height, int width, boolean guess) throws IOException {
        int positions = positions(height, width);
        short[] z = new short[manifest.latent().hyperChannels() * positions];
        for (int i = 0; i < z.length; i++) {
            z[i] = checked(prior.decode(in, i / positions));
        }
        form.code(
                hyper(z, height, width),
                y,
                height,
                width,
                guess,
                step(height, width, (i, distribution) -> checked(distribution.decode(in))));
        return new Latents(height, width, z, y);
    }

    /** What is done with a symbol whose distribution is known; gives its value. */
    private interface Symbol {
        int value(int index, MixtureCoder.Distribution distribution) throws IOException;
    }

    /** What goes before and after it. */
    private ContextForm.Step step(int height, int width, Symbol symbol) {
        if (!correcting) {
            return (i, params, mean, scale, weight, step) -> {
                stop.run();
                return symbol.value(i, mixture.distribution(params, mean, scale, weight, step));
            };
        }
        Correction correction = new Correction(manifest.latent().channels(), height, width);
        return (i, params, mean, scale, weight, step) -> {
            stop.run();
            MixtureCoder.Distribution distribution = mixture.distribution(params, mean, scale, weight, step);
            correction.correct(i, distribution);
            int value = symbol.value(i, distribution);
            correction.learn(value, distribution.candidate());
            return value;
        };
    }

    /** Hears of a symbol of a tile. */
    public interface Visitor {
        void symbol(int index, int value, MixtureCoder.Distribution distribution);
    }

    /**
     * Walks through the y of a tile in coding order.
     *
     * @param latents as they were decoded
     */
    public void visit(Latents latents, Visitor visitor) throws IOException {
        short[] y = latents.y();
        form.code(
                hyper(latents.z(), latents.height(), latents.width()),
                y.clone(),
                latents.height(),
                latents.width(),
                true,
                step(latents.height(), latents.width(), (i, distribution) -> {
                    visitor.symbol(i, y[i], distribution);
                    return y[i];
                }));
    }

    /** Bits of z at each of its positions: height/4 x width/4. */
    public double[] hyperBits(Latents latents) {
        double[] bits = new double[positions(latents.height(), latents.width())];
        for (int i = 0; i < latents.z().length; i++) {
            bits[i % bits.length] += prior.bits(i / bits.length, latents.z()[i]);
        }
        return bits;
    }

    /**
     * What the hyper synthesis makes of the hyper-latent of a tile.
     *
     * @return F x height x width integers
     */
    public float[] hyperFeatures(Latents latents) throws NlcException {
        return hyper(latents.z(), latents.height(), latents.width()).toArray(null);
    }

    /** Positions of the hyper-latent. */
    private int positions(int height, int width) {
        return height / ratio() * (width / ratio());
    }

    private int ratio() {
        return manifest.latent().hyperStride() / manifest.latent().stride();
    }

    private static short checked(int value) throws NlcException {
        if (value != (short) value) {
            throw NlcException.damaged("corrupt stream: latent " + value + " is out of range");
        }
        return (short) value;
    }

    private FloatTensor hyper(short[] z, int height, int width) throws NlcException {
        hyperInput.reshape(1, manifest.latent().hyperChannels(), height / ratio(), width / ratio());
        for (int i = 0; i < z.length; i++) {
            hyperInput.set(i, z[i]);
        }
        sessions.hyperSynthesis()
                .run(Map.of("z", hyperInput), hyper.reshape(1, manifest.latent().hyperFeatures(), height, width));
        return hyper;
    }
}
