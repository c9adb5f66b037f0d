package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class NlcWriterTest {
    @Test
    void writesTheGoldenFile() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(Files.header(false), NlcReaderTest.GOLDEN_ANCILLARY, null, NlcReaderTest.GOLDEN_TILES);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(NlcReaderTest.GOLDEN);
    }

    @Test
    void writesTheSameToImageOutputStreamsAtTheirPosition() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            out.write(new byte[5]);
            new NlcWriter(out)
                    .write(Files.header(false), NlcReaderTest.GOLDEN_ANCILLARY, null, NlcReaderTest.GOLDEN_TILES);
        }
        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo("0000000000" + NlcReaderTest.GOLDEN);
    }

    @Test
    void sizeIsThatOfTheFile() throws Exception {
        byte[] alpha = AlphaPlane.compress(Files.ALPHA, 300, 70);
        assertThat(NlcWriter.size(Files.HEADER, Files.ANCILLARY, alpha, Files.TILES))
                .isEqualTo(Files.small().length);
        assertThat(NlcWriter.size(
                        Files.header(false), NlcReaderTest.GOLDEN_ANCILLARY, null, NlcReaderTest.GOLDEN_TILES))
                .isEqualTo(NlcReaderTest.GOLDEN.length() / 2);
        long tiles = Files.TILES.stream()
                .mapToLong(tile -> tile.length + NlcWriter.TILE_OVERHEAD)
                .sum();
        assertThat(NlcWriter.overhead(Files.HEADER.pack(), Files.ANCILLARY, alpha) + tiles)
                .isEqualTo(Files.small().length);
    }

    @Test
    void metadataIsPutInOrder() throws Exception {
        List<Chunk> reversed = new java.util.ArrayList<>(Files.ANCILLARY);
        Collections.reverse(reversed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(Files.header(false), reversed, null, Files.TILES);
        NlcReader reader = new NlcReader(Files.unknownLength(out.toByteArray()));
        reader.verify();
        assertThat(reader.ancillary()).extracting(Chunk::type).containsExactly("ICCP", "EXIF", "XMP ", "noTe", "noTe");
    }

    @Test
    void partsThatDoNotFitAreRefusedBeforeTheFirstByte() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NlcWriter writer = new NlcWriter(out);
        Chunk iccp = new Chunk("ICCP", new byte[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(Files.HEADER, List.of(), null, Files.TILES))
                .withMessageContaining("alpha");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(Files.header(false), List.of(), new byte[1], Files.TILES))
                .withMessageContaining("alpha");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(Files.header(false), List.of(), null, Files.TILES.subList(0, 3)))
                .withMessageContaining("3 given, 4 needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(Files.header(false), List.of(iccp, iccp), null, Files.TILES))
                .withMessageContaining("more than one ICCP");
        for (String type : List.of("TIDX", "HEAD", "GRID")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            writer.write(Files.header(false), List.of(new Chunk(type, new byte[1])), null, Files.TILES))
                    .withMessageContaining(type);
        }
        NlcHeader wide = new NlcHeader(65_536, 1, Colour.RGB, false, 0, 65_472, 64, "p", new byte[16]);
        assertThatThrownBy(() -> writer.write(wide, List.of(), null, Files.TILES.subList(0, 2)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("nlc.maxSide");
        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void chunkTypesAreChecked() {
        for (String type : List.of("", "abc", "abcde", "1abc", " abc", "ab\u00e4c", "ab\nc")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Chunk(type, new byte[0]))
                    .withMessageContaining("type");
        }
        assertThat(new Chunk("noTe", new byte[0]).ancillary()).isTrue();
        assertThat(new Chunk("XMP ", new byte[0]).ancillary()).isFalse();
    }
}
