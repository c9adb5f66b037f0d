package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NlcReaderTest {
    /** Made by an independent program from docs/format.md: 300 x 70 RGB, ICCP "profile", an empty teXt, four tiles. */
    static final String GOLDEN =
            "8e4e4c430d0a1a0a0000003848454144010000012c000000460300048001000040166368656e67323032302f636865636b65"
                    + "72626f617264000102030405060708090a0b0c0d0e0f4d946e62000000074943435070726f66696c65dfdfe8ac0000000074"
                    + "65587450d8fae3000000105449445800000005000000040000000500000004293966360000000554494c450102030405047c"
                    + "73ee0000000454494c45aabbccdde3814ae80000000554494c45ffffffff802a2438c20000000454494c45000000005c28eb"
                    + "b1000000004e454e44a0170d24";

    static final List<Chunk> GOLDEN_ANCILLARY =
            List.of(new Chunk("ICCP", "profile".getBytes()), new Chunk("teXt", new byte[0]));
    static final List<byte[]> GOLDEN_TILES = List.of(
            HexFormat.of().parseHex("0102030405"),
            HexFormat.of().parseHex("aabbccdd"),
            HexFormat.of().parseHex("ffffffff80"),
            HexFormat.of().parseHex("00000000"));

    /** The JDK's stream in memory counts wrong so far behind its end, and throws what is no IOException. */
    @Test
    void tilesThatLieBillionsOfBytesBehindTheEnd_areMissing() throws Exception {
        byte[] index = new byte[16];
        for (int i = 0; i < 4; i++) {
            ByteBuffer.wrap(index).putInt(4 * i, Integer.MAX_VALUE);
        }
        byte[] file = new FileBuilder()
                .chunk("HEAD", Files.header(false).toBytes())
                .chunk("TIDX", index)
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            for (int i = 0; i < 4; i++) {
                int tile = i;
                assertThatThrownBy(() -> reader.tile(tile))
                        .isInstanceOfSatisfying(
                                NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRUNCATED))
                        .hasMessageContaining("TILE " + tile);
            }
        }
    }

    @Test
    void readsTheGoldenFile() throws Exception {
        for (ImageInputStream in : Files.streams(HexFormat.of().parseHex(GOLDEN))) {
            NlcReader reader = new NlcReader(in);
            reader.verify();
            assertThat(reader.header()).isEqualTo(Files.header(false));
            assertThat(reader.ancillary()).isEqualTo(GOLDEN_ANCILLARY);
            assertThat(reader.alpha()).isNull();
            for (int i : new int[] {3, 0, 2, 1, 1}) {
                assertThat(reader.tile(i)).isEqualTo(GOLDEN_TILES.get(i));
            }
            assertThat(reader.chunks())
                    .containsExactly(
                            new ChunkInfo("HEAD", 8, 56, true),
                            new ChunkInfo("ICCP", 76, 7, true),
                            new ChunkInfo("teXt", 95, 0, true),
                            new ChunkInfo("TIDX", 107, 16, true),
                            new ChunkInfo("TILE", 135, 5, true),
                            new ChunkInfo("TILE", 152, 4, true),
                            new ChunkInfo("TILE", 168, 5, true),
                            new ChunkInfo("TILE", 185, 4, true),
                            new ChunkInfo("NEND", 201, 0, true));
        }
    }

    @Test
    void everythingWrittenComesBack() throws Exception {
        for (ImageInputStream in : Files.streams(Files.small())) {
            NlcReader reader = new NlcReader(in);
            reader.verify();
            assertThat(reader.header()).isEqualTo(Files.HEADER);
            assertThat(reader.ancillary()).isEqualTo(Files.ANCILLARY);
            byte[] plane = new byte[300 * 70];
            AlphaPlane.decompress(reader.alpha(), 300, 70, (y, row) -> System.arraycopy(row, 0, plane, y * 300, 300));
            assertThat(plane).isEqualTo(Files.ALPHA);
            for (int i = 0; i < 4; i++) {
                assertThat(reader.tile(i)).isEqualTo(Files.TILES.get(i));
            }
        }
    }

    @Test
    void headerIsReadWithoutTheRest() throws Exception {
        byte[] start = Arrays.copyOf(Files.small(), 8 + 12 + 56);
        assertThat(new NlcReader(Files.unknownLength(start)).header()).isEqualTo(Files.HEADER);
    }

    @Test
    void fileMayStartAnywhereAndEndBeforeTheStream() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[13]);
        bytes.writeBytes(Files.small());
        bytes.writeBytes("trailing".getBytes());
        List<Object> expected = Files.readAll(new NlcReader(Files.unknownLength(Files.small())));
        for (ImageInputStream in : Files.streams(bytes.toByteArray())) {
            in.seek(13);
            in.flushBefore(13);
            NlcReader reader = new NlcReader(in);
            reader.verify();
            assertThat(Files.readAll(reader)).isEqualTo(expected);
            assertThat(reader.chunks().get(0).offset()).isEqualTo(8);
        }
    }

    @Test
    void readsFromAFileCache() throws Exception {
        try (ImageInputStream in =
                new FileCacheImageInputStream(new java.io.ByteArrayInputStream(Files.small()), null)) {
            NlcReader reader = new NlcReader(in);
            reader.verify();
            assertThat(reader.tile(2)).isEqualTo(Files.TILES.get(2));
        }
    }

    @Test
    @Tag("exhaustive")
    void everyTruncationIsNamed() throws Exception {
        byte[] file = Files.small();
        for (int length = 0; length < file.length; length++) {
            for (ImageInputStream in : Files.streams(Arrays.copyOf(file, length))) {
                assertThatThrownBy(() -> readAndVerify(in))
                        .as("length %d", length)
                        .isInstanceOf(NlcException.class)
                        .hasMessageContaining(length == 0 ? "empty" : "truncated")
                        .extracting(t -> ((NlcException) t).kind())
                        .isEqualTo(length == 0 ? FailureKind.NOT_NLC : FailureKind.TRUNCATED);
            }
        }
    }

    @Test
    @Tag("exhaustive")
    void everyBitFlipIsFound() throws Exception {
        byte[] file = Files.small();
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            for (ImageInputStream in : Files.streams(flipped)) {
                assertThatThrownBy(() -> readAndVerify(in)).as("bit %d", bit).isInstanceOf(NlcException.class);
            }
        }
    }

    /** Without verify() a flip is found, or costs no more than something that accompanies the picture. */
    @Test
    @Tag("exhaustive")
    void noBitFlipChangesWhatIsRead() throws Exception {
        byte[] file = Files.small();
        List<Object> expected = Files.readAll(new NlcReader(Files.knownLength(file)));
        int harmless = 0;
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                NlcReader reader = new NlcReader(Files.knownLength(flipped));
                List<Object> all = Files.readAll(reader);
                assertThat(reader.problems()).as("bit %d", bit).isNotEmpty();
                assertThat(expected.containsAll(all)).as("bit %d", bit).isTrue();
                expected.stream()
                        .filter(part -> !(part instanceof Chunk) && !all.contains(part))
                        .forEach(part -> fail("a flip costs a part of the picture"));
                harmless++;
            } catch (NlcException e) {
                assertThat(e).hasMessageMatching(".*[a-zA-Z].*");
            }
        }
        int accompanying = Files.ANCILLARY.stream()
                .mapToInt(chunk -> chunk.length() + ChunkType.OVERHEAD)
                .sum();
        assertThat(harmless).as("flips in them and in the 12 bytes of NEND").isEqualTo(8 * (accompanying + 12));
    }

    @Test
    @Tag("exhaustive")
    void damageNeverGivesAnythingButNlcException() throws Exception {
        byte[] file = Files.small();
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] damaged =
                    Arrays.copyOf(file, random.nextInt(4) == 0 ? random.nextInt(file.length + 50) : file.length);
            for (int i = random.nextInt(20); i >= 0 && damaged.length > 0; i--) {
                int at = random.nextInt(random.nextBoolean() ? damaged.length : Math.min(damaged.length, 100));
                damaged[at] = (byte) (random.nextInt(3) == 0 ? 0xFF : random.nextInt(3) == 0 ? 0x7F : random.nextInt());
            }
            for (ImageInputStream in : Files.streams(damaged)) {
                try {
                    readAndVerify(in);
                    assertThat(damaged).startsWith(file);
                } catch (NlcException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void otherFilesAreNotNlcFiles() {
        for (String text : List.of("GIF89a and so on", "\u0089PNG\r\n\u001a\n", "x")) {
            assertThatThrownBy(() -> new NlcReader(
                            Files.unknownLength(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("not an NLC file");
        }
    }

    @Test
    void hugeLengthsAreRefusedWithoutAllocation() throws Exception {
        for (String type : List.of("ICCP", "noTe", "ALPH", "TIDX", "HEAD")) {
            for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, Integer.MAX_VALUE - 100, -1}) {
                FileBuilder file = new FileBuilder();
                if (!type.equals("HEAD")) {
                    file.chunk("HEAD", Files.header(type.equals("ALPH")).toBytes());
                }
                file.raw(ByteBuffer.allocate(8)
                                .putInt(length)
                                .put(type.getBytes())
                                .array())
                        .raw(new byte[500]);
                for (ImageInputStream in : Files.streams(file.bytes())) {
                    assertThatThrownBy(() -> Files.readAll(new NlcReader(in))).isInstanceOf(NlcException.class);
                }
            }
        }
    }

    @Test
    void hugeTileLengthIsTruncation() throws Exception {
        byte[] index = ByteBuffer.allocate(16)
                .putInt(Integer.MAX_VALUE - 20)
                .putInt(4)
                .putInt(4)
                .putInt(4)
                .array();
        byte[] file = new FileBuilder()
                .chunk("HEAD", Files.header(false).toBytes())
                .chunk("TIDX", index)
                .raw(ByteBuffer.allocate(8)
                        .putInt(Integer.MAX_VALUE - 20)
                        .put("TILE".getBytes())
                        .array())
                .raw(new byte[100])
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertThatThrownBy(() -> reader.tile(0))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("TILE 0");
            assertThatThrownBy(() -> reader.tile(3))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("TILE 3");
        }
    }

    @Test
    void manyTilesWithoutTheirIndexCostNothing() throws Exception {
        NlcHeader header = new NlcHeader(65_535, 4096, Colour.RGB, false, 0, 64, 64, "p", new byte[16]);
        byte[] file = new FileBuilder()
                .chunk("HEAD", header.toBytes())
                .raw(ByteBuffer.allocate(8)
                        .putInt(4 * header.tiles())
                        .put("TIDX".getBytes())
                        .array())
                .bytes();
        assertThatThrownBy(() -> new NlcReader(Files.unknownLength(file)).tile(0))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("truncated")
                .hasMessageContaining("TIDX");
    }

    @Test
    void unknownCriticalChunkIsAnError() throws Exception {
        failsWith("GRID is not known", head(false).chunk("GRID", new byte[3]).chunk("TIDX", new byte[16]));
    }

    @Test
    void orderIsChecked() throws Exception {
        failsWith("first chunk is TIDX", new FileBuilder().chunk("TIDX", new byte[16]));
        failsWith(
                "HEAD is repeated",
                head(false).chunk("HEAD", Files.header(false).toBytes()));
        failsWith("TIDX chunk is missing", head(false).chunk("TILE", new byte[4]));
        failsWith("TIDX chunk is missing", head(false).chunk("NEND", new byte[0]));
        failsWith("ALPH chunk is missing", head(true).chunk("TIDX", new byte[16]));
        failsWith("HEAD says no alpha", head(false).chunk("ALPH", new byte[1]).chunk("TIDX", new byte[16]));
    }

    @Test
    void tileIndexMustFit() throws Exception {
        failsWith("TIDX has 12 bytes", head(false).chunk("TIDX", new byte[12]));
        failsWith("TIDX has 0 bytes", head(false).chunk("TIDX", new byte[0]));
        failsWith(
                "tile 2 is over the limit",
                head(false).chunk("TIDX", ByteBuffer.allocate(16).putInt(8, -1).array()));
        failsWith("no check value", head(false).chunk("TIDX", new byte[16]).chunk("TILE", new byte[0]));
    }

    @Test
    void noChunkTypeIsAnError() throws Exception {
        failsWith("no chunk type", head(false).chunk("\u00e4bcd", new byte[1]));
        failsWith("no chunk type", head(false).chunk("1bcd", new byte[1]));
        failsWith("no chunk type", head(false).raw(new byte[20]));
    }

    @Test
    void chunksBeforeTheTilesAreLimited() throws Exception {
        FileBuilder file = head(false);
        for (int i = 0; i < (1 << 16); i++) {
            file.chunk("noTe", new byte[0]);
        }
        failsWith("more than 65536 chunks", file);
    }

    @Test
    void damagedTileLeavesTheOthers() throws Exception {
        byte[] file = HexFormat.of().parseHex(GOLDEN);
        file[161] ^= 1;
        NlcReader reader = new NlcReader(Files.unknownLength(file));
        assertThatThrownBy(() -> reader.tile(1))
                .isInstanceOf(NlcException.class)
                .hasMessage("the CRC of TILE 1 is wrong");
        assertThat(reader.tile(2)).isEqualTo(GOLDEN_TILES.get(2));
        assertThatThrownBy(reader::verify).isInstanceOf(NlcException.class).hasMessage("the CRC of TILE 1 is wrong");
        assertThat(reader.chunks())
                .filteredOn(chunk -> !chunk.crcOk())
                .containsExactly(new ChunkInfo("TILE", 152, 4, false));

        file[157] = 'X';
        assertThatThrownBy(() -> reader.tile(1))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("CRC");
        NlcReader again = new NlcReader(Files.unknownLength(file));
        assertThatThrownBy(() -> again.tile(1))
                .isInstanceOf(NlcException.class)
                .hasMessage("TILE 1 is not where TIDX says");
        assertThat(again.tile(3)).isEqualTo(GOLDEN_TILES.get(3));
    }

    @Test
    void ancillaryChunksMayStandBetweenTiles() throws Exception {
        byte[] index =
                ByteBuffer.allocate(16).putInt(5).putInt(4).putInt(5).putInt(4).array();
        byte[] file = head(false)
                .chunk("TIDX", index)
                .chunk("noTe", new byte[33])
                .chunk("TILE", GOLDEN_TILES.get(0))
                .chunk("TILE", GOLDEN_TILES.get(1))
                .chunk("noTe", new byte[1])
                .chunk("noTe", new byte[0])
                .chunk("TILE", GOLDEN_TILES.get(2))
                .chunk("TILE", GOLDEN_TILES.get(3))
                .chunk("noTe", new byte[5])
                .chunk("NEND", new byte[0])
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            for (int i : new int[] {3, 1, 0, 2}) {
                assertThat(reader.tile(i)).isEqualTo(GOLDEN_TILES.get(i));
            }
            reader.verify();
        }
    }

    @Test
    void verifyCountsTheTiles() throws Exception {
        byte[] index =
                ByteBuffer.allocate(16).putInt(5).putInt(4).putInt(5).putInt(4).array();
        FileBuilder three = head(false).chunk("TIDX", index);
        GOLDEN_TILES.subList(0, 3).forEach(tile -> three.chunk("TILE", tile));
        assertThatThrownBy(() -> new NlcReader(Files.unknownLength(
                                three.chunk("NEND", new byte[0]).bytes()))
                        .verify())
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("3 tiles, not 4");
        FileBuilder five = head(false).chunk("TIDX", index);
        GOLDEN_TILES.forEach(tile -> five.chunk("TILE", tile));
        five.chunk("TILE", new byte[4]);
        assertThatThrownBy(() -> new NlcReader(Files.unknownLength(
                                five.chunk("NEND", new byte[0]).bytes()))
                        .verify())
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("TILE 4");
    }

    @Test
    void tileIndexOutsideThePictureIsTheCallersFault() throws Exception {
        NlcReader reader = new NlcReader(Files.unknownLength(Files.small()));
        assertThatThrownBy(() -> reader.tile(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.tile(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bigPayloadsOfStreamsWithoutLengthComeBack() throws Exception {
        byte[] profile = new byte[1_000_003];
        new Random(1).nextBytes(profile);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(Files.header(false), List.of(new Chunk("ICCP", profile)), null, GOLDEN_TILES);
        for (ImageInputStream in : Files.streams(out.toByteArray())) {
            NlcReader reader = new NlcReader(in);
            assertThat(reader.ancillary().get(0).payload()).isEqualTo(profile);
            reader.verify();
        }
    }

    private static void readAndVerify(ImageInputStream in) throws IOException {
        NlcReader reader = new NlcReader(in);
        Files.readAll(reader);
        reader.verify();
    }

    private static void failsWith(String message, FileBuilder file) {
        assertThatThrownBy(() -> readAndVerify(
                        Files.unknownLength(file.chunk("TILE", new byte[4]).bytes())))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining(message);
    }

    private static FileBuilder head(boolean alpha) {
        return new FileBuilder().chunk("HEAD", Files.header(alpha).toBytes());
    }
}
