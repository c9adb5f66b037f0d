package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.container.Limits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to what accompanies a picture is a warning, and the picture is what it would be without. */
@ExtendWith(TinyPack.class)
class AncillaryDamageTest {

    private final List<String> warnings = new ArrayList<>();

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = AncillaryDamageTest.class.getResourceAsStream("/nlc/" + name)) {
            return in.readAllBytes();
        }
    }

    private int[] read(byte[] file, Limits limits) throws IOException {
        warnings.clear();
        NlcSettings settings = new NlcSettings(limits, TestPacks.CPU, List.of(TestPacks.directory()));
        NlcImageReader reader = PictureFiles.reader(settings);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
            BufferedImage image = reader.read(0);
            return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        } finally {
            reader.dispose();
        }
    }

    private int[] read(byte[] file) throws IOException {
        return read(file, Limits.DEFAULT);
    }

    private static byte[] chunk(String type, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32C crc = new CRC32C();
        crc.update(name);
        crc.update(new byte[length]);
        return ByteBuffer.allocate(12 + length)
                .putInt(length)
                .put(name)
                .put(new byte[length])
                .putInt((int) crc.getValue())
                .array();
    }

    /** The file with more bytes at an offset. */
    private static byte[] insert(byte[] file, int offset, byte[] more) {
        return ByteBuffer.allocate(file.length + more.length)
                .put(file, 0, offset)
                .put(more)
                .put(file, offset, file.length - offset)
                .array();
    }

    private static int afterHead(byte[] file) {
        return 8 + 12 + ByteBuffer.wrap(file).getInt(8);
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.nlc, ICCP",
        "rgb.nlc, EXIF",
        "rgb.nlc, 'XMP '",
        "rgb.nlc, noTe",
        "rgba.nlc, ICCP",
        "lossless-rgba.nlc, ICCP",
        "lossless-gray16.nlc, 'XMP '"
    })
    void damagedChunk_isAWarning(String name, String type) throws IOException {
        byte[] plain = sample(name);
        int[] expected = read(plain);
        assertThat(warnings).isEmpty();
        int at = afterHead(plain);
        byte[] file = insert(plain, at, chunk(type, 30));
        assertThat(read(file)).isEqualTo(expected);
        assertThat(warnings).allMatch(w -> w.contains("profile"));
        for (int byteOfChunk : new int[] {0, 1, 3, 4, 5, 20, 41}) { // length, type, payload, check value
            byte[] damaged = file.clone();
            damaged[at + byteOfChunk] ^= 0x20;
            assertThat(read(damaged)).as("byte %d", byteOfChunk).isEqualTo(expected);
            assertThat(warnings).as("byte %d", byteOfChunk).isNotEmpty();
        }
    }

    @Test
    void largeChunk_isAWarning() throws IOException {
        byte[] plain = sample("rgb.nlc");
        int[] expected = read(plain);
        byte[] file = insert(plain, afterHead(plain), chunk("ICCP", 1000));
        Limits small = new Limits(65_535, 1 << 28, 200_000, 999, 1 << 28);
        assertThat(read(file, small)).isEqualTo(expected);
        assertThat(warnings).singleElement().asString().contains("ICCP", "1000", "nlc.maxAncillary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.nlc", "rgba.nlc", "tiles.nlc", "lossless-palette.nlc"})
    void missingOrDamagedEnd_isAWarning(String name) throws IOException {
        byte[] file = sample(name);
        int[] expected = read(file);
        assertThat(warnings).isEmpty();
        for (int missing = 1; missing <= 12; missing++) {
            assertThat(read(Arrays.copyOf(file, file.length - missing))).isEqualTo(expected);
            assertThat(warnings).singleElement().asString().contains("end of the file is missing");
        }
        for (int i = file.length - 12; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 1;
            assertThat(read(damaged)).isEqualTo(expected);
            assertThat(warnings).as("byte %d", i).isNotEmpty();
        }
        byte[] more = insert(file, file.length - 12, chunk("noTe", 9));
        more[more.length - 15] ^= 1;
        assertThat(read(more)).isEqualTo(expected);
        assertThat(warnings).singleElement().asString().contains("noTe");
    }

    @Test
    void throughImageIo_thePictureIsThere() throws IOException {
        byte[] file = sample("rgb.nlc");
        assertThat(ImageIO.read(new ByteArrayInputStream(Arrays.copyOf(file, file.length - 12))))
                .isNotNull();
    }
}
