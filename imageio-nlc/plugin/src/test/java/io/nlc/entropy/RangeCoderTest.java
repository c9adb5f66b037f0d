package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RangeCoderTest {
    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("nlc.test.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomStreamsOfRandomModelsComeBackAtIdealLength(long seed) throws Exception {
        Random random = new Random(seed);
        int[][] models = IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> randomModel(random))
                .toArray(int[][]::new);
        int count = random.nextInt(20_000);
        int[] symbols = new int[count];
        double ideal = 0;
        RangeEncoder encoder = new RangeEncoder();
        for (int i = 0; i < count; i++) {
            int[] model = models[i % models.length];
            symbols[i] = slotOf(model, random.nextInt(65536));
            ideal += encode(encoder, model, symbols[i]);
        }
        byte[] stream = encoder.finish();

        assertThat(stream.length * 8.0).isLessThanOrEqualTo(ideal * 1.001 + 64).isGreaterThanOrEqualTo(ideal - 40);
        assertThat(decode(stream, models, count)).isEqualTo(symbols);
    }

    @Test
    void unlikelySymbolsComeBackToo() throws Exception {
        int[][] models = {{0, 1, 65535, 65536}, {0, 65535, 65536}};
        int[] symbols = IntStream.range(0, 30_000)
                .map(i -> i % 2 == 0 ? i % 3 : i % 5 == 0 ? 1 : 0)
                .toArray();
        assertThat(decode(encode(models, symbols), models, symbols.length)).isEqualTo(symbols);
    }

    @Test
    void emptyStreamTakesNoByte() {
        assertThat(new RangeEncoder().finish()).isEmpty();
    }

    /**
     * Slots that always hold one half on both sides of their inside keep every byte undecided between 7F FF FF ... and
     * 80 00 00 ...; the last symbol decides.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 17, 300, 70_000})
    void carriesThroughLongRuns(int run) throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            byte[] half = new byte[run + 20];
            half[0] = (byte) 0x80;
            RangeDecoder follower = new RangeDecoder(half, 0, half.length);
            int[] starts = new int[run + 1];
            int[] frequencies = new int[run + 1];
            for (int i = 0; i < run; i++) {
                frequencies[i] = 256;
                starts[i] = Math.max(1, follower.target() - 64 - random.nextInt(128));
                follower.consume(starts[i], frequencies[i]);
            }
            boolean up = seed % 2 == 0;
            int middle = follower.target();
            starts[run] = up ? middle + 1 : 0;
            frequencies[run] = up ? 65536 - starts[run] : middle;
            RangeEncoder encoder = new RangeEncoder();
            for (int i = 0; i <= run; i++) {
                encoder.encode(starts[i], frequencies[i]);
            }
            byte[] stream = encoder.finish();

            byte[] expected = new byte[run];
            Arrays.fill(expected, (byte) (up ? 0x00 : 0xFF));
            expected[0] = (byte) (up ? 0x80 : 0x7F);
            assertThat(Arrays.copyOf(stream, run)).isEqualTo(expected);
            RangeDecoder decoder = new RangeDecoder(stream, 0, stream.length);
            for (int i = 0; i <= run; i++) {
                assertThat(decoder.target()).isBetween(starts[i], starts[i] + frequencies[i] - 1);
                decoder.consume(starts[i], frequencies[i]);
            }
        }
    }

    @Test
    void decodedNumberIsWrittenAgain() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            byte[] number = new byte[400];
            random.nextBytes(number);
            for (int i = 0; i < 6; i++) {
                int at = random.nextInt(380);
                Arrays.fill(number, at, at + random.nextInt(20), (byte) (i % 2 == 0 ? 0xFF : 0));
            }
            number[0] = (byte) random.nextInt(255);
            int[][] models = {uniform(256), uniform(16), uniform(2), uniform(65536)};
            int[] symbols = decodeAll(number, models);
            byte[] again = encode(models, symbols);
            assertThat(decode(again, models, symbols.length)).isEqualTo(symbols);
            // The last few bytes are free within the last interval. A carry can make equal numbers differ far to the
            // left,
            // but only if the bytes left of it are a run, which ends by byte 380 here.
            assertThat(Arrays.copyOf(again, 370)).isEqualTo(Arrays.copyOf(number, 370));
        }
    }

    @Test
    void zeroRunsLongerThanFourAreStored() throws Exception {
        int[][] models = {uniform(256)};
        int[] zeros = new int[1000];
        byte[] stream = encode(models, zeros);
        assertThat(stream.length).isBetween(996, 1000);
        assertThat(decode(stream, models, zeros.length)).isEqualTo(zeros);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 50, 995})
    void readingPastTheEndIsCorrupt(int cut) throws Exception {
        int[][] models = {uniform(256)};
        byte[] stream = encode(models, new Random(1).ints(1000, 0, 256).toArray());
        assertThatThrownBy(() -> decode(Arrays.copyOf(stream, stream.length - cut), models, 1000))
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("ends too early");
    }

    @Test
    void everyTruncationEndsInAnErrorOrInSymbols() throws Exception {
        Random random = new Random(2);
        int[][] models =
                IntStream.range(0, 5).mapToObj(i -> randomModel(random)).toArray(int[][]::new);
        int[] symbols = IntStream.range(0, 400)
                .map(i -> slotOf(models[i % 5], random.nextInt(65536)))
                .toArray();
        byte[] stream = encode(models, symbols);
        int errors = 0;
        for (int length = 0; length < stream.length; length++) {
            try {
                decode(Arrays.copyOf(stream, length), models, symbols.length);
            } catch (CorruptStreamException e) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(stream.length / 2);
    }

    @Test
    void garbageNeverRunsOn() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            int[][] models = {uniform(2 + random.nextInt(300))};
            assertThatThrownBy(() -> decode(garbage, models, 10_000)).isInstanceOf(CorruptStreamException.class);
        }
    }

    @Test
    void numberBeyondTheTotalIsCorrupt() {
        byte[] ones = {-1, -1, -1, -1};
        assertThatThrownBy(() -> new RangeDecoder(ones, 0, 4).target())
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("outside every symbol");
    }

    @Test
    void decodesFromTheMiddleOfAnArray() throws Exception {
        int[][] models = {uniform(7)};
        int[] symbols = {0, 6, 3, 3, 1, 5, 2, 6, 6, 6, 0};
        byte[] stream = encode(models, symbols);
        byte[] padded = new byte[stream.length + 20];
        Arrays.fill(padded, (byte) 0x55);
        System.arraycopy(stream, 0, padded, 9, stream.length);
        RangeDecoder decoder = new RangeDecoder(padded, 9, stream.length);
        assertThat(decode(decoder, models, symbols.length)).isEqualTo(symbols);
    }

    @Test
    void bitsCostOneBit() throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        int[] bits = new Random(3).ints(8000, 0, 2).toArray();
        Arrays.stream(bits).forEach(encoder::encodeBit);
        byte[] stream = encoder.finish();
        assertThat(stream.length).isBetween(996, 1004);
        RangeDecoder decoder = new RangeDecoder(stream, 0, stream.length);
        for (int bit : bits) {
            assertThat(decoder.decodeBit()).isEqualTo(bit);
        }
    }

    @Test
    void wrongSlotsAreRefused() throws Exception {
        RangeEncoder encoder = new RangeEncoder();
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(-1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(1, 65536));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(Integer.MAX_VALUE, Integer.MAX_VALUE));
        encoder.encode(40_000, 10);
        byte[] stream = encoder.finish();
        assertThatThrownBy(() -> encoder.encode(0, 1)).isInstanceOf(IllegalStateException.class);
        RangeDecoder decoder = new RangeDecoder(stream, 0, stream.length);
        assertThat(decoder.target()).isBetween(40_000, 40_009);
        assertThatIllegalArgumentException().isThrownBy(() -> decoder.consume(0, 40_000));
        assertThatIllegalArgumentException().isThrownBy(() -> decoder.consume(40_010, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> decoder.consume(40_000, -10));
        assertThatIllegalArgumentException().isThrownBy(() -> decoder.consume(40_000, 25_537));
        decoder.consume(40_000, 25_536);
    }

    /** The arithmetic of docs/format.md, byte by byte. */
    private static final class Page {
        private final byte[] stream;
        private int next;
        private long range = 0xFFFFFFFFL;
        private long code;

        Page(byte[] stream) {
            this.stream = stream;
            for (int i = 0; i < 4; i++) {
                code = code << 8 | at(next++);
            }
        }

        private int at(int i) {
            return i < stream.length ? stream[i] & 0xFF : 0;
        }

        long target() {
            return code / (range >>> 16);
        }

        /** Whether the stream goes that far: four zeros may be missing. */
        boolean take(int start, int frequency) {
            long unit = range >>> 16;
            code -= unit * start;
            range = unit * frequency;
            while (range < 1 << 24) {
                range <<= 8;
                code = code << 8 | at(next++);
            }
            return next <= stream.length + 4;
        }
    }

    /** Any bytes give the symbols of the page, and end where it says, be the slots wide or narrow. */
    @Test
    void noise_isReadAsThePageSays() throws Exception {
        Random random = new Random(11);
        for (int trial = 0; trial < 2000; trial++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            RangeDecoder decoder = new RangeDecoder(noise, 0, noise.length);
            Page page = new Page(noise);
            int widest = 1 << random.nextInt(17);
            boolean goesOn = true;
            while (goesOn) {
                long target = page.target();
                if (target > 65_535) {
                    assertThatThrownBy(decoder::target).hasMessageContaining("outside every symbol");
                    break;
                }
                assertThat(decoder.target()).isEqualTo((int) target);
                int start = Math.max(0, (int) target - random.nextInt(widest));
                int frequency = Math.min(65_536 - start, (int) target - start + 1 + random.nextInt(widest));
                goesOn = page.take(start, frequency);
                if (goesOn) {
                    decoder.consume(start, frequency);
                } else {
                    assertThatThrownBy(() -> decoder.consume(start, frequency))
                            .isInstanceOf(CorruptStreamException.class)
                            .hasMessageContaining("ends too early");
                }
            }
        }
    }

    private static int[] uniform(int n) {
        return IntStream.rangeClosed(0, n).map(i -> (int) (65536L * i / n)).toArray();
    }

    /** Cumulative frequencies: uniform, skewed or with near certainties. */
    private static int[] randomModel(Random random) {
        int n = 1 + random.nextInt(random.nextBoolean() ? 4 : 600);
        double skew = Math.exp(random.nextDouble() * 8 - 2);
        double[] weight = IntStream.range(0, n)
                .mapToDouble(i -> Math.pow(random.nextDouble(), skew))
                .toArray();
        double sum = Arrays.stream(weight).sum();
        int[] cumulative = new int[n + 1];
        double mass = 0;
        for (int i = 0; i < n; i++) {
            mass += weight[i] / sum;
            cumulative[i + 1] = i == n - 1 ? 65536 : (int) (Math.min(mass, 1) * (65536 - n)) + i + 1;
        }
        return cumulative;
    }

    private static int slotOf(int[] cumulative, int target) {
        int found = Arrays.binarySearch(cumulative, target);
        return found >= 0 ? found : -found - 2;
    }

    private static double encode(RangeEncoder encoder, int[] model, int symbol) {
        int frequency = model[symbol + 1] - model[symbol];
        encoder.encode(model[symbol], frequency);
        return 16 - Math.log(frequency) / Math.log(2);
    }

    private static byte[] encode(int[][] models, int[] symbols) {
        RangeEncoder encoder = new RangeEncoder();
        for (int i = 0; i < symbols.length; i++) {
            encode(encoder, models[i % models.length], symbols[i]);
        }
        return encoder.finish();
    }

    private static int[] decode(byte[] stream, int[][] models, int count) throws CorruptStreamException {
        return decode(new RangeDecoder(stream, 0, stream.length), models, count);
    }

    private static int[] decode(RangeDecoder decoder, int[][] models, int count) throws CorruptStreamException {
        int[] symbols = new int[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = next(decoder, models[i % models.length]);
        }
        return symbols;
    }

    /** As many symbols as the stream gives. */
    private static int[] decodeAll(byte[] stream, int[][] models) throws CorruptStreamException {
        RangeDecoder decoder = new RangeDecoder(stream, 0, stream.length);
        IntStream.Builder symbols = IntStream.builder();
        try {
            for (int i = 0; ; i++) {
                symbols.add(next(decoder, models[i % models.length]));
            }
        } catch (CorruptStreamException e) {
            return symbols.build().toArray();
        }
    }

    private static int next(RangeDecoder decoder, int[] model) throws CorruptStreamException {
        int slot = slotOf(model, decoder.target());
        decoder.consume(model[slot], model[slot + 1] - model[slot]);
        return slot;
    }
}
