package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MixedBitsTest {

    private static final int BITS = 20_000;

    private static MixedBits model() {
        return new MixedBits(new int[] {4, 2, 1}, 2, 1);
    }

    private static void contexts(MixedBits model, int i, int before) {
        model.context(0, before & 3);
        model.context(1, i & 1);
        model.select(i & 1, 0);
    }

    /** Of the bits before and of the place, the first tells much, the second something. */
    private static int[] bits() {
        Random random = new Random(7);
        int[] bits = new int[BITS];
        int before = 0;
        for (int i = 0; i < BITS; i++) {
            double p = ((before & 3) == 3 ? 0.02 : 0.6) + (i & 1) * 0.3;
            bits[i] = random.nextDouble() < p ? 1 : 0;
            before = before << 1 | bits[i];
        }
        return bits;
    }

    @Test
    void bits_comeBack_inLessThanTheyWouldTakeAlone() throws CorruptStreamException {
        int[] bits = bits();
        MixedBits model = model();
        RangeEncoder out = new RangeEncoder();
        int before = 0;
        for (int i = 0; i < BITS; i++) {
            contexts(model, i, before);
            model.encode(out, bits[i]);
            before = before << 1 | bits[i];
        }
        byte[] coded = out.finish();
        // The source has 0.66 bits a bit; its bits alone 0.99.
        assertThat(coded.length).isLessThan((int) (0.73 * BITS / 8));
        RangeDecoder in = new RangeDecoder(coded, 0, coded.length);
        MixedBits other = model();
        before = 0;
        for (int i = 0; i < BITS; i++) {
            contexts(other, i, before);
            assertThat(other.decode(in)).isEqualTo(bits[i]);
            before = before << 1 | bits[i];
        }
    }

    /** What is as sure as can be still costs something, and what was never seen can still come. */
    @Test
    void surprises_canBeCoded() throws CorruptStreamException {
        MixedBits model = model();
        RangeEncoder out = new RangeEncoder();
        for (int i = 0; i < 5000; i++) {
            model.encode(out, 0);
        }
        for (int i = 0; i < 50; i++) {
            model.encode(out, 1);
        }
        byte[] coded = out.finish();
        RangeDecoder in = new RangeDecoder(coded, 0, coded.length);
        MixedBits other = model();
        int ones = 0;
        for (int i = 0; i < 5050; i++) {
            ones += other.decode(in);
        }
        assertThat(ones).isEqualTo(50);
        assertThat(coded.length).isLessThan(120);
    }

    /** The page gives tables by formulas; no entry may hang on the last bit of a double. */
    @Test
    void tables_areFarFromTies() {
        for (int x = -2047; x <= 2047; x++) {
            assertThat(fromTie(65536 / (1 + Math.exp(-x / 256.0))))
                    .as("S(%s)", x)
                    .isGreaterThan(1e-8);
        }
        for (int p = 0; p < 4096; p++) {
            assertThat(fromTie(256 * Math.log((2 * p + 1) / (8191.0 - 2 * p))))
                    .as("L(%s)", p)
                    .isGreaterThan(1e-8);
        }
    }

    private static double fromTie(double v) {
        return Math.abs(v - Math.floor(v) - 0.5);
    }
}
