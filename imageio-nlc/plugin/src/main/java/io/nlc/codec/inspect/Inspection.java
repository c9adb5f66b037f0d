package io.nlc.codec.inspect;

import io.nlc.picture.Region;
import java.time.Duration;
import java.util.Arrays;

/**
 * What the latent of a picture, or of some of its tiles, consists of and what it costs: see {@link NlcInspector}.
 * Positions count from the top left corner of {@link #region()}; one is {@link #stride()} pixels wide and high.
 * Immutable.
 *
 * <p>Takes 14 bytes a symbol: with 192 channels 10.5 bytes a pixel.
 */
public final class Inspection {

    /** What is known of each symbol. */
    public enum Quantity {
        /** The integer itself. */
        SYMBOL,
        /** The mean that the entropy model expected, in symbols. */
        MEAN,
        /** The standard deviation that the entropy model expected, in symbols. */
        SCALE,
        /** What the symbol took, by the entropy model's integer tables; 0 if it is deterministic. */
        BITS
    }

    private final Region region;
    private final int stride;
    private final SymbolCollector data;
    private final Histogram[] histograms;
    private final DecodeSteps order;
    private final Duration entropyTime;

    /** @param data to be left alone from now on */
    Inspection(Region region, int stride, SymbolCollector data, DecodeSteps order, Duration entropyTime) {
        this.region = region;
        this.stride = stride;
        this.data = data;
        this.histograms = data.histograms();
        this.order = order;
        this.entropyTime = entropyTime;
    }

    /**
     * The pixels of the tiles that were inspected. It may reach beyond the picture, which is padded to multiples of 64
     * pixels.
     */
    public Region region() {
        return region;
    }

    /** Pixels a position, in each direction. */
    public int stride() {
        return stride;
    }

    /** Channels of the latent. */
    public int channels() {
        return data.channels;
    }

    /** Rows of positions. */
    public int height() {
        return data.height;
    }

    /** Columns of positions. */
    public int width() {
        return data.width;
    }

    /**
     * What is known of a symbol.
     *
     * @throws IndexOutOfBoundsException naming the parameter, if there is no such symbol
     */
    public float value(Quantity quantity, int channel, int row, int column) {
        check("channel", channel, channels());
        check("row", row, height());
        check("column", column, width());
        return at(quantity, (channel * height() + row) * width() + column);
    }

    private float at(Quantity quantity, int index) {
        return switch (quantity) {
            case SYMBOL -> data.symbols[index];
            case MEAN -> data.means[index];
            case SCALE -> data.scales[index];
            case BITS -> data.bits[index];
        };
    }

    /**
     * What is known of the symbols of a channel: height x width values in an array of the caller's own.
     *
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public float[] plane(Quantity quantity, int channel) {
        check("channel", channel, channels());
        float[] plane = new float[height() * width()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = at(quantity, channel * plane.length + i);
        }
        return plane;
    }

    /** Bits of a channel of the latent. */
    public double bits(int channel) {
        check("channel", channel, channels());
        return data.channelBits[channel];
    }

    /** Mean square of the symbols of a channel. */
    public double energy(int channel) {
        check("channel", channel, channels());
        return data.squares[channel] / (height() * width());
    }

    /** Bits of the hyper-latent. */
    public double hyperBits() {
        return Arrays.stream(data.hyperBits).sum();
    }

    /** Bits of the latent. With those of the hyper-latent they are the tiles' payloads, but for a few bytes a tile. */
    public double latentBits() {
        return Arrays.stream(data.channelBits).sum();
    }

    /**
     * Where the bits go: for each of height x width positions those of all its symbols, and an even share of those of
     * the hyper-latent's position that it belongs to. They add up to {@code latentBits() + hyperBits()}, but for
     * rounding.
     */
    public float[] bitsPerPosition() {
        int area = height() * width();
        double[] sums = new double[area];
        for (int i = 0; i < data.bits.length; i++) {
            sums[i % area] += data.bits[i];
        }
        float[] out = new float[area];
        for (int i = 0; i < area; i++) {
            int hyper = i / width() / data.ratio * (width() / data.ratio) + i % width() / data.ratio;
            out[i] = (float) (sums[i] + data.hyperBits[hyper] / (data.ratio * data.ratio));
        }
        return out;
    }

    /** What values the symbols of a channel have, and what the entropy model expected. */
    public Histogram histogram(int channel) {
        check("channel", channel, channels());
        return histograms[channel];
    }

    /** When each symbol is decoded. */
    public DecodeSteps order() {
        return order;
    }

    /**
     * How long decoding the bits of these tiles to latents took, one after the other and without loading the networks.
     */
    public Duration entropyTime() {
        return entropyTime;
    }

    static void check(String name, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(name + " must be 0 to " + (size - 1) + ", not " + index);
        }
    }
}
