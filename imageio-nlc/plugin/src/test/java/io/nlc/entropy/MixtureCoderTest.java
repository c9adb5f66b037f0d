package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class MixtureCoderTest {
    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("nlc.test.seeds", 300));
    }

    /**
     * Streams equal to the bit to those of a table computed by other means; covers weights, support, Phi, escapes,
     * deterministic symbols.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheFormatComputedInFull(long seed) throws Exception {
        Random random = new Random(seed);
        int k = 1 + (int) (seed % 4);
        // Tables of the largest scales have 4,000 entries; a few of them will do.
        Symbols symbols = Symbols.random(random, k, 3, seed % 75 == 0 ? 140 : 16);
        MixtureCoder coder = new MixtureCoder(k);
        RangeEncoder ours = new RangeEncoder();
        RangeEncoder theirs = new RangeEncoder();
        for (int i = 0; i < symbols.count; i++) {
            ReferenceMixture reference = symbols.reference(i);
            assertTableIsSound(reference);
            int[] values = IntStream.concat(
                            IntStream.of(
                                    reference.lo,
                                    reference.lo - 1,
                                    reference.hi,
                                    reference.hi + 1,
                                    reference.candidate,
                                    Integer.MIN_VALUE,
                                    Integer.MAX_VALUE),
                            IntStream.range(0, 50)
                                    .map(j -> reference.lo - 2 + random.nextInt(reference.hi - reference.lo + 5)))
                    .toArray();
            for (int value : values) {
                int seen = coder.encode(
                        ours,
                        symbols.params,
                        symbols.mean(i),
                        symbols.scale(i),
                        symbols.weight(i),
                        symbols.step,
                        value);
                assertThat(seen).isEqualTo(reference.encode(theirs, value));
                assertThat(symbols.deterministic(coder, i))
                        .isEqualTo(reference.deterministic() ? reference.candidate : Integer.MIN_VALUE);
                if (!reference.deterministic() && value >= reference.lo && value <= reference.hi) {
                    assertThat(symbols.bits(coder, i, value))
                            .isCloseTo(-log2(reference.frequency(value) / 65536.0), within(1e-9));
                }
            }
        }
        assertThat(ours.finish()).isEqualTo(theirs.finish());
    }

    private static void assertTableIsSound(ReferenceMixture table) {
        assertThat(table.cumulative[0]).isZero();
        assertThat(table.candidate).isBetween(table.lo, table.hi);
        for (int i = 1; i < table.cumulative.length; i++) {
            int frequency = table.cumulative[i] - table.cumulative[i - 1];
            if (frequency < 1 || frequency > 65520 && table.lo + i - 1 != table.candidate) {
                fail("value " + (table.lo + i - 1) + " has frequency " + frequency + ", candidate " + table.candidate);
            }
        }
        assertThat(table.cumulative[table.cumulative.length - 1]).isEqualTo(65536);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomStreamsComeBackAtIdealLength(long seed) throws Exception {
        Random random = new Random(seed);
        int k = 1 + random.nextInt(5);
        Symbols symbols = Symbols.random(random, k, random.nextInt(8000), 60 + random.nextInt(100));
        MixtureCoder coder = new MixtureCoder(k);
        RangeEncoder out = new RangeEncoder();
        int[] seen = new int[symbols.count];
        double ideal = 0;
        for (int i = 0; i < symbols.count; i++) {
            int value = symbols.draw(random, i);
            ideal += symbols.bits(coder, i, value);
            seen[i] = symbols.encode(coder, out, i, value);
            int deterministic = symbols.deterministic(coder, i);
            assertThat(seen[i]).isEqualTo(deterministic == Integer.MIN_VALUE ? value : deterministic);
        }
        byte[] stream = out.finish();
        assertThat(stream.length * 8.0).isLessThanOrEqualTo(ideal * 1.001 + 64).isGreaterThanOrEqualTo(ideal - 40);

        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        MixtureCoder other = new MixtureCoder(k);
        for (int i = 0; i < symbols.count; i++) {
            assertThat(symbols.decode(other, in, i)).isEqualTo(seen[i]);
        }
    }

    /** The tables' own cost is close to that of the real-valued mixture: nothing is lost in 16-bit frequencies. */
    @Test
    void integerTablesCostHardlyMoreThanTheRealMixture() {
        Random random = new Random(9);
        Symbols symbols = Symbols.random(random, 3, 20_000, 60);
        MixtureCoder coder = new MixtureCoder(3);
        double integer = 0;
        double real = 0;
        for (int i = 0; i < symbols.count; i++) {
            if (symbols.deterministic(coder, i) == Integer.MIN_VALUE) {
                int value = symbols.drawFromMixture(random, i);
                integer += symbols.bits(coder, i, value);
                real += symbols.realBits(i, value);
            }
        }
        assertThat(integer / real).isBetween(0.995, 1.01);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void probabilities_areThoseOfTheTables(long seed) {
        Random random = new Random(seed);
        int k = 1 + (int) (seed % 4);
        Symbols symbols = Symbols.random(random, k, 3, 16 + random.nextInt(30));
        MixtureCoder coder = new MixtureCoder(k);
        for (int i = 0; i < symbols.count; i++) {
            ReferenceMixture reference = symbols.reference(i);
            MixtureCoder.Distribution distribution = symbols.distribution(coder, i);
            assertThat(distribution.deterministic()).isEqualTo(reference.deterministic());
            int[][] windows = {
                {reference.lo - 3, reference.hi - reference.lo + 7},
                {reference.candidate - 2, 5},
                {reference.candidate, 1},
                {reference.candidate + 1, 2},
                {reference.hi + 5, 3},
                {reference.lo - 9, 4},
                {-64, 129}
            };
            for (int[] window : windows) {
                double[] sum = new double[window[1]];
                Arrays.fill(sum, 0.25);
                distribution.addProbabilities(window[0], sum);
                double[] expected = new double[window[1]];
                Arrays.fill(expected, 0.25);
                for (int v = reference.lo - 1; v <= reference.hi + 1; v++) {
                    boolean escape = v < reference.lo || v > reference.hi;
                    double p = reference.deterministic()
                            ? v == reference.candidate ? 1 : 0
                            : (escape ? reference.escapeFrequency() / 2.0 : reference.frequency(v)) / 65536;
                    expected[Math.max(0, Math.min(window[1] - 1, v - window[0]))] += p;
                }
                assertThat(sum).containsExactly(expected, within(1e-12));
            }
        }
    }

    @Test
    void distribution_hasTheMomentsOfTheMixture() {
        MixtureCoder coder = new MixtureCoder(2);
        float[] params = {-32, 32, 0, 16, 0, 16, 48}; // -2 +- 1 and 2 +- 2 with the weights 1 and 2
        MixtureCoder.Distribution d = coder.distribution(params, 0, 2, 4, 1);
        assertThat(d.mean()).isCloseTo(2.0 / 3, within(1e-4));
        assertThat(d.deviation()).isCloseTo(Math.sqrt((1 + 4) / 3.0 + (4 + 4) * 2 / 3.0 - 4.0 / 9), within(1e-3));
        assertThat(d.bits(1)).isEqualTo(coder.bits(params, 0, 2, 4, 1, 1)).isPositive();
        assertThat(new MixtureCoder(1)
                        .distribution(new float[] {24, 8 * 4}, 0, 1, 0, 1)
                        .deviation())
                .isCloseTo(4, within(1e-9));
    }

    @Test
    void sureSymbolsTakeNoBitsAndReplaceTheValue() throws Exception {
        float[] params = {5 * 16, -48};
        MixtureCoder coder = new MixtureCoder(1);
        RangeEncoder out = new RangeEncoder();
        for (int value : new int[] {5, 4, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(coder.encode(out, params, 0, 1, 0, 1, value)).isEqualTo(5);
            assertThat(coder.bits(params, 0, 1, 0, 1, value)).isZero();
        }
        assertThat(coder.deterministic(params, 0, 1, 0, 1)).isEqualTo(5);
        assertThat(out.finish()).isEmpty();
        RangeDecoder in = new RangeDecoder(new byte[0], 0, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(coder.decode(in, params, 0, 1, 0, 1)).isEqualTo(5);
        }
    }

    @Test
    void sureAndUnsureMeetAtTheThreshold() {
        MixtureCoder coder = new MixtureCoder(1);
        int deterministic = 0;
        int narrow = 0;
        for (int scale = -48; scale <= 0; scale += 2) {
            for (int mean = -8; mean < 8; mean++) {
                ReferenceMixture reference = new ReferenceMixture(new int[] {mean}, new int[] {scale}, new int[] {0});
                assertThat(coder.deterministic(new float[] {mean, scale}, 0, 1, 0, 1) == reference.candidate)
                        .isEqualTo(reference.deterministic());
                deterministic += reference.deterministic() ? 1 : 0;
                narrow += !reference.deterministic() && reference.frequency(reference.candidate) > 65450 ? 1 : 0;
            }
        }
        assertThat(deterministic).isPositive();
        assertThat(narrow).as("models just below the threshold").isPositive();
    }

    /** One component has a shorter way to what is certain than several have. */
    @Test
    void oneGaussian_isTwoEqualOnes_everywhere() {
        MixtureCoder one = new MixtureCoder(1);
        MixtureCoder two = new MixtureCoder(2);
        int certain = 0;
        for (int scale = -60; scale <= 140; scale++) {
            for (int mean = -100; mean <= 100; mean++) {
                float[] params = {mean, mean, scale, scale, 0, 0};
                int expected = two.deterministic(params, 0, 2, 4, 1);
                assertThat(one.deterministic(params, 0, 2, 4, 1)).isEqualTo(expected);
                certain += expected == Integer.MIN_VALUE ? 0 : 1;
                for (int value = mean / 16 - 2; value <= mean / 16 + 2; value++) {
                    assertThat(one.bits(params, 0, 2, 4, 1, value)).isEqualTo(two.bits(params, 0, 2, 4, 1, value));
                }
            }
        }
        assertThat(certain).isBetween(100, 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, NaN, NaN",
        "Infinity, Infinity, Infinity",
        "-Infinity, -Infinity, -Infinity",
        "3e38, 3e38, -3e38",
        "-3e38, 1e9, 1e9",
        "0, NaN, 0",
        "8191, 1000, 0",
        "-8191, 1000, 0"
    })
    void parametersOutsideAllBoundsStillCodeAnyInt(float mean, float scale, float weight) throws Exception {
        float[] params = {mean, 0, scale, 0, weight, 0};
        int[] values = {0, 1, -1, 512, -512, 100_000, Integer.MIN_VALUE, Integer.MAX_VALUE};
        MixtureCoder coder = new MixtureCoder(2);
        RangeEncoder out = new RangeEncoder();
        int[] seen = Arrays.stream(values)
                .map(v -> coder.encode(out, params, 0, 2, 4, 1, v))
                .toArray();
        byte[] stream = out.finish();
        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        for (int value : seen) {
            assertThat(coder.decode(in, params, 0, 2, 4, 1)).isEqualTo(value);
        }
    }

    @Test
    void garbageEndsInValuesOrInCorruptStreamException() {
        int errors = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            int k = 1 + random.nextInt(3);
            Symbols symbols = Symbols.random(random, k, 300, 200);
            byte[] garbage = new byte[random.nextInt(100)];
            random.nextBytes(garbage);
            try {
                RangeDecoder in = new RangeDecoder(garbage, 0, garbage.length);
                MixtureCoder coder = new MixtureCoder(k);
                for (int i = 0; i < symbols.count; i++) {
                    symbols.decode(coder, in, i);
                }
            } catch (CorruptStreamException e) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(900);
    }

    @Test
    void truncatedStreamsEndInValuesOrInCorruptStreamException() throws Exception {
        Random random = new Random(4);
        Symbols symbols = Symbols.random(random, 3, 500, 120);
        MixtureCoder coder = new MixtureCoder(3);
        RangeEncoder out = new RangeEncoder();
        for (int i = 0; i < symbols.count; i++) {
            symbols.encode(coder, out, i, symbols.draw(random, i));
        }
        byte[] stream = out.finish();
        int errors = 0;
        for (int length = 0; length < stream.length; length++) {
            RangeDecoder in = new RangeDecoder(stream, 0, length);
            try {
                for (int i = 0; i < symbols.count; i++) {
                    symbols.decode(coder, in, i);
                }
            } catch (CorruptStreamException e) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(stream.length * 9 / 10);
    }

    /** If this fails, the format has changed: old files no longer decode. */
    @Test
    void goldenStream() throws Exception {
        Lcg lcg = new Lcg(20261120);
        MixtureCoder three = new MixtureCoder(3);
        MixtureCoder one = new MixtureCoder(1);
        RangeEncoder out = new RangeEncoder();
        float[] params = new float[9];
        for (int i = 0; i < 5000; i++) {
            for (int k = 0; k < 3; k++) {
                params[k] = lcg.next(321) - 160;
                params[3 + k] = lcg.next(110) - 40;
                params[6 + k] = lcg.next(100) - 50;
            }
            int value = lcg.next(50) == 0 ? lcg.next(5000) - 2500 : (int) (params[0] / 16) + lcg.next(5) - 2;
            three.encode(out, params, 0, 3, 6, 1, value);
            one.encode(out, params, 1, 4, 0, 1, value + 1);
        }
        byte[] stream = out.finish();
        assertThat(HexFormat.of().formatHex(stream, 0, 16)).isEqualTo("cd56b3de83b144627914bf03646dde44");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stream)))
                .isEqualTo("02a6eb0b97a3ff3442c19b0d07dbe31f01dd4dd235ae8534b38f110b41a4aa24");
    }

    @Test
    void componentsAreLimited() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MixtureCoder(0))
                .withMessageContaining("components");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MixtureCoder(65))
                .withMessageContaining("components");
    }

    @Test
    void emptyStreamForCodedSymbolsIsCorrupt() {
        MixtureCoder coder = new MixtureCoder(1);
        assertThatThrownBy(() -> {
                    RangeDecoder in = new RangeDecoder(new byte[0], 0, 0);
                    for (int i = 0; i < 100; i++) {
                        coder.decode(in, new float[] {3, 40}, 0, 1, 0, 1);
                    }
                })
                .isInstanceOf(CorruptStreamException.class);
    }

    static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** The generator of docs/pack.md, so that the golden stream does not hang on java.util.Random. */
    private static final class Lcg {
        private long state;

        Lcg(long seed) {
            state = seed;
        }

        int next(int bound) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (int) ((state >>> 33) % bound);
        }
    }

    /**
     * The page: the candidate's bit first, then the others' slots, which share the total and none of which is empty.
     */
    @ParameterizedTest
    @ValueSource(ints = {16, 300, 20_000, 40_000, 65_520})
    void correctedSymbols_areCodedInTwoSteps(int doubt) throws CorruptStreamException {
        Random random = new Random(doubt);
        Symbols symbols = Symbols.random(random, 2, 60, 16);
        MixtureCoder coder = new MixtureCoder(2);
        for (int i = 0; i < symbols.count; i++) {
            ReferenceMixture reference = symbols.reference(i);
            RangeEncoder out = new RangeEncoder();
            List<Integer> values = new ArrayList<>();
            double bits = 0;
            double all = 0;
            MixtureCoder.Distribution d = symbols.distribution(coder, i);
            boolean certain = d.deterministic();
            double plain = d.bits(reference.candidate);
            double share = 0;
            for (int v = reference.lo - 1; v <= reference.hi + 1; v++) {
                d = symbols.distribution(coder, i);
                assertThat(d.candidate()).isEqualTo(reference.candidate);
                double before = d.bits(v);
                d.correct(doubt);
                if (v >= reference.lo && v <= reference.hi) {
                    all += Math.pow(2, -d.bits(v));
                }
                if (!certain && v != reference.candidate) {
                    // others keep their shares, but for what rounding takes
                    double others = 1 - Math.pow(2, -plain);
                    assertThat(Math.pow(2, before - d.bits(v)) * others * 65536 / doubt)
                            .isBetween(0.45, 2.1);
                }
                values.add(d.encode(out, v));
                bits += d.bits(v);
            }
            if (!certain) {
                assertThat(all).isBetween(0.9, 1.0000001);
            }
            byte[] stream = out.finish();
            assertThat(8.0 * stream.length).isLessThan(bits + 40);
            RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
            for (int value : values) {
                d = symbols.distribution(coder, i);
                d.correct(doubt);
                assertThat(d.decode(in)).isEqualTo(value);
            }
        }
    }

    @Test
    void correctedDistribution_sumsToOne() {
        MixtureCoder coder = new MixtureCoder(1);
        MixtureCoder.Distribution d = coder.distribution(new float[] {3, -10}, 0, 1, 0, 1);
        double doubt = d.doubt() / 65536.0;
        assertThat(d.zero()).isCloseTo(1 - doubt, within(1e-9));
        d.correct(6554);
        assertThat(d.zero()).isCloseTo(0.9, within(1e-4));
        double[] sum = new double[7];
        d.addProbabilities(-3, sum);
        assertThat(DoubleStream.of(sum).sum()).isCloseTo(1, within(1e-9));
        assertThat(sum[3]).isCloseTo(0.9, within(1e-4));
        assertThat(sum[4]).isCloseTo(Math.pow(2, -d.bits(1)), within(1e-9));
        MixtureCoder.Distribution off = coder.distribution(new float[] {14, -10}, 0, 1, 0, 1);
        assertThat(off.candidate()).isEqualTo(1);
        off.correct(32768);
        assertThat(off.zero()).isCloseTo(Math.pow(2, -off.bits(0)), within(1e-9));
    }

    /**
     * Parameters of many symbols, laid out as the networks do: component after component, all symbols of one in a row.
     */
    private static final class Symbols {
        final int k;
        final int count;
        final int step;
        final float[] params;

        private Symbols(int k, int count) {
            this.k = k;
            this.count = count;
            this.step = count;
            this.params = new float[3 * k * count];
        }

        /** maxScale is in 1/16 of log2 sigma; 128 and more is the widest there is. */
        static Symbols random(Random random, int k, int count, int maxScale) {
            Symbols s = new Symbols(k, count);
            int spread = 1 << random.nextInt(14);
            int minScale = -20 - random.nextInt(60);
            for (int i = 0; i < k * count; i++) {
                s.params[i] = random.nextInt(100) == 0 ? random.nextInt() : random.nextInt(2 * spread) - spread;
                s.params[k * count + i] = minScale + random.nextInt(maxScale - minScale);
                s.params[2 * k * count + i] = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(80) - 40;
            }
            return s;
        }

        int mean(int i) {
            return i;
        }

        int scale(int i) {
            return k * count + i;
        }

        /** Nonsense where it must be ignored. */
        int weight(int i) {
            return k == 1 ? -1 : 2 * k * count + i;
        }

        int encode(MixtureCoder coder, RangeEncoder out, int i, int value) {
            return coder.encode(out, params, mean(i), scale(i), weight(i), step, value);
        }

        int decode(MixtureCoder coder, RangeDecoder in, int i) throws CorruptStreamException {
            return coder.decode(in, params, mean(i), scale(i), weight(i), step);
        }

        int deterministic(MixtureCoder coder, int i) {
            return coder.deterministic(params, mean(i), scale(i), weight(i), step);
        }

        MixtureCoder.Distribution distribution(MixtureCoder coder, int i) {
            return coder.distribution(params, mean(i), scale(i), weight(i), step);
        }

        double bits(MixtureCoder coder, int i, int value) {
            return coder.bits(params, mean(i), scale(i), weight(i), step, value);
        }

        /** Mostly from the mixture, now and then anything. */
        int draw(Random random, int i) {
            return random.nextInt(200) == 0 ? random.nextInt() >> random.nextInt(32) : drawFromMixture(random, i);
        }

        int drawFromMixture(Random random, int i) {
            double u = random.nextDouble();
            int c = 0;
            while (c < k - 1 && u >= weightOf(i, c)) {
                u -= weightOf(i, c++);
            }
            return (int) Math.rint(meanOf(i, c) + sigmaOf(i, c) * random.nextGaussian());
        }

        double realBits(int i, int value) {
            double p = 0;
            for (int c = 0; c < k; c++) {
                p += weightOf(i, c)
                        * (normal((value + 0.5 - meanOf(i, c)) / sigmaOf(i, c))
                                - normal((value - 0.5 - meanOf(i, c)) / sigmaOf(i, c)));
            }
            return -log2(p);
        }

        private static double normal(double x) {
            return x < 0 ? 1 - normal(-x) : Math.min(GaussianTables.phi(Math.min(x, 9)), 1);
        }

        private double meanOf(int i, int c) {
            return Math.max(-8191, Math.min(8191, params[mean(i) + c * step])) / 16.0;
        }

        private double sigmaOf(int i, int c) {
            return Math.pow(2, Math.max(-24, Math.min(64, Math.floor(params[scale(i) + c * step] / 2))) / 8.0);
        }

        private double weightOf(int i, int c) {
            double max = IntStream.range(0, k)
                    .mapToDouble(j -> params[2 * k * count + i + j * step])
                    .max()
                    .orElseThrow();
            double sum = IntStream.range(0, k)
                    .mapToDouble(j -> Math.pow(2, (params[2 * k * count + i + j * step] - max) / 16))
                    .sum();
            return Math.pow(2, (params[2 * k * count + i + c * step] - max) / 16) / sum;
        }

        ReferenceMixture reference(int i) {
            int[] m = new int[k];
            int[] s = new int[k];
            int[] w = new int[k];
            for (int c = 0; c < k; c++) {
                m[c] = (int) params[mean(i) + c * step];
                s[c] = (int) params[scale(i) + c * step];
                w[c] = k == 1 ? 0 : (int) params[2 * k * count + i + c * step];
            }
            return new ReferenceMixture(m, s, w);
        }
    }
}
