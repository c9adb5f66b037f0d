package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of version 2 with one tile needs no TIDX. */
@Timeout(60)
class OneTileTest {

    private static final PackReference PACK = PackReference.of("p/q", Files.DIGEST);
    private static final Chunk NOTE = new Chunk("noTe", new byte[] {1, 2, 3, 4, 5});
    private static final TilePayload PLANE = new TilePayload(TilePayload.LOSSLESS, 99, new byte[] {4, 5, 6});
    private static final TilePayload TILE = new TilePayload(TilePayload.LEARNED, 77, new byte[] {1, 2, 3, 7, 8, 9, 10});

    /** With QMAP and ALPH. */
    private static final NlcFile FILE = file(60);

    private static FileFrame frame(int width, int tiles) {
        return new FileFrame(width, 50, Colour.RGB, List.of(NOTE), PLANE, Collections.nCopies(tiles, PLANE), PACK);
    }

    /** With a tile for each 64 columns. */
    private static NlcFile file(int width) {
        int count = (width + 63) / 64;
        List<TilePayload> tiles = Collections.nCopies(count, TILE);
        return frame(width, count).file(new FileFrame.Tiles(Layers.EXACT, true, 300, 64, 64, tiles));
    }

    private static byte[] index(int... lengths) {
        ByteBuffer index = ByteBuffer.allocate(4 * lengths.length);
        Arrays.stream(lengths).forEach(index::putInt);
        return index.array();
    }

    private static FileBuilder beforeTheTile() {
        return new FileBuilder()
                .chunk("HEAD", FILE.header().toBytes())
                .chunk(NOTE.type(), NOTE.payload())
                .chunk("QMAP", FILE.qualityMap())
                .chunk("ALPH", FILE.alpha());
    }

    private static byte[] tile() {
        return FILE.tiles().get(0);
    }

    private static byte[] written() throws IOException {
        return FILE.toBytes(Limits.DEFAULT);
    }

    /** As earlier writers made it. */
    private static byte[] withIndex() {
        return beforeTheTile()
                .chunk("TIDX", index(tile().length))
                .chunk("TILE", tile())
                .chunk("NEND", new byte[0])
                .bytes();
    }

    private static void assertPicture(NlcReader reader) throws IOException {
        assertThat(reader.tile(0)).isEqualTo(tile());
        assertThat(reader.qualityMap()).isEqualTo(FILE.qualityMap());
        assertThat(reader.alpha()).isEqualTo(FILE.alpha());
    }

    private static List<String> problems(NlcReader reader) throws IOException {
        return reader.problems().stream().map(Throwable::getMessage).toList();
    }

    private static void fails(byte[] file, FailureKind kind, String message) throws IOException {
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertThatThrownBy(() -> reader.tile(0))
                    .isInstanceOfSatisfying(
                            NlcException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessageContaining(message);
            assertThatThrownBy(reader::verify).isInstanceOf(NlcException.class);
        }
    }

    @Test
    void writersWriteNone_andSizesAreThoseOfTheFile() throws IOException {
        byte[] bytes = written();
        assertThat(FILE.size()).isEqualTo(bytes.length).isEqualTo(withIndex().length - 16);
        assertThat(frame(60, 1).overhead(1)).isEqualTo(bytes.length - tile().length);
        for (ImageInputStream in : Files.streams(bytes)) {
            NlcReader reader = new NlcReader(in);
            assertThat(reader.chunks())
                    .extracting(ChunkInfo::type)
                    .containsExactly("HEAD", "noTe", "QMAP", "ALPH", "TILE", "NEND");
            assertPicture(reader);
            assertThat(reader.ancillary()).containsExactly(NOTE);
            assertThat(reader.problems()).isEmpty();
            reader.verify();
        }
    }

    @Test
    void severalTiles_haveOne() throws IOException {
        NlcFile two = file(65);
        byte[] bytes = two.toBytes(Limits.DEFAULT);
        assertThat(two.size()).isEqualTo(bytes.length);
        assertThat(frame(65, 2).overhead(2)).isEqualTo(bytes.length - 2L * tile().length);
        assertThat(new NlcReader(Files.knownLength(bytes)).chunks())
                .extracting(ChunkInfo::type)
                .containsExactly("HEAD", "noTe", "QMAP", "ALPH", "TIDX", "TILE", "TILE", "NEND");
    }

