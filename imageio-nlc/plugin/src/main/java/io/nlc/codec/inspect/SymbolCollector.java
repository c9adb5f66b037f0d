package io.nlc.codec.inspect;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import java.io.IOException;

/** Gathers, tile by tile, what an {@link Inspection} tells. Arrays are channel, row, column over all tiles together. */
final class SymbolCollector {

    private static final int BINS = 2 * Histogram.REACH + 1;

    final int channels;
    final int height;
    final int width;
    /** Latent positions a hyper-latent position, in each direction. */
    final int ratio;

    final short[] symbols;
    final float[] means;
    final float[] scales;
    final float[] bits;
    /** Bits of the hyper-latent: height/ratio x width/ratio. */
    final double[] hyperBits;

    final double[] channelBits;
    final double[] squares;
    private final long[][] counts;
    private final double[][] expected;

    SymbolCollector(int channels, int height, int width, int ratio) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.ratio = ratio;
        int size = Math.multiplyExact(channels, Math.multiplyExact(height, width));
        symbols = new short[size];
        means = new float[size];
        scales = new float[size];
        bits = new float[size];
        hyperBits = new double[height / ratio * (width / ratio)];
        channelBits = new double[channels];
        squares = new double[channels];
        counts = new long[channels][BINS];
        expected = new double[channels][BINS];
    }

    /**
     * Adds a tile.
     *
     * @param top its first row among all tiles, in latent positions
     * @param left its first column
     */
    void add(LatentCoder coder, Latents latents, int top, int left) throws IOException {
        int tileWidth = latents.width();
        int area = latents.height() * tileWidth;
        coder.visit(latents, (i, value, distribution) -> {
            int channel = i / area;
            int at = (channel * height + top + i % area / tileWidth) * width + left + i % tileWidth;
            double cost = distribution.bits(value);
            symbols[at] = (short) value;
            means[at] = (float) distribution.mean();
            scales[at] = (float) distribution.deviation();
            bits[at] = (float) cost;
            channelBits[channel] += cost;
            squares[channel] += (double) value * value;
            counts[channel][Math.max(-Histogram.REACH, Math.min(Histogram.REACH, value)) + Histogram.REACH]++;
            distribution.addProbabilities(-Histogram.REACH, expected[channel]);
        });
        double[] hyper = coder.hyperBits(latents);
        int hyperWidth = tileWidth / ratio;
        for (int i = 0; i < hyper.length; i++) {
            hyperBits[(top / ratio + i / hyperWidth) * (width / ratio) + left / ratio + i % hyperWidth] = hyper[i];
        }
    }

    Histogram[] histograms() {
        Histogram[] out = new Histogram[channels];
        for (int c = 0; c < channels; c++) {
            out[c] = Histogram.trimmed(-Histogram.REACH, counts[c], expected[c]);
        }
        return out;
    }
}
