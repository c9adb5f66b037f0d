package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that learn do so as docs/format.md says, "Adaptive models", and in both directions alike. */
class AdaptiveModelsTest {

    private static final int TOTAL = 1 << 16;

    /** The page's symbol model, word by word. */
    private static final class PageSymbols {
        private final int[] count;
        private int[] cum;
        private int sum;
        private int interval = 1;
        private int left = 1;

        PageSymbols(int[] initial) {
            count = initial.clone();
            sum = Arrays.stream(count).sum();
            cum = cum();
        }

        private int[] cum() {
            int n = count.length;
            BigInteger f = BigInteger.valueOf(TOTAL - n).shiftLeft(24).divide(BigInteger.valueOf(sum));
            int[] made = new int[n + 1];
            long below = 0;
            for (int s = 1; s < n; s++) {
                below += count[s - 1];
                made[s] =
                        s + f.multiply(BigInteger.valueOf(below)).shiftRight(24).intValueExact();
            }
            made[n] = TOTAL;
            return made;
        }

        void encode(RangeEncoder out, int s) {
            out.encode(cum[s], cum[s + 1] - cum[s]);
            count[s] += 32;
            sum += 32;
            if (--left == 0) {
                if (sum > TOTAL) {
                    Arrays.setAll(count, i -> (count[i] + 1) >> 1);
                    sum = Arrays.stream(count).sum();
                }
                cum = cum();
                interval = Math.min(256, interval + (interval >> 1) + 1);
                left = interval;
            }
        }
    }

    /** The page's bit model. */
    private static final class PageBits {
        private int p = 1 << 15;
        private int r = 4;

        void encode(RangeEncoder out, int bit) {
            if (bit == 1) {
                out.encode(0, p);
                p += (TOTAL - p) >> (r >> 2);
            } else {
                out.encode(p, TOTAL - p);
                p -= p >> (r >> 2);
            }
            if (r < 28) {
                r += r < 12 ? 2 : 1;
            }
        }
    }

    private static int[] skewed(Random random, int n, int length) {
        return random.ints(length, 0, n * n).map(v -> (int) Math.sqrt(v)).toArray();
    }

    private static RangeDecoder decoder(byte[] stream) throws CorruptStreamException {
        return new RangeDecoder(stream, 0, stream.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 33, 100, 255, 256})
    void symbols_haveTheSlotsOfThePage(int n) throws CorruptStreamException {
        Random random = new Random(n);
        for (int[] initial : new int[][] {
            random.ints(n, 1, 33).toArray(),
            Arrays.stream(new int[n]).map(i -> Math.max(1, 32 / n)).toArray()
        }) {
            int[] symbols = skewed(random, n, 6000);
            RangeEncoder ours = new RangeEncoder();
            RangeEncoder pages = new RangeEncoder();
            SymbolModel model = new SymbolModel(initial);
            PageSymbols page = new PageSymbols(initial);
            for (int symbol : symbols) {
                model.encode(ours, symbol);
                page.encode(pages, symbol);
            }
            byte[] stream = ours.finish();
            assertThat(stream).isEqualTo(pages.finish());
            SymbolModel back = new SymbolModel(initial);
            RangeDecoder in = decoder(stream);
            for (int symbol : symbols) {
                assertThat(back.decode(in)).isEqualTo(symbol);
            }
        }
    }

