package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.MixtureCoder;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt of a tile, and that a stream made with it is read with it. */
class CorrectionTest {
    private static final int CHANNELS = 6;
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;
    private static final int SIZE = CHANNELS * HEIGHT * WIDTH;

    private final MixtureCoder coder = new MixtureCoder(1);

    /** Position by position, as rows of a network have it. */
    private static int index(int i) {
        return i % CHANNELS * HEIGHT * WIDTH + i / CHANNELS;
    }

    private MixtureCoder.Distribution gaussian(double sigma) {
        return coder.distribution(new float[] {0, Math.round(16 * Math.log(sigma) / Math.log(2))}, 0, 1, 0, 1);
    }

    /** Symbols of another deviation than the network says. */
    private static int[] symbols(long seed, double sigma) {
        Random random = new Random(seed);
        int[] values = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (int) Math.rint(random.nextGaussian() * sigma);
        }
        return values;
    }

    /** Bits with and without. */
    private double[] bits(int[] values, double said) {
        double[] bits = new double[2];
        Correction correction = new Correction(CHANNELS, HEIGHT, WIDTH);
        for (int i = 0; i < SIZE; i++) {
            MixtureCoder.Distribution d = gaussian(said);
            bits[0] += d.bits(values[i]);
            correction.correct(index(i), d);
            bits[1] += d.bits(values[i]);
            correction.learn(values[i], d.candidate());
        }
        return bits;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.6})
    void aNetworkThatIsWrongAllOver_isCorrected(double factor) {
        double[] bits = bits(symbols(1, 0.35 * factor), 0.35);
        assertThat(bits[1]).isLessThan(0.97 * bits[0]);
    }

    @Test
    void aNetworkThatIsRight_costsHardlyMore() {
        double[] bits = bits(symbols(2, 0.35), 0.35);
        assertThat(bits[1]).isCloseTo(bits[0], within(0.01 * bits[0]));
    }

    /** Symbols that are there in a part of the tile only, which the network does not know. */
    @Test
    void whatIsNearSaysWhatToExpect() {
        int[] values = symbols(3, 0.45);
        for (int i = 0; i < SIZE; i++) {
            int position = i / CHANNELS;
            if (position % WIDTH < WIDTH / 2) {
                values[i] = 0;
            }
        }
        double[] bits = bits(values, 0.35);
        assertThat(bits[1]).isLessThan(0.95 * bits[0]);
    }

    @Test
    void withoutSurprises_firstWordIsTheNetworks() {
        Correction correction = new Correction(CHANNELS, HEIGHT, WIDTH);
        for (double sigma : new double[] {0.15, 0.3, 0.6}) {
            MixtureCoder.Distribution d = gaussian(sigma);
            double before = d.bits(1);
            correction.correct(0, d);
            assertThat(d.bits(1)).isCloseTo(before, within(0.1)); // steps of the table of logarithms
        }
    }

    /** What is nearly certain, and what is hardly ever the candidate. */
    @Test
    void othersAreLeftAlone() {
        Correction correction = new Correction(CHANNELS, HEIGHT, WIDTH);
        MixtureCoder.Distribution wide = gaussian(4);
        double before = wide.bits(2);
        correction.correct(5, wide);
        correction.learn(9, wide.candidate());
        assertThat(wide.bits(2)).isEqualTo(before);
        MixtureCoder.Distribution certain = gaussian(0.05);
        assertThat(certain.deterministic()).isTrue();
        correction.correct(6, certain);
        assertThat(certain.bits(3)).isZero();
        correction.learn(0, certain.candidate());
        MixtureCoder.Distribution next = gaussian(0.3);
        double untouched = next.bits(0);
        correction.correct(7, next);
        assertThat(next.bits(0)).isCloseTo(untouched, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void decoderKeepsStep(long seed) throws CorruptStreamException {
        Random random = new Random(seed);
        int[] values = new int[SIZE];
        double[] sigmas = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            sigmas[i] = Math.exp(random.nextGaussian() * 1.5 - 1);
            values[i] = (int) Math.rint(random.nextGaussian() * sigmas[i] * (i % 500 == 0 ? 300 : 1));
        }
        RangeEncoder out = new RangeEncoder();
        Correction ours = new Correction(CHANNELS, HEIGHT, WIDTH);
        double bits = 0;
        for (int i = 0; i < SIZE; i++) {
            MixtureCoder.Distribution d = gaussian(sigmas[i]);
            ours.correct(index(i), d);
            bits += d.bits(values[i]);
            values[i] = d.encode(out, values[i]); // certain ones change
            ours.learn(values[i], d.candidate());
        }
        byte[] stream = out.finish();
        assertThat(8.0 * stream.length).isCloseTo(bits, within(0.002 * bits + 32));
        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        Correction theirs = new Correction(CHANNELS, HEIGHT, WIDTH);
        for (int i = 0; i < SIZE; i++) {
            MixtureCoder.Distribution d = gaussian(sigmas[i]);
            theirs.correct(index(i), d);
            int value = d.decode(in);
            assertThat(value).isEqualTo(values[i]);
            theirs.learn(value, d.candidate());
        }
    }
}