    @Test
    void versionOne_hasOne() throws IOException {
        NlcFile one = new NlcFile(versionOne(), List.of(), null, List.of(new byte[9]));
        byte[] bytes = one.toBytes(Limits.DEFAULT);
        assertThat(one.size()).isEqualTo(bytes.length);
        NlcReader reader = new NlcReader(Files.knownLength(bytes));
        assertThat(reader.chunks()).extracting(ChunkInfo::type).containsExactly("HEAD", "TIDX", "TILE", "NEND");
        assertThat(reader.tile(0)).isEqualTo(new byte[9]);
    }

    private static NlcHeader versionOne() {
        return new NlcHeader(60, 50, Colour.RGB, false, 0, 64, 64, "p", new byte[16]);
    }

    @Test
    void filesThatHaveOne_areRead() throws IOException {
        for (ImageInputStream in : Files.streams(withIndex())) {
            NlcReader reader = new NlcReader(in);
            assertPicture(reader);
            assertThat(reader.problems()).isEmpty();
            reader.verify();
        }
    }

    @Test
    void anIndexThatDoesNotFit_isAnError() throws IOException {
        byte[] file = beforeTheTile()
                .chunk("TIDX", index(tile().length + 1))
                .chunk("TILE", tile())
                .chunk("NEND", new byte[0])
                .bytes();
        fails(file, FailureKind.DAMAGED, "TILE 0 is not where TIDX says");
    }

    @Test
    void filesThatNeedOne_areAnErrorWithout() throws IOException {
        byte[] one = new FileBuilder()
                .chunk("HEAD", versionOne().toBytes())
                .chunk("TILE", new byte[9])
                .chunk("NEND", new byte[0])
                .bytes();
        fails(one, FailureKind.DAMAGED, "the TIDX chunk is missing");
        NlcFile two = file(65);
        byte[] several = new FileBuilder()
                .chunk("HEAD", two.header().toBytes())
                .chunk("QMAP", two.qualityMap())
                .chunk("ALPH", two.alpha())
                .chunk("TILE", two.tiles().get(0))
                .chunk("TILE", two.tiles().get(1))
                .chunk("NEND", new byte[0])
                .bytes();
        fails(several, FailureKind.DAMAGED, "the TIDX chunk is missing");
    }

    @Test
    void withoutATile_thatIsWhatIsMissing() throws IOException {
        fails(beforeTheTile().chunk("NEND", new byte[0]).bytes(), FailureKind.DAMAGED, "the TILE chunk is missing");
    }

    @Test
    void whatStandsAfterTheTile_isNoted() throws IOException {
        for (String type : List.of("TIDX", "TILE")) {
            byte[] file = beforeTheTile()
                    .chunk("TILE", tile())
                    .chunk(type, index(tile().length))
                    .chunk("NEND", new byte[0])
                    .bytes();
            for (ImageInputStream in : Files.streams(file)) {
                NlcReader reader = new NlcReader(in);
                assertPicture(reader);
                assertThat(problems(reader)).singleElement().asString().contains(type + " stands where NEND should be");
                assertThatThrownBy(reader::verify)
                        .isInstanceOf(NlcException.class)
                        .hasMessage(
                                type.equals("TILE")
                                        ? "TILE 1 is one more than there should be"
                                        : "chunk TIDX is out of order");
            }
        }
    }

