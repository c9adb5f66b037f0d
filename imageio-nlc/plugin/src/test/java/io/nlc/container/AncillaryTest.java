package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.NlcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever accompanies a picture never costs it. */
@Timeout(60)
class AncillaryTest {

    private static final byte[] ALPHA = alpha();
    private static final Limits SMALL = new Limits(65_535, 1 << 28, 1000, 100, 1000);

    private static byte[] alpha() {
        try {
            return AlphaPlane.compress(Files.ALPHA, 300, 70);
        } catch (RuntimeException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] index() {
        ByteBuffer index = ByteBuffer.allocate(4 * Files.TILES.size());
        Files.TILES.forEach(tile -> index.putInt(tile.length));
        return index.array();
    }

    private static FileBuilder head() {
        return new FileBuilder().chunk("HEAD", Files.HEADER.toBytes());
    }

    /** ALPH, TIDX and the tiles. */
    private static FileBuilder picture(FileBuilder file) {
        file.chunk("ALPH", ALPHA).chunk("TIDX", index());
        Files.TILES.forEach(tile -> file.chunk("TILE", tile));
        return file;
    }

    private static byte[] ended(FileBuilder file) {
        return file.chunk("NEND", new byte[0]).bytes();
    }

    /** Reads the picture, in both kinds of streams, and gives what is wrong with the rest. */
    private static List<String> problems(byte[] file, Limits limits) throws IOException {
        List<List<String>> problems = new ArrayList<>();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in, limits);
            assertPicture(reader);
            List<String> messages =
                    reader.problems().stream().map(Throwable::getMessage).toList();
            assertThat(messages).allMatch(m -> m.length() < 300);
            problems.add(messages);
        }
        assertThat(problems.get(0).isEmpty()).isEqualTo(problems.get(1).isEmpty());
        return problems.get(0);
    }

    private static List<String> problems(byte[] file) throws IOException {
        return problems(file, Limits.DEFAULT);
    }

    private static void assertPicture(NlcReader reader) throws IOException {
        assertThat(reader.alpha()).isEqualTo(ALPHA);
        for (int i = 0; i < Files.TILES.size(); i++) {
            assertThat(reader.tile(i)).isEqualTo(Files.TILES.get(i));
        }
    }

    private static List<Chunk> kept(byte[] file) throws IOException {
        return new NlcReader(Files.knownLength(file)).ancillary();
    }

    @Test
    void intactFile_hasNoProblems() throws IOException {
        assertThat(problems(ended(picture(head().chunk("ICCP", new byte[9]))))).isEmpty();
    }

    /** Every bit of the second of three chunks, its length and its type among them. */
    @ParameterizedTest
    @ValueSource(strings = {"ICCP", "EXIF", "XMP ", "noTe"})
    void everyFlip_costsTheChunkAlone(String type) throws IOException {
        FileBuilder before = head().chunk("aaAa", new byte[5]);
        int from = before.bytes().length;
        byte[] file = ended(picture(before.chunk(type, new byte[7]).chunk("zzZz", new byte[5])));
        for (int bit = 8 * from; bit < 8 * (from + 12 + 7); bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(problems(flipped)).as("bit %d", bit - 8 * from).isNotEmpty();
            assertThat(kept(flipped))
                    .as("bit %d", bit - 8 * from)
                    .contains(new Chunk("aaAa", new byte[5]))
                    .hasSizeLessThan(3);
        }
    }

    @Test
    void damagedPayload_leavesThoseBehindIt() throws IOException {
        byte[] file = ended(picture(head().chunk("ICCP", new byte[7]).chunk("EXIF", new byte[3])));
        file[8 + 12 + Files.HEADER.toBytes().length + 10] ^= 1;
        assertThat(problems(file)).singleElement().asString().contains("ICCP is left out", "CRC");
        assertThat(kept(file)).containsExactly(new Chunk("EXIF", new byte[3]));
    }

    @Test
    void othersThanItsOwn_areNotTakenForTheIndex() throws IOException {
        byte[] forged = new FileBuilder().chunk("TIDX", new byte[16]).bytes();
        forged[forged.length - 1] ^= 1; // the check value
        byte[] payload = Arrays.copyOfRange(forged, 8, forged.length);
        byte[] file = ended(picture(head().chunk("ICCP", payload).chunk("noTe", new byte[2])));
        int length = 8 + 12 + Files.HEADER.toBytes().length;
        file[length] = 0x7F;
        assertThat(problems(file)).isNotEmpty();
    }

    /** Each look-alike costs a check value, so there are not any number of them. */
    @Test
    void lookAlikesOfTheIndex_areNotAllTried() throws IOException {
        ByteBuffer alike = ByteBuffer.allocate(1 << 20);
        while (alike.remaining() >= 8) {
            alike.putInt(16).put("TIDX".getBytes());
        }
        byte[] file = head().raw(new byte[] {0x7F, 0, 0, 0})
                .raw("ICCP".getBytes())
                .raw(alike.array())
                .bytes();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertThatThrownBy(reader::ancillary).isInstanceOf(NlcException.class);
        }
    }

    @Test
    void repeatedAndMisplaced_areLeftOut() throws IOException {
        byte[] file = ended(picture(head().chunk("EXIF", new byte[1])
                .chunk("ICCP", new byte[2])
                .chunk("EXIF", new byte[3])
                .chunk("XMP ", new byte[4])));
        assertThat(problems(file))
                .satisfiesExactly(
                        m -> assertThat(m).contains("ICCP is left out", "out of order"),
                        m -> assertThat(m).contains("EXIF is left out", "repeated"));
        assertThat(kept(file)).containsExactly(new Chunk("EXIF", new byte[1]), new Chunk("XMP ", new byte[4]));
    }

    @Test
    void unknownCriticalChunk_isStillAnError() {
        byte[] file = ended(picture(head().chunk("GRID", new byte[3])));
        assertThatThrownBy(() -> new NlcReader(Files.knownLength(file)).ancillary())
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("GRID is not known");
    }

    @Test
    void manyChunks_areNotAllKept() throws IOException {
        FileBuilder file = head();
        for (int i = 0; i < 5000; i++) {
            file.chunk("noTe", new byte[0]);
        }
        byte[] bytes = ended(picture(file));
        assertThat(problems(bytes)).singleElement().asString().contains("more than 4096 chunks");
        assertThat(kept(bytes)).hasSize(4096);
    }

    @Test
    void largeChunks_areLeftOut() throws IOException {
        byte[] file = ended(picture(head().chunk("ICCP", new byte[60])
                .chunk("EXIF", new byte[60])
                .chunk("XMP ", new byte[40])
                .chunk("noTe", new byte[200])));
        assertThat(problems(file, SMALL))
                .satisfiesExactly(
                        m -> assertThat(m).contains("EXIF of 60 bytes", "nlc.maxAncillary"),
                        m -> assertThat(m).contains("noTe of 200 bytes", "nlc.maxAncillary"));
        assertThat(new NlcReader(Files.knownLength(file), SMALL).ancillary())
                .extracting(Chunk::type)
                .containsExactly("ICCP", "XMP ");
        assertThat(problems(file)).isEmpty();
        assertThat(problems(file, new Limits(65_535, 1 << 28, 1000, 0, 1000))).hasSize(4);
        assertThat(problems(file, new Limits(65_535, 1 << 28, 1000, -1, 1000))).hasSize(4);
    }

    /** A stream that does not know its length keeps what it has given, unless it is told that nobody wants it. */
    @Test
    void largeChunk_isNotKeptByTheStream() throws IOException {
        int length = 300 << 20;
        byte[] start = head().chunk("ICCP", new byte[50])
                .raw(ByteBuffer.allocate(8)
                        .putInt(length)
                        .put("noTe".getBytes())
                        .array())
                .bytes();
        byte[] end = ended(picture(new FileBuilder()));
        InputStream all = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(start),
                new Zeros(length),
                new ByteArrayInputStream(new byte[4]),
                new ByteArrayInputStream(end, 8, end.length - 8))));
        try (ImageInputStream in = new MemoryCacheImageInputStream(all)) {
            NlcReader reader = new NlcReader(in);
            assertPicture(reader);
            assertThat(in.getFlushedPosition()).isGreaterThan(length);
            assertThat(reader.ancillary()).containsExactly(new Chunk("ICCP", new byte[50]));
            assertThat(reader.problems())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("noTe");
            assertThatThrownBy(reader::verify).isInstanceOf(NlcException.class).hasMessageContaining("has not kept it");
        }
    }

    /** So many zeros. */
    private static final class Zeros extends InputStream {
        private int left;

        Zeros(int n) {
            left = n;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            int n = Math.min(left, len);
            Arrays.fill(b, off, off + n, (byte) 0);
            left -= n;
            return n == 0 && len > 0 ? -1 : n;
        }
    }

    @Test
    void everyCutAndFlipOfTheEnd_isNoted() throws IOException {
        FileBuilder picture = picture(head());
        int end = picture.bytes().length;
        byte[] file = ended(picture);
        for (int length = end; length < file.length; length++) {
            assertThat(problems(Arrays.copyOf(file, length)))
                    .singleElement()
                    .asString()
                    .contains("end of the file is missing");
        }
        for (int bit = 8 * end; bit < 8 * file.length; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(problems(flipped)).as("bit %d", bit - 8 * end).isNotEmpty();
        }
    }

    @Test
    void chunksAfterTheTiles_areNotedIfTheyAreDamaged() throws IOException {
        assertThat(problems(ended(picture(head()).chunk("noTe", new byte[300]))))
                .isEmpty();
        FileBuilder picture = picture(head());
        int end = picture.bytes().length;
        byte[] file = ended(picture.chunk("noTe", new byte[9]));
        for (int bit = 8 * end; bit < 8 * (end + 21); bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(problems(flipped)).as("bit %d", bit - 8 * end).isNotEmpty();
        }
        for (String type : List.of("ICCP", "TILE", "TIDX", "HEAD", "GRID")) {
            assertThat(problems(ended(picture(head()).chunk(type, new byte[4]))))
                    .singleElement()
                    .asString()
                    .contains(type + " stands where NEND should be");
        }
        FileBuilder many = picture(head());
        for (int i = 0; i < 5000; i++) {
            many.chunk("noTe", new byte[0]);
        }
        assertThat(problems(ended(many))).singleElement().asString().contains("more than 4096 chunks before NEND");
    }

    @Test
    void muchAfterTheTiles_isNotReadFromAStream() throws IOException {
        byte[] file = ended(picture(head()).chunk("noTe", new byte[500]));
        NlcReader stream = new NlcReader(Files.unknownLength(file), SMALL);
        assertPicture(stream);
        assertThat(stream.problems())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("100 bytes");
        NlcReader seekable = new NlcReader(Files.knownLength(file), SMALL);
        assertPicture(seekable);
        assertThat(seekable.problems()).isEmpty();
    }

    /** Whoever reads a part of a picture from a stream does not wait for all of it. */
    @Test
    void endOfAStream_isNotLookedForBeforeItsLastTile() throws IOException {
        byte[] file = picture(head()).bytes();
        NlcReader reader = new NlcReader(Files.unknownLength(file));
        reader.tile(0);
        assertThat(reader.problems()).isEmpty();
        reader.tile(Files.TILES.size() - 1);
        assertThat(reader.problems()).hasSize(1);
    }
}