    /** Wherever a stream points, in tables whose slots end at any places. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 15, 16, 17, 32, 64, 65, 256})
    void everyPlace_isFoundInItsSlot(int n) throws CorruptStreamException {
        int[] initial = new Random(n).ints(n, 1, 33).toArray();
        int[] cum = new PageSymbols(initial).cum;
        int symbol = 0;
        for (int place = 0; place < TOTAL; place++) {
            while (cum[symbol + 1] <= place) {
                symbol++;
            }
            // At first the range is 2^32 - 1, and a 2^16th of it 2^16 - 1.
            long code = place * 0xFFFFL;
            byte[] stream = {(byte) (code >> 24), (byte) (code >> 16), (byte) (code >> 8), (byte) code};
            assertThat(new SymbolModel(initial).decode(decoder(stream)))
                    .as("place " + place)
                    .isEqualTo(symbol);
        }
    }

    /** Models that lie side by side learn each for itself, also those that are asked late or never. */
    @ParameterizedTest
    @ValueSource(ints = {2, 16, 32, 64, 99})
    void modelsSideBySide_areAsManySingleOnes(int n) throws CorruptStreamException {
        Random random = new Random(n);
        int[][] initial = new int[7][];
        Arrays.setAll(initial, i -> random.ints(n, 1, 33).toArray());
        PageSymbols[] page = new PageSymbols[initial.length];
        Arrays.setAll(page, i -> new PageSymbols(initial[i]));
        int[] symbols = skewed(random, n, 20_000);
        // From the last model on one more is asked every 4000 symbols, and the first never.
        int[] models = new int[symbols.length];
        Arrays.setAll(models, i -> initial.length - 1 - random.nextInt(1 + i / 4000));
        RangeEncoder ours = new RangeEncoder();
        RangeEncoder pages = new RangeEncoder();
        SymbolModels bank = new SymbolModels(initial);
        for (int i = 0; i < symbols.length; i++) {
            bank.encode(ours, models[i], symbols[i]);
            page[models[i]].encode(pages, symbols[i]);
        }
        byte[] stream = ours.finish();
        assertThat(stream).isEqualTo(pages.finish());
        Coding back = Coding.from(decoder(stream));
        SymbolModels learning = new SymbolModels(initial);
        for (int i = 0; i < symbols.length; i++) {
            assertThat(back.symbol(learning, models[i], 0)).as("symbol " + i).isEqualTo(symbols[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 32, 33, 256})
    void uniformModels_beginAsThePageSays(int n) {
        RangeEncoder ours = new RangeEncoder();
        RangeEncoder pages = new RangeEncoder();
        SymbolModel model = SymbolModel.uniform(n);
        PageSymbols page = new PageSymbols(
                Arrays.stream(new int[n]).map(i -> Math.max(1, 32 / n)).toArray());
        for (int symbol : skewed(new Random(7), n, 50)) {
            model.encode(ours, symbol);
            page.encode(pages, symbol);
        }
        assertThat(ours.finish()).isEqualTo(pages.finish());
    }

    @Test
    void alphabets_haveOneSymbolAtLeastAnd256AtMost() {
        assertThatThrownBy(() -> new SymbolModel(new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alphabet of 0 symbols");
        assertThatThrownBy(() -> SymbolModel.uniform(257))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("257");
    }

    @Test
    void initialCounts_areCopied() {
        int[] initial = {1, 1, 1};
        SymbolModel model = new SymbolModel(initial);
        model.encode(new RangeEncoder(), 2);
        assertThat(initial).containsExactly(1, 1, 1);
    }

    /** Runs and noise: probabilities go to both ends, and back. */
    @Test
    void bits_haveTheSlotsOfThePage() throws CorruptStreamException {
        Random random = new Random(3);
        int[] bits = random.ints(5000, 0, 2).toArray();
        Arrays.fill(bits, 100, 1500, 1);
        Arrays.fill(bits, 1500, 3000, 0);
        RangeEncoder ours = new RangeEncoder();
        RangeEncoder pages = new RangeEncoder();
        BitModels models = new BitModels(3);
        PageBits[] page = {new PageBits(), new PageBits(), new PageBits()};
        for (int i = 0; i < bits.length; i++) {
            models.encode(ours, i % 7 % 3, bits[i]);
            page[i % 7 % 3].encode(pages, bits[i]);
        }
        byte[] stream = ours.finish();
        assertThat(stream).isEqualTo(pages.finish());
        BitModels back = new BitModels(3);
        RangeDecoder in = decoder(stream);
        for (int i = 0; i < bits.length; i++) {
            assertThat(back.decode(in, i % 7 % 3)).as("bit " + i).isEqualTo(bits[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 8, 15, 16})
    void rawBits_areASlotOfTheirWidth(int count) throws CorruptStreamException {
        RangeEncoder ours = new RangeEncoder();
        RangeEncoder plain = new RangeEncoder();
        int[] values = new Random(count).ints(300, 0, 1 << count).toArray();
        for (int value : values) {
            ours.encodeBits(value, count);
            if (count > 0) {
                plain.encode(value << 16 - count, 1 << 16 - count);
            }
        }
        byte[] stream = ours.finish();
        assertThat(stream).isEqualTo(plain.finish());
        RangeDecoder in = decoder(stream);
        for (int value : values) {
            assertThat(in.decodeBits(count)).isEqualTo(value);
        }
    }

    /** What the fast ways of a decoder take is what its plain one takes: neither more nor less. */
    @Test
    void fastAndPlainWays_takeTheSame() throws CorruptStreamException {
        Random random = new Random(5);
        byte[] noise = new byte[4000];
        random.nextBytes(noise);
        noise[0] = 0x7F; // what begins with FF may point outside every symbol
        RangeDecoder fast = decoder(noise);
        RangeDecoder plain = decoder(noise);
        for (int i = 0; i < 3000; i++) {
            int one = 1 + random.nextInt(TOTAL - 1);
            int expected;
            String a;
            String b;
            try {
                expected = plain.target() < one ? 1 : 0;
                plain.consume(expected == 1 ? 0 : one, expected == 1 ? one : TOTAL - one);
                a = String.valueOf(expected);
            } catch (CorruptStreamException e) {
                a = e.getMessage();
            }
            try {
                b = String.valueOf(fast.decodeBit(one));
            } catch (CorruptStreamException e) {
                b = e.getMessage();
            }
            assertThat(b).isEqualTo(a);
            if (a.length() > 1) {
                return;
            }
            int target = plain.target();
            assertThat(fast.fastTarget()).isEqualTo(target);
            int start = target >> 3 << 3;
            plain.consume(start, 8);
            fast.fastConsume(start, 8);
        }
    }

    @Test
    void fastWays_refuseWhatPointsOutsideEverySymbol() throws CorruptStreamException {
        byte[] outside = {-1, -1, -1, -1, -1, -1};
        assertThatThrownBy(() -> decoder(outside).fastTarget())
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("outside every symbol");
        assertThatThrownBy(() -> decoder(outside).decodeBit(TOTAL / 2))
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("outside every symbol");
        assertThatThrownBy(() -> decoder(outside).decodeBits(3)).isInstanceOf(CorruptStreamException.class);
    }

    /** The number that a range of 2^32 - 1 leaves over at its top: 65,535 units of 65,535. */
    @Test
    void edgeOfTheTotal_isExact() throws CorruptStreamException {
        long unit = 0xFFFFFFFFL >>> 16;
        for (long code : new long[] {0, 1, unit - 1, unit, unit * 65_535, unit * TOTAL - 1}) {
            byte[] stream = {(byte) (code >> 24), (byte) (code >> 16), (byte) (code >> 8), (byte) code, 0, 0};
            int target = decoder(stream).target();
            assertThat(target).isEqualTo((int) (code / unit));
            assertThat(decoder(stream).fastTarget()).isEqualTo(target);
            int one = Math.max(1, target);
            assertThat(decoder(stream).decodeBit(one)).isEqualTo(target < one ? 1 : 0);
        }
        long beyond = unit * TOTAL;
        byte[] stream = {(byte) (beyond >> 24), (byte) (beyond >> 16), (byte) (beyond >> 8), (byte) beyond};
        assertThatThrownBy(() -> decoder(stream).target()).isInstanceOf(CorruptStreamException.class);
        assertThatThrownBy(() -> decoder(stream).fastTarget()).isInstanceOf(CorruptStreamException.class);
        assertThatThrownBy(() -> decoder(stream).decodeBit(1)).isInstanceOf(CorruptStreamException.class);
    }

    @Test
    void coding_isTheSameProgramInBothDirections() throws CorruptStreamException {
        RangeEncoder out = new RangeEncoder();
        Coding to = Coding.to(out);
        assertThat(to.decodes()).isFalse();
        assertThat(program(to, true)).containsExactly(3, 1, 0, 5, 0);
        byte[] stream = out.finish();
        Coding from = Coding.from(decoder(stream));
        assertThat(from.decodes()).isTrue();
        assertThat(program(from, false)).containsExactly(3, 1, 0, 5, 0);
    }

    /** In a decoder what is said does not matter. */
    private static int[] program(Coding coding, boolean said) throws CorruptStreamException {
        SymbolModel symbols = SymbolModel.uniform(4);
        BitModels bits = new BitModels(2);
        return new int[] {
            coding.symbol(symbols, said ? 3 : 0),
            coding.bit(bits, 1, said ? 1 : 0),
            coding.bit(bits, 0, 0),
            coding.bits(3, said ? 5 : 2),
            coding.symbol(symbols, said ? 0 : 1)
        };
    }

    /** Of a stream that is cut the fast ways take the zeros that need not be stored, and no more. */
    @Test
    void fastWays_endWithTheStream() throws CorruptStreamException {
        RangeDecoder bits = decoder(new byte[4]);
        RangeDecoder one = decoder(new byte[4]);
        RangeDecoder symbols = decoder(new byte[4]);
        SymbolModel model = SymbolModel.uniform(256);
        assertThat(bits.decodeBits(8)).isZero();
        assertThat(one.decodeBit(1)).isEqualTo(1);
        assertThat(symbols.fastTarget()).isZero();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 8; i++) {
                        bits.decodeBits(16);
                    }
                })
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 8; i++) {
                        one.decodeBit(1);
                    }
                })
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        model.decode(symbols);
                    }
                })
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("ends too early");
    }
}
