package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.NlcException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NlcHeaderTest {
    private static final String BYTES = "01" + "0000012c" + "00000046" + "03" + "01" + "0480" + "0100" + "0040" + "16"
            + "6368656e67323032302f636865636b6572626f617264" + "000102030405060708090a0b0c0d0e0f";

    @Test
    void hasTheBytesOfTheFormat() throws Exception {
        assertThat(HexFormat.of().formatHex(Files.HEADER.toBytes())).isEqualTo(BYTES);
        NlcHeader parsed = NlcHeader.parse(HexFormat.of().parseHex(BYTES), Limits.DEFAULT);
        assertThat(parsed).isEqualTo(Files.HEADER).hasSameHashCodeAs(Files.HEADER);
        assertThat(parsed.width()).isEqualTo(300);
        assertThat(parsed.height()).isEqualTo(70);
        assertThat(parsed.colour()).isEqualTo(Colour.RGB);
        assertThat(parsed.alpha()).isTrue();
        assertThat(parsed.quality()).isEqualTo(1152);
        assertThat(parsed.tileWidth()).isEqualTo(256);
        assertThat(parsed.tileHeight()).isEqualTo(64);
        assertThat(parsed.pack()).isEqualTo("cheng2020/checkerboard");
        assertThat(parsed.digestHex()).isEqualTo("000102030405060708090a0b0c0d0e0f");
        assertThat(parsed.toString()).contains("300 x 70", "cheng2020/checkerboard");
    }

    @Test
    void extremesComeBack() throws Exception {
        NlcHeader header =
                new NlcHeader(65_535, 4096, Colour.GRAY, false, 65_535, 65_472, 64, "\u00fc".repeat(32), new byte[16]);
        assertThat(NlcHeader.parse(header.toBytes(), Limits.DEFAULT)).isEqualTo(header);
        NlcHeader one = new NlcHeader(1, 1, Colour.GRAY, false, 0, 64, 64, "p", new byte[16]);
        assertThat(NlcHeader.parse(one.toBytes(), Limits.DEFAULT))
                .isEqualTo(one)
                .isNotEqualTo(header);
        assertThat(one.tiles()).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 64, 64, 1, 1",
        "64, 64, 64, 64, 1, 1",
        "65, 64, 64, 64, 2, 1",
        "300, 70, 256, 64, 2, 2",
        "6000, 4000, 1024, 512, 6, 8"
    })
    void countsTiles(int width, int height, int tileWidth, int tileHeight, int columns, int rows) {
        NlcHeader header = new NlcHeader(width, height, Colour.RGB, false, 0, tileWidth, tileHeight, "p", new byte[16]);
        assertThat(header.columns()).isEqualTo(columns);
        assertThat(header.rows()).isEqualTo(rows);
        assertThat(header.tiles()).isEqualTo(columns * rows);
    }

    @Test
    void digestIsNotShared() {
        byte[] digest = new byte[16];
        NlcHeader header = new NlcHeader(1, 1, Colour.RGB, false, 0, 64, 64, "p", digest);
        digest[0] = 1;
        header.digest()[1] = 1;
        assertThat(header.digest()).isEqualTo(new byte[16]);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 03, version 3",
        "0, 00, version 0",
        "1, 00000000, is empty",
        "5, 00000000, is empty",
        "1, 00010000, nlc.maxSide",
        "1, FFFFFFFF, nlc.maxSide",
        "5, FFFFFFFF, nlc.maxSide",
        "1, 0000FFFF0000FFFF, nlc.maxPixels",
        "9, 00, colour 0",
        "9, 02, colour 2",
        "10, 02, alpha 2",
        "13, 0000, multiples of 64",
        "13, 0041, multiples of 64",
        "15, FFFF, multiples of 64",
        "13, 08000840, 2^22",
        "17, 15, a pack name of 21",
        "17, FF, a pack name of 255",
        "17, 00, a pack name of 0",
        "18, C0C0, not UTF-8",
        "18, 0A, control characters",
    })
    void wrongFieldIsNamed(int offset, String hex, String message) {
        byte[] bytes = HexFormat.of().parseHex(BYTES);
        byte[] field = HexFormat.of().parseHex(hex);
        System.arraycopy(field, 0, bytes, offset, field.length);
        assertThatThrownBy(() -> NlcHeader.parse(bytes, Limits.DEFAULT))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("HEAD")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 34, 55, 57, 98, 99, 1000})
    void wrongLengthIsAnError(int length) {
        byte[] bytes = ByteBuffer.allocate(length)
                .put(HexFormat.of().parseHex(BYTES), 0, Math.min(length, 56))
                .array();
        assertThatThrownBy(() -> NlcHeader.parse(bytes, Limits.DEFAULT))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("HEAD");
    }

    @Test
    void emptyNameIsAnError() {
        byte[] bytes = HexFormat.of().parseHex(BYTES.substring(0, 34) + "00" + "000102030405060708090a0b0c0d0e0f");
        assertThatThrownBy(() -> NlcHeader.parse(bytes, Limits.DEFAULT))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("HEAD");
    }

    @Test
    void headerIsWithinTheLimits() {
        byte[] bytes = HexFormat.of().parseHex(BYTES);
        assertThatThrownBy(() -> NlcHeader.parse(bytes, new Limits(299, 1 << 20, 1000)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("HEAD: size 300 x 70 is over the limit of 299 a side");
        byte[] huge = HexFormat.of().parseHex("01" + "7fffffff" + "7fffffff" + BYTES.substring(18));
        assertThatThrownBy(() -> NlcHeader.parse(huge, new Limits(9_999_999_999L, Long.MAX_VALUE, 1000)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("too many tiles");
    }

    @Test
    void constructorNamesWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(0, 1, 0, 64, "p", 16))
                .withMessageContaining("size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, -1, 0, 64, "p", 16))
                .withMessageContaining("size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 65_536, 64, "p", 16))
                .withMessageContaining("quality");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, -1, 64, "p", 16))
                .withMessageContaining("quality");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 0, 65_536, "p", 16))
                .withMessageContaining("tile");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 0, 64, "", 16))
                .withMessageContaining("pack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 0, 64, null, 16))
                .withMessageContaining("pack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 0, 64, "\u00fc".repeat(33), 16))
                .withMessageContaining("pack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(1, 1, 0, 64, "p", 15))
                .withMessageContaining("digest");
    }

    private static NlcHeader make(int width, int height, int quality, int tile, String pack, int digest) {
        return new NlcHeader(width, height, Colour.RGB, false, quality, tile, 64, pack, new byte[digest]);
    }
}