    @Test
    void ancillaryChunks_mayStandAnywhere() throws IOException {
        byte[] file = beforeTheTile()
                .chunk("aaAa", new byte[7])
                .chunk("TILE", tile())
                .chunk("zzZz", new byte[3])
                .chunk("NEND", new byte[0])
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertPicture(reader);
            assertThat(reader.ancillary()).containsExactly(NOTE, new Chunk("aaAa", new byte[7]));
            assertThat(reader.problems()).isEmpty();
            reader.verify();
        }
    }

    /** Every bit of it, its length and its type among them, whether TIDX is there or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDamagedChunkBefore_costsItselfAlone(boolean indexed) throws IOException {
        byte[] file = indexed ? withIndex() : written();
        int from = 8 + 12 + FILE.header().toBytes().length;
        for (int bit = 8 * from; bit < 8 * (from + 12 + NOTE.length()); bit++) {
            for (ImageInputStream in : Files.streams(flipped(file, bit))) {
                NlcReader reader = new NlcReader(in);
                assertPicture(reader);
                assertThat(reader.ancillary()).as("bit %d", bit).isEmpty();
                assertThat(problems(reader)).as("bit %d", bit).isNotEmpty();
            }
        }
    }

    private static byte[] flipped(byte[] file, int bit) {
        byte[] flipped = file.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    @Test
    void whatIsBetweenADamagedLengthAndTheTile_isSaid() throws IOException {
        int from = 8 + 12 + FILE.header().toBytes().length;
        byte[] file = written();
        file[from + 3] = 127;
        NlcReader reader = new NlcReader(Files.knownLength(file));
        assertPicture(reader);
        assertThat(problems(reader))
                .anyMatch(m -> m.contains("what stands between offset " + from + " and TILE is left out"));
    }

    /** A damaged length leads into a payload that has a tile in it, but no intact one. */
    @Test
    void othersThanItsOwn_areNotTakenForTheTile() throws IOException {
        byte[] alike = new FileBuilder().chunk("TILE", new byte[9]).bytes();
        alike[alike.length - 1] ^= 1; // the check value
        byte[] file = new FileBuilder()
                .chunk("HEAD", FILE.header().toBytes())
                .chunk("ICCP", Arrays.copyOfRange(alike, 8, alike.length))
                .chunk("QMAP", FILE.qualityMap())
                .chunk("ALPH", FILE.alpha())
                .chunk("TILE", tile())
                .chunk("NEND", new byte[0])
                .bytes();
        file[8 + 12 + FILE.header().toBytes().length] = 0x7F;
        for (ImageInputStream in : Files.streams(file)) {
            assertPicture(new NlcReader(in));
        }
    }

    /** Each costs a check value, so not any number of them is tried. */
    @Test
    void lookAlikesOfTheTile_areNotAllTried() throws IOException {
        ByteBuffer alike = ByteBuffer.allocate(1 << 20);
        while (alike.remaining() >= 8) {
            alike.putInt(1 << 18).put("TILE".getBytes());
        }
        byte[] file = new FileBuilder()
                .chunk("HEAD", FILE.header().toBytes())
                .raw(new byte[] {0x7F, 0, 0, 0})
                .raw("ICCP".getBytes())
                .raw(alike.array())
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertThatThrownBy(reader::ancillary).isInstanceOf(NlcException.class);
        }
    }

    @Test
    void everyFlipInTheTile_isFound() throws IOException {
        byte[] file = written();
        int from = beforeTheTile().bytes().length;
        for (int bit = 8 * from; bit < 8 * (from + 12 + tile().length); bit++) {
            for (ImageInputStream in : Files.streams(flipped(file, bit))) {
                NlcReader reader = new NlcReader(in);
                assertThatThrownBy(() -> reader.tile(0)).as("bit %d", bit).isInstanceOf(NlcException.class);
                assertThatThrownBy(reader::verify).as("bit %d", bit).isInstanceOf(NlcException.class);
            }
        }
        fails(flipped(file, 8 * (from + 9)), FailureKind.DAMAGED, "the CRC of TILE 0 is wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, Integer.MAX_VALUE - 20, Integer.MAX_VALUE - 8})
    void aTileLongerThanTheFile_isCutOff(int length) throws IOException {
        byte[] file = withLength(length);
        fails(file, FailureKind.TRUNCATED, "TILE 0");
        assertThat(new NlcReader(Files.unknownLength(file)).ancillary()).containsExactly(NOTE);
    }

    private static byte[] withLength(int length) throws IOException {
        byte[] file = written();
        ByteBuffer.wrap(file).putInt(beforeTheTile().bytes().length, length);
        return file;
    }

    @Test
    void otherWrongLengthsOfATile_areDamage() throws IOException {
        fails(withLength(-1), FailureKind.DAMAGED, "is over the limit");
        fails(withLength(tile().length - 1), FailureKind.DAMAGED, "the CRC of TILE 0 is wrong");
        fails(withLength(4), FailureKind.DAMAGED, "has 4 bytes and so no check value");
        fails(withLength(0), FailureKind.DAMAGED, "has 0 bytes and so no check value");
    }

    @Test
    void everyTruncation_isNamed() throws IOException {
        byte[] file = written();
        for (int length = 8; length < file.length; length++) {
            for (ImageInputStream in : Files.streams(Arrays.copyOf(file, length))) {
                int end = length;
                if (length < file.length - 12) {
                    assertThatThrownBy(() -> new NlcReader(in).tile(0))
                            .as("%d bytes", end)
                            .isInstanceOfSatisfying(
                                    NlcException.class,
                                    e -> assertThat(e.kind()).isEqualTo(FailureKind.TRUNCATED));
                    continue;
                }
                NlcReader reader = new NlcReader(in);
                assertPicture(reader);
                assertThat(problems(reader)).singleElement().asString().contains("the end of the file is missing");
            }
        }
    }
}
