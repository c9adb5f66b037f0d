package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcWriter;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile files: always an IIOException that says what is wrong. */
@ExtendWith(TinyPack.class)
class BadFilesTest {

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = BadFilesTest.class.getResourceAsStream("/nlc/" + name)) {
            return in.readAllBytes();
        }
    }

    private static BufferedImage read(byte[] file, boolean lengthKnown) throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        ImageInputStream in =
                lengthKnown ? new ArrayStream(file) : new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
        try (in) {
            reader.setInput(in);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyTruncation_isReported(boolean lengthKnown) throws IOException {
        byte[] file = sample("rgba.nlc");
        for (int length = 0; length < file.length - 12; length++) { // the end mark itself is not missed
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut, lengthKnown))
                    .as(length + " bytes")
                    .isInstanceOf(IIOException.class)
                    .hasMessageMatching("(?s).*(truncated|empty).*");
        }
    }

    @Test
    void everyFlippedByte_isReported() throws IOException {
        byte[] file = sample("rgba.nlc");
        Random random = new Random(1);
        for (int i = 0; i < file.length - 12; i++) {
            byte[] flipped = file.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(flipped, true)).as("byte " + i).isInstanceOf(IIOException.class);
        }
    }

    /** Before the picture's memory is asked for, which would be refused for another reason. */
    @Test
    void tileThatThePackDoesNotTake_isNamed(@TempDir Path root) throws IOException {
        EditedPack edited = new EditedPack().entropyModel("small");
        edited.json().addProperty("max_tile", 512 * 512);
        byte[] digest = ModelPack.of(PackSource.folder(edited.write(root))).fileDigest();
        NlcHeader header = new NlcHeader(60_000, 4_000, Colour.RGB, false, 0, 1024, 960, "test/small", digest);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            new NlcWriter(out).write(header, List.of(), null, Collections.nCopies(header.tiles(), new byte[8]));
        }
        String before = System.setProperty("nlc.models", root.toString());
        try {
            assertThatThrownBy(() -> read(bytes.toByteArray(), true))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("1024 x 960")
                    .hasMessageContaining("test/small")
                    .hasMessageContaining(String.valueOf(512 * 512));
        } finally {
            System.setProperty("nlc.models", before);
        }
    }

    @Test
    void damagedTile_isNamed() throws IOException {
        byte[] file = sample("rgb.nlc");
        file[file.length - 30] ^= 4;
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("tile 0")
                .hasMessageContaining("CRC");
    }

    @Test
    void damagedTile_canBeConcealed() throws IOException {
        byte[] file = sample("rgb.nlc");
        file[file.length - 30] ^= 4;
        List<String> warnings = new ArrayList<>();
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(new ArrayStream(file));
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
        assertThat(reader.read(0, param).getHeight()).isEqualTo(96);
        assertThat(warnings).singleElement().asString().contains("tile 0", "CRC", "filled");
    }

    @Test
    void emptyFile_andNoNlcFile() {
        assertThatThrownBy(() -> read(new byte[0], true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> read(new byte[500], true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void hugeDimensions_areRefusedByTheHeader() throws IOException {
        byte[] file = sample("rgb.nlc");
        file[17] = 0x7F; // highest byte of the width
        fixHead(file);
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("nlc.maxSide");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hugePictureInSmallFile_isRefused(boolean lengthKnown) throws IOException {
        NlcHeader huge = header(16_000, 16_000, 768, 768);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(huge, List.of(), null, Collections.nCopies(huge.tiles(), new byte[4]));
        System.setProperty("nlc.maxExpansionRatio", "50000");
        try {
            assertThatThrownBy(() -> read(out.toByteArray(), lengthKnown))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("16000 x 16000")
                    .hasMessageContaining("nlc.maxExpansionRatio");
        } finally {
            System.clearProperty("nlc.maxExpansionRatio");
        }
    }

    private static NlcHeader header(int width, int height, int tileWidth, int tileHeight) throws IOException {
        NlcHeader sample = header();
        return new NlcHeader(
                width, height, Colour.RGB, false, 0, tileWidth, tileHeight, sample.pack(), sample.digest());
    }

    /** Of 1,330 bytes, four gibibytes: no encoder writes tiles above 768 x 768, so no pack takes them. */
    @ParameterizedTest
    @CsvSource({"2048,2048", "1024,1024", "9280,64", "832,768"})
    void tilesThatNoEncoderWrites_areRefused(int width, int height) throws IOException {
        byte[] file = withHeader(header(width, height, width, height));
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("tiles of " + width + " x " + height)
                .hasMessageContaining(String.valueOf(768 * 768));
    }

    /** A tile of few pixels, but with a halo of many. */
    @Test
    void tileThatTakesMoreMemoryThanThereMayBe_isRefused() throws IOException {
        byte[] file = withHeader(header(9000, 300, 9024, 64));
        System.setProperty("nlc.maxMemory", "1g");
        try {
            assertThatThrownBy(() -> read(file, true))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("a tile of 9024 x 64 pixels of pack test/tiny")
                    .hasMessageContaining("the limit of 1024 MiB (nlc.maxMemory)")
                    .hasCauseInstanceOf(NlcException.class)
                    .satisfies(e ->
                            assertThat(((NlcException) e.getCause()).kind()).isEqualTo(FailureKind.MEMORY));
        } finally {
            System.clearProperty("nlc.maxMemory");
        }
    }

    private static NlcHeader header() throws IOException {
        return new io.nlc.container.NlcReader(new ArrayStream(sample("rgb.nlc"))).header();
    }

    @Test
    void missingPack_isNamed() throws IOException {
        byte[] file = withHeader(new NlcHeader(64, 96, Colour.RGB, false, 0, 128, 128, "some/model", new byte[16]));
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("\"some/model\"")
                .hasMessageContaining("not installed")
                .hasMessageContaining("test/tiny");
    }

    @Test
    void otherVersionOfThePack_isNamed() throws IOException {
        byte[] file = withHeader(new NlcHeader(64, 96, Colour.RGB, false, 0, 128, 128, "test/tiny", new byte[16]));
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("\"test/tiny\"")
                .hasMessageContaining("00000000000000000000000000000000")
                .hasMessageContaining("digest");
    }

    @Test
    void qualityBeyondThePack_isRefused() throws IOException {
        NlcHeader h = header();
        byte[] file = withHeader(new NlcHeader(64, 96, Colour.RGB, false, 65_535, 128, 128, h.pack(), h.digest()));
        assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("65535");
    }

    /** Right check values around nonsense: only the coder and the latents' check value can object. */
    @Test
    void noiseForTiles_isRefused() throws IOException {
        NlcHeader h = header();
        Random random = new Random(2);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[4 + random.nextInt(400)];
            random.nextBytes(noise);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new NlcWriter(out).write(h, List.of(), null, List.of(noise));
            assertThatThrownBy(() -> read(out.toByteArray(), true))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("tile 0");
        }
    }

    /** Headers that say something else, with right check values: an exception of the right kind, or a picture. */
    @Test
    void forgedHeaders_endWell() throws IOException {
        byte[] file = sample("rgba.nlc");
        Random random = new Random(3);
        int read = 0;
        for (int i = 0; i < 400; i++) {
            byte[] forged = file.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                forged[16 + random.nextInt(20)] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(4));
            }
            fixHead(forged);
            try {
                read(forged, random.nextBoolean());
                read++;
            } catch (IIOException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("cannot be decoded: java");
            }
        }
        assertThat(read).as("some headers say nothing wrong").isBetween(1, 399);
    }

    @Test
    void failedHeader_failsTheSameAgain() throws IOException {
        byte[] file = sample("rgb.nlc");
        file[20] ^= 1;
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(new ArrayStream(file));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reader.getWidth(0))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("CRC of HEAD");
        }
    }

    @Test
    void throughImageIo_itIsAnIioException() throws IOException {
        byte[] file = Arrays.copyOf(sample("rgb.nlc"), 150);
        assertThatThrownBy(() -> ImageIO.read(new ByteArrayInputStream(file))).isInstanceOf(IIOException.class);
    }

    private static byte[] withHeader(NlcHeader header) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(header, List.of(), null, Collections.nCopies(header.tiles(), new byte[100]));
        return out.toByteArray();
    }

    /** Makes the check value of HEAD right again. */
    private static void fixHead(byte[] file) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        int length = java.nio.ByteBuffer.wrap(file).getInt(8);
        crc.update(file, 12, 4 + length);
        java.nio.ByteBuffer.wrap(file).putInt(16 + length, (int) crc.getValue());
    }

    /** A stream that knows its length, as those of files do. */
    private static final class ArrayStream extends javax.imageio.stream.ImageInputStreamImpl {
        private final byte[] data;

        ArrayStream(byte[] data) {
            this.data = data;
        }

        @Override
        public int read() {
            return streamPos < data.length ? data[(int) streamPos++] & 255 : -1;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (streamPos >= data.length) {
                return -1;
            }
            int n = (int) Math.min(len, data.length - streamPos);
            System.arraycopy(data, (int) streamPos, b, off, n);
            streamPos += n;
            return n;
        }

        @Override
        public long length() {
            return data.length;
        }
    }
}
