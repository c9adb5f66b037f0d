package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class FactorizedPriorTest {
    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("nlc.test.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomStreamsComeBackAtIdealLength(long seed) throws Exception {
        Random random = new Random(seed);
        int channels = 1 + random.nextInt(12);
        int[] lo = random.ints(channels, -200, 100).toArray();
        int[][] frequencies =
                IntStream.range(0, channels).mapToObj(c -> randomTable(random)).toArray(int[][]::new);
        FactorizedPrior prior = new FactorizedPrior(lo, frequencies);
        assertThat(prior.channels()).isEqualTo(channels);

        int count = random.nextInt(10_000);
        int[] seen = new int[count];
        RangeEncoder out = new RangeEncoder();
        double ideal = 0;
        for (int i = 0; i < count; i++) {
            int c = i % channels;
            int value = random.nextInt(100) == 0
                    ? random.nextInt() >> random.nextInt(32)
                    : lo[c] + draw(random, frequencies[c]);
            ideal += prior.bits(c, value);
            seen[i] = prior.code(out, c, value);
            boolean deterministic =
                    Arrays.stream(frequencies[c], 0, frequencies[c].length - 1).anyMatch(f -> f > 65520);
            assertThat(seen[i] == value || deterministic).isTrue();
        }
        byte[] stream = out.finish();
        assertThat(stream.length * 8.0).isLessThanOrEqualTo(ideal * 1.001 + 64).isGreaterThanOrEqualTo(ideal - 40);
        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        for (int i = 0; i < count; i++) {
            assertThat(prior.decode(in, i % channels)).isEqualTo(seen[i]);
        }
    }

    @Test
    void anyIntCanBeCoded() throws Exception {
        int[] los = {0, Integer.MIN_VALUE, Integer.MAX_VALUE - 1, -3};
        for (int lo : los) {
            FactorizedPrior prior = new FactorizedPrior(new int[] {lo}, new int[][] {{30_000, 30_000, 5536}});
            int[] values = {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 2, -1, lo, lo + 1, lo + 2, lo - 1};
            RangeEncoder out = new RangeEncoder();
            for (int value : values) {
                assertThat(prior.code(out, 0, value)).isEqualTo(value);
            }
            byte[] stream = out.finish();
            RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
            for (int value : values) {
                assertThat(prior.decode(in, 0)).isEqualTo(value);
            }
        }
    }

    @Test
    void valueIsSureAbove65520Only() throws Exception {
        FactorizedPrior deterministic = new FactorizedPrior(new int[] {-1}, new int[][] {{1, 65521, 14}});
        RangeEncoder out = new RangeEncoder();
        assertThat(deterministic.code(out, 0, 77)).isZero();
        assertThat(deterministic.bits(0, 77)).isZero();
        assertThat(out.finish()).isEmpty();
        assertThat(deterministic.decode(new RangeDecoder(new byte[0], 0, 0), 0)).isZero();

        FactorizedPrior unsure = new FactorizedPrior(new int[] {-1}, new int[][] {{1, 65520, 15}});
        RangeEncoder out2 = new RangeEncoder();
        assertThat(unsure.code(out2, 0, 77)).isEqualTo(77);
        byte[] stream = out2.finish();
        assertThat(unsure.decode(new RangeDecoder(stream, 0, stream.length), 0)).isEqualTo(77);
    }

    /** A likely escape is no value that could be assumed. */
    @Test
    void likelyEscapeIsStillCoded() throws Exception {
        FactorizedPrior prior = new FactorizedPrior(new int[] {0}, new int[][] {{1, 65535}});
        RangeEncoder out = new RangeEncoder();
        assertThat(prior.code(out, 0, 9)).isEqualTo(9);
        byte[] stream = out.finish();
        assertThat(prior.decode(new RangeDecoder(stream, 0, stream.length), 0)).isEqualTo(9);
    }

    @Test
    void wrongTablesAreRefusedByChannel() {
        refused("lo has 1", new int[] {0}, new int[][] {{1, 65535}, {1, 65535}});
        refused("channel 1", new int[] {0, 0}, new int[][] {{1, 65535}, {65536}});
        refused("channel 0", new int[] {0}, new int[][] {{}});
        refused("channel 0", new int[] {0}, new int[][] {{0, 65536}});
        refused("channel 0", new int[] {0}, new int[][] {{-1, 65537}});
        refused("65535", new int[] {0}, new int[][] {{1, 65534}});
        refused("channel 0", new int[] {0}, new int[][] {{1, 65536}});
        refused("channel 0", new int[] {0}, new int[][] {{Integer.MAX_VALUE, Integer.MAX_VALUE, 65538}});
        refused("channel 0", new int[] {Integer.MAX_VALUE}, new int[][] {{1, 1, 65534}});
    }

    private static void refused(String message, int[] lo, int[][] frequencies) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FactorizedPrior(lo, frequencies))
                .withMessageContaining(message);
    }

    private static int[] randomTable(Random random) {
        int n = 2 + random.nextInt(random.nextBoolean() ? 3 : 80);
        int[] frequencies = new int[n];
        Arrays.fill(frequencies, 1);
        int left = 65536 - n;
        for (int i = 0; i < n && left > 0; i++) {
            int part = i == n - 1 ? left : random.nextInt(8) == 0 ? left : random.nextInt(left + 1);
            frequencies[i] += part;
            left -= part;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = frequencies[i];
            frequencies[i] = frequencies[j];
            frequencies[j] = swap;
        }
        return frequencies;
    }

    private static int draw(Random random, int[] frequencies) {
        int target = random.nextInt(65536);
        int i = 0;
        while (target >= frequencies[i]) {
            target -= frequencies[i++];
        }
        return i;
    }
}
