package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.entropy.MixtureCoder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingTest {

    private final MixtureCoder coder = new MixtureCoder(1);

    /** A Gaussian of the mean and log2 sigma, both in 1/16. */
    private MixtureCoder.Distribution gaussian(int mean, int scale) {
        return coder.distribution(new float[] {mean, scale}, 0, 1, 2, 1);
    }

    @Test
    void nearest_staysWithin16Bits() {
        assertThat(Rounding.nearest(2.5f)).isEqualTo(2);
        assertThat(Rounding.nearest(-1.6f)).isEqualTo(-2);
        assertThat(Rounding.nearest(1e9f)).isEqualTo(32767);
        assertThat(Rounding.nearest(-1e9f)).isEqualTo(-32768);
        assertThat(Rounding.nearest(Float.NaN)).isZero();
    }

    @Test
    void choose_isTheCheapestOfThree() {
        Random random = new Random(3);
        int moved = 0;
        for (int i = 0; i < 20_000; i++) {
            float y = (float) (3 * random.nextGaussian());
            double weight = Math.exp(3 * random.nextDouble());
            MixtureCoder.Distribution d = gaussian(random.nextInt(65) - 32, random.nextInt(64) - 32);
            int nearest = (int) Math.rint(y);
            int chosen = Rounding.choose(y, weight, d);
            double least = Double.POSITIVE_INFINITY;
            for (int v :
                    new int[] {nearest, y > nearest ? nearest + 1 : nearest - 1, nearest - Integer.signum(nearest)}) {
                least = Math.min(least, d.bits(v) + weight * (y - v) * (y - v));
            }
            assertThat(d.bits(chosen) + weight * (y - chosen) * (y - chosen)).isEqualTo(least, within(1e-6));
            moved += chosen == nearest ? 0 : 1;
        }
        assertThat(moved).isBetween(1000, 19_000);
    }

    @Test
    void price_risesWhereSymbolsWillHardlyBeZero() {
        Rounding.Price price = new Rounding.Price(new double[] {2, 10}, 4);
        assertThat(price.of(0, gaussian(0, -48))).isEqualTo(2, within(1e-3)); // sigma 1/8
        assertThat(price.of(1, gaussian(0, -48))).isEqualTo(10, within(1e-2));
        assertThat(price.of(0, gaussian(160, 0))).isEqualTo(10, within(1e-3));
        double zero = Math.pow(2, -gaussian(0, 16).bits(0)); // sigma 2
        assertThat(zero).isBetween(0.15, 0.25);
        assertThat(price.of(0, gaussian(0, 16))).isEqualTo(2 * (1 + 4 * (1 - zero)), within(1e-2));
        assertThat(new Rounding.Price(new double[] {2}, 0).of(0, gaussian(160, 0)))
                .isEqualTo(2);
    }

    @Test
    void choose_atAPriceThatRises_isTheCheapestAtThatPrice() {
        Random random = new Random(4);
        Rounding.Price price = new Rounding.Price(new double[] {1e9, 6}, 4);
        int fewer = 0;
        for (int i = 0; i < 20_000; i++) {
            float y = (float) (2 * random.nextGaussian());
            MixtureCoder.Distribution d = gaussian(random.nextInt(33) - 16, random.nextInt(64) - 48);
            int chosen = Rounding.choose(y, price, 1, d);
            assertThat(chosen).isEqualTo(Rounding.choose(y, price.of(1, d), d));
            assertThat(Rounding.choose(y, price, 0, d)).isEqualTo(Rounding.nearest(y));
            fewer += Rounding.choose(y, 6, d) == chosen ? 0 : 1;
        }
        assertThat(fewer).isPositive();
    }

    @Test
    void choose_keepsTheNearestWhereErrorsAreDear() {
        for (float y : new float[] {-3.4f, -0.49f, 0, 0.3f, 0.6f, 7.45f}) {
            assertThat(Rounding.choose(y, 1e6, gaussian(0, -32))).isEqualTo(Rounding.nearest(y));
        }
    }

    @Test
    void choose_leavesTheRangeOfLatentsAlone() {
        assertThat(Rounding.choose(1e9f, 0, gaussian(0, 0))).isEqualTo(32767);
        assertThat(Rounding.choose(-1e9f, 0, gaussian(0, 0))).isEqualTo(-32768);
    }
}
