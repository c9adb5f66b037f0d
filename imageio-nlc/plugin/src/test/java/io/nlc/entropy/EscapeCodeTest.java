package io.nlc.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EscapeCodeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, 7",
        "-2147483648, -2147483648",
        "2147483647, 2147483647",
        "-2147483648, 0",
        "0, 2147483647",
        "-2057, 2057"
    })
    void anyIntOutsideAnySupportComesBack(int lo, int hi) throws Exception {
        int[] values = IntStream.concat(
                        IntStream.of(
                                Integer.MIN_VALUE,
                                Integer.MIN_VALUE + 1,
                                Integer.MAX_VALUE,
                                Integer.MAX_VALUE - 1,
                                lo - 1,
                                hi + 1,
                                lo - 2,
                                hi + 2,
                                0,
                                1,
                                -1),
                        new Random(1).ints(1000))
                .filter(v -> v < lo || v > hi)
                .toArray();
        RangeEncoder out = new RangeEncoder();
        long bits = 0;
        for (int value : values) {
            EscapeCode.encode(out, lo, hi, value);
            bits += EscapeCode.bits(lo, hi, value);
        }
        byte[] stream = out.finish();
        assertThat(stream.length * 8L).isBetween(bits - 40, bits + 40);
        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        for (int value : values) {
            assertThat(EscapeCode.decode(in, lo, hi)).isEqualTo(value);
        }
    }

    /** From the format: e = 0 "1", 1 "010", 2 "011", 3 "00100". */
    @ParameterizedTest
    @CsvSource({"11, 1", "9, 010", "12, 011", "8, 00100", "13, 00101", "7, 00110", "14, 00111", "6, 0001000"})
    void hasTheBitsOfTheFormat(int value, String bits) throws Exception {
        RangeEncoder out = new RangeEncoder();
        EscapeCode.encode(out, 10, 10, value);
        byte[] stream = out.finish();
        assertThat(EscapeCode.bits(10, 10, value)).isEqualTo(bits.length());
        RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
        for (char bit : bits.toCharArray()) {
            assertThat(in.decodeBit()).isEqualTo(bit - '0');
        }
    }

    @Test
    void endlessZerosAreCorrupt() {
        assertThatThrownBy(() -> EscapeCode.decode(new RangeDecoder(new byte[1000], 0, 1000), 0, 0))
                .isInstanceOf(CorruptStreamException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void valuesBeyondIntAreCorrupt() throws Exception {
        for (int zeros = 32; zeros <= 33; zeros++) {
            RangeEncoder out = new RangeEncoder();
            for (int i = 0; i < zeros; i++) {
                out.encodeBit(0);
            }
            for (int i = 0; i <= zeros; i++) {
                out.encodeBit(1);
            }
            byte[] stream = out.finish();
            assertThatThrownBy(() -> EscapeCode.decode(new RangeDecoder(stream, 0, stream.length), 0, 0))
                    .isInstanceOf(CorruptStreamException.class)
                    .hasMessageContaining("out of range");
        }
    }
}
