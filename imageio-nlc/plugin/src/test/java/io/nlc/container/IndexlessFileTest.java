package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of version 2 with one tile, which need no {@code TIDX}. */
@Timeout(60)
class IndexlessFileTest {
    private static final byte[] TILE = {2, 1, 2, 3, 4, 5, 6, 7};
    private static final byte[] INDEX = {0, 0, 0, 8};
    private static final byte[] NOTHING = {};

    private static NlcHeader header(int version, int width) {
        PixelFormat rgb = new PixelFormat(Colour.RGB, false, 8);
        PackReference pack = PackReference.of("p/q", Files.DIGEST);
        return new NlcHeader(version, width, 60, rgb, Layers.NONE, 5, 64, 64, pack);
    }

    private static FileBuilder head(int version, int width) {
        return new FileBuilder().chunk("HEAD", header(version, width).toBytes());
    }

    private static FileBuilder head() {
        return head(2, 64);
    }

    private static byte[] written(NlcHeader header, List<Chunk> ancillary, byte[]... tiles) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(header, ancillary, null, Arrays.asList(tiles));
        assertThat(NlcWriter.size(header, ancillary, null, Arrays.asList(tiles)))
                .isEqualTo(out.size());
        return out.toByteArray();
    }

    private static List<String> types(byte[] file) throws IOException {
        return new NlcReader(Files.knownLength(file))
                .chunks().stream().map(ChunkInfo::type).toList();
    }

    /** What is wrong beside the picture, which must be there in both kinds of streams. */
    private static List<String> problems(byte[] file) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (ImageInputStream in : Files.streams(file)) {
            NlcReader reader = new NlcReader(in);
            assertThat(reader.tile(0)).isEqualTo(TILE);
            all.add(reader.problems().stream().map(Throwable::getMessage).toList());
        }
        assertThat(all.get(0).isEmpty()).isEqualTo(all.get(1).isEmpty());
        return all.get(0);
    }

    private static void fails(byte[] file, FailureKind kind, String message) throws IOException {
        for (ImageInputStream in : Files.streams(file)) {
            assertThatThrownBy(() -> new NlcReader(in).tile(0))
                    .isInstanceOfSatisfying(
                            NlcException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessageContaining(message);
        }
    }

    @Test
    void writersWriteNone() throws IOException {
        byte[] file = written(header(2, 64), List.of(new Chunk("noTe", new byte[3])), TILE);
        assertThat(types(file)).containsExactly("HEAD", "noTe", "TILE", "NEND");
        assertThat(problems(file)).isEmpty();
        new NlcReader(Files.unknownLength(file)).verify();
    }

    @Test
    void severalTilesAndVersionOne_haveOne() throws IOException {
        assertThat(types(written(header(2, 65), List.of(), TILE, TILE)))
                .containsExactly("HEAD", "TIDX", "TILE", "TILE", "NEND");
        assertThat(types(written(header(1, 64), List.of(), TILE))).containsExactly("HEAD", "TIDX", "TILE", "NEND");
    }

    @Test
    void framesKnowTheSize() throws IOException {
        PackReference pack = PackReference.of("p/q", Files.DIGEST);
        TilePayload tile = TilePayload.ofVersion1(new byte[] {1, 2, 3, 4, 5, 6});
        for (int tiles : new int[] {1, 2, 3}) {
            FileFrame frame = new FileFrame(64 * tiles, 64, Colour.RGB, List.of(), List.of(), pack);
            List<TilePayload> all = Collections.nCopies(tiles, tile);
            NlcFile file = frame.file(new FileFrame.Tiles(Layers.NONE, true, 5, 64, 64, all));
            assertThat(file.toBytes(Limits.DEFAULT))
                    .hasSize((int) (frame.overhead(tiles) + (long) tiles * tile.length()));
        }
    }

    @Test
    void filesOfBefore_areRead() throws IOException {
        byte[] file = head().chunk("TIDX", INDEX)
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        assertThat(problems(file)).isEmpty();
        new NlcReader(Files.unknownLength(file)).verify();
        byte[] wrong = head().chunk("TIDX", new byte[] {0, 0, 0, 9})
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        fails(wrong, FailureKind.DAMAGED, "TILE 0 is not where TIDX says");
    }

    @Test
    void othersNeedOne() throws IOException {
        byte[] first = head(1, 64).chunk("TILE", TILE).chunk("NEND", NOTHING).bytes();
        fails(first, FailureKind.DAMAGED, "the TIDX chunk is missing");
        byte[] two = head(2, 65)
                .chunk("TILE", TILE)
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        fails(two, FailureKind.DAMAGED, "the TIDX chunk is missing");
    }

    @Test
    void whatIsNotThere_isNamed() throws IOException {
        fails(head().chunk("NEND", NOTHING).bytes(), FailureKind.DAMAGED, "the TILE chunk is missing");
        fails(head().bytes(), FailureKind.TRUNCATED, "TILE");
        fails(head().chunk("TILE", new byte[3]).chunk("NEND", NOTHING).bytes(), FailureKind.DAMAGED, "no check value");
        byte[] late = head().chunk("TILE", TILE)
                .chunk("TIDX", INDEX)
                .chunk("NEND", NOTHING)
                .bytes();
        assertThatThrownBy(() -> new NlcReader(Files.knownLength(late)).verify())
                .hasMessageContaining("TIDX");
        byte[] more = head().chunk("TILE", TILE)
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        assertThatThrownBy(() -> new NlcReader(Files.knownLength(more)).verify())
                .hasMessage("there is a TILE 1, one more than the picture has");
        byte[] map = head().chunk("QMAP", TILE)
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        fails(map, FailureKind.DAMAGED, "HEAD says no quality map");
    }

    /** Every bit of a chunk before the tile, its length and its type among them. */
    @ParameterizedTest
    @ValueSource(strings = {"ICCP", "EXIF", "noTe"})
    void everyFlipBeforeTheTile_costsTheChunkAlone(String type) throws IOException {
        int from = head().bytes().length;
        byte[] file = head().chunk(type, new byte[7])
                .chunk("zzZz", new byte[5])
                .chunk("TILE", TILE)
                .chunk("NEND", NOTHING)
                .bytes();
        for (int bit = 8 * from; bit < 8 * (from + 12 + 7); bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(problems(flipped)).as("bit %d", bit - 8 * from).isNotEmpty();
        }
    }

    /** Every bit of the tile's chunk. */
    @Test
    void everyFlipInTheTile_isFound() throws IOException {
        int from = head().bytes().length;
        byte[] file = head().chunk("TILE", TILE).chunk("NEND", NOTHING).bytes();
        for (int bit = 8 * from; bit < 8 * (from + 12 + TILE.length); bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            for (ImageInputStream in : Files.streams(flipped)) {
                assertThatThrownBy(() -> new NlcReader(in).tile(0))
                        .as("bit %d", bit - 8 * from)
                        .isInstanceOf(NlcException.class);
            }
        }
    }

    @Test
    void everyCut_isFound() throws IOException {
        byte[] file = head().chunk("TILE", TILE).chunk("NEND", NOTHING).bytes();
        for (int length = head().bytes().length; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length >= file.length - 12) {
                assertThat(problems(cut)).as("%d bytes", length).isNotEmpty(); // NEND alone
            } else {
                fails(cut, FailureKind.TRUNCATED, "TILE");
            }
        }
    }

    @Test
    void endlessTile_isNotHeld() throws IOException {
        byte[] file = head().bytes();
        byte[] endless = Arrays.copyOf(file, file.length + 30);
        ByteBuffer.wrap(endless, file.length, 8).putInt(1 << 30).put("TILE".getBytes());
        fails(endless, FailureKind.TRUNCATED, "TILE");
    }
}
