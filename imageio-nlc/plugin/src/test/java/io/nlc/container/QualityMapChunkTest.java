package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where QMAP stands, what the header says of it, and what becomes of damage around it. */
class QualityMapChunkTest {

    private static final PackReference PACK = PackReference.of("p/q", Files.DIGEST);
    private static final TilePayload MAP = new TilePayload(TilePayload.LOSSLESS, 99, new byte[] {4, 5, 6});
    private static final TilePayload TILE = new TilePayload(TilePayload.LOSSLESS, 77, new byte[] {1, 2, 3});
    private static final int FLAGS = 12;

    private static FileFrame frame(TilePayload map) {
        return new FileFrame(
                70, 100, Colour.RGB, List.of(new Chunk("EXIF", new byte[9])), map, Collections.nCopies(2, TILE), PACK);
    }

    private static NlcFile file(TilePayload map, boolean learned) {
        return frame(map).file(new FileFrame.Tiles(Layers.EXACT, learned, 300, 128, 64, Collections.nCopies(2, TILE)));
    }

    private static byte[] bytes(NlcFile file) throws IOException {
        return file.toBytes(Limits.DEFAULT);
    }

    private static NlcReader reader(byte[] file) throws IOException {
        return new NlcReader(Files.knownLength(file));
    }

    private static int find(byte[] file, String type) {
        for (int i = 0; i < file.length; i++) {
            if (new String(file, i, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals(type)) {
                return i;
            }
        }
        throw new AssertionError(type);
    }

    @Test
    void isWrittenAndReadBack_tiedToItsFile() throws IOException {
        NlcFile file = file(MAP, true);
        byte[] bytes = bytes(file);
        assertThat(file.size()).isEqualTo(bytes.length);
        assertThat(frame(MAP).overhead(2)).isEqualTo(bytes.length - 2L * TILE.length());
        assertThat(file.header().toBytes()[FLAGS]).isEqualTo((byte) 5);
        for (ImageInputStream in : Files.streams(bytes)) {
            NlcReader reader = new NlcReader(in);
            assertThat(reader.header()).isEqualTo(file.header());
            assertThat(reader.header().mapped()).isTrue();
            assertThat(reader.header().layers()).isEqualTo(Layers.EXACT);
            assertThat(reader.header().toString()).contains("quality 300/256 with a map");
            assertThat(reader.chunks().stream().map(ChunkInfo::type))
                    .containsExactly("HEAD", "EXIF", "QMAP", "ALPH", "TIDX", "TILE", "TILE", "NEND");
            reader.verify();
            TilePayload map = QualityMapPayload.parse(reader.header(), reader.qualityMap());
            assertThat(map.check()).isEqualTo(99);
            assertThat(map.data()).containsExactly(4, 5, 6);
            assertThat(TilePayload.parse(reader.qualityMap()).check())
                    .isEqualTo(99 ^ TilePayload.binding(file.header(), 0xFFFFFFFF));
        }
    }

    @Test
    void withoutLatentsOrWithoutAMap_thereIsNone() throws IOException {
        for (NlcFile file : List.of(file(MAP, false), file(null, true))) {
            NlcReader reader = reader(bytes(file));
            assertThat(reader.header().mapped()).isFalse();
            assertThat(reader.qualityMap()).isNull();
            assertThat(reader.chunks().stream().map(ChunkInfo::type)).doesNotContain("QMAP");
        }
    }

    @Test
    void headersThatContradictThemselvesAreRefused() {
        PixelFormat rgb = new PixelFormat(Colour.RGB, false, 8);
        HeaderQuality mapped = new HeaderQuality(0, true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(2, 9, 9, rgb, Layers.EXACT, mapped, 64, 64, PackReference.NONE))
                .withMessageContaining("quality map");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(1, 9, 9, rgb, Layers.NONE, mapped, 64, 64, PACK))
                .withMessageContaining("version 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(2, 9, 9, rgb, Layers.NONE, null, 64, 64, PACK))
                .withMessageContaining("level");
        assertThatIllegalArgumentException().isThrownBy(() -> new HeaderQuality(65536, false));
        byte[] head = new NlcHeader(2, 9, 9, rgb, Layers.EXACT, 0, 64, 64, PackReference.NONE).toBytes();
        head[FLAGS] = 5;
        assertThatThrownBy(() -> NlcHeader.parse(head, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DAMAGED))
                .hasMessageContaining("quality map");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 16, 20, 255})
    void flagsThatNobodyKnowsAreRefused(int flags) {
        byte[] head = file(MAP, true).header().toBytes();
        head[FLAGS] = (byte) flags;
        assertThatThrownBy(() -> NlcHeader.parse(head, Limits.DEFAULT)).hasMessageContaining("flags " + flags);
    }

    @Test
    void writersWantAMapIfTheHeaderSaysSo() {
        NlcFile mapped = file(MAP, true);
        NlcFile plain = file(null, true);
        NlcFile missing = new NlcFile(mapped.header(), List.of(), null, mapped.alpha(), mapped.tiles());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bytes(missing))
                .withMessageContaining("qualityMap: missing");
        NlcFile given = new NlcFile(plain.header(), List.of(), new byte[9], plain.alpha(), plain.tiles());
        assertThatIllegalArgumentException().isThrownBy(() -> bytes(given)).withMessageContaining("qualityMap: given");
    }

    @Test
    void aMapThatIsMissingOrNotSpokenOfIsAnError() throws IOException {
        NlcFile file = file(MAP, true);
        byte[] index = ByteBuffer.allocate(8).putInt(8).putInt(8).array();
        byte[] without = new FileBuilder()
                .chunk("HEAD", file.header().toBytes())
                .chunk("ALPH", file.alpha())
                .chunk("TIDX", index)
                .bytes();
        assertThatThrownBy(() -> reader(without).qualityMap()).hasMessageContaining("QMAP chunk is missing");
        byte[] unsaid = new FileBuilder()
                .chunk("HEAD", file(null, true).header().toBytes())
                .chunk("QMAP", file.qualityMap())
                .chunk("ALPH", file.alpha())
                .chunk("TIDX", index)
                .bytes();
        assertThatThrownBy(() -> reader(unsaid).tile(0)).hasMessageContaining("HEAD says no quality map");
        byte[] late = new FileBuilder()
                .chunk("HEAD", file.header().toBytes())
                .chunk("ALPH", file.alpha())
                .chunk("QMAP", file.qualityMap())
                .chunk("TIDX", index)
                .bytes();
        assertThatThrownBy(() -> reader(late).tile(0)).hasMessageContaining("QMAP is out of order");
        byte[] twice = new FileBuilder()
                .chunk("HEAD", file.header().toBytes())
                .chunk("QMAP", file.qualityMap())
                .chunk("QMAP", file.qualityMap())
                .chunk("TIDX", index)
                .bytes();
        assertThatThrownBy(() -> reader(twice).tile(0)).hasMessageContaining("QMAP is repeated");
    }

    @Test
    void aDamagedMapIsAnError() throws IOException {
        byte[] whole = bytes(file(MAP, true));
        int at = find(whole, "QMAP");
        byte[] content = whole.clone();
        content[at + 10] ^= 1;
        assertThatThrownBy(() -> reader(content).qualityMap()).hasMessageContaining("CRC of QMAP");
        byte[] type = whole.clone();
        type[at] ^= 1;
        assertThatThrownBy(() -> reader(type).qualityMap()).hasMessageContaining("QMAP chunk is missing");
        byte[] length = whole.clone();
        length[at - 1] ^= 1;
        assertThatThrownBy(() -> reader(length).qualityMap())
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("QMAP");
    }

    /** A damaged length before it hides it; it is found all the same. */
    @Test
    void aMapBehindADamagedChunkIsFound() throws IOException {
        byte[] file = bytes(file(MAP, true));
        file[find(file, "EXIF") - 1] ^= 2;
        NlcReader reader = reader(file);
        assertThat(QualityMapPayload.parse(reader.header(), reader.qualityMap()).check())
                .isEqualTo(99);
        assertThat(reader.alpha()).isNotNull();
        assertThat(reader.problems()).isNotEmpty();
    }

    @Test
    void aMapThatIsLargerThanAnyIsNotReadAtAll() throws IOException {
        NlcHeader header = file(MAP, true).header();
        FileBuilder large = new FileBuilder().chunk("HEAD", header.toBytes());
        large.chunk("QMAP", new byte[QualityMapPayload.MAX_BYTES + 1])
                .chunk("ALPH", file(MAP, true).alpha())
                .chunk("TIDX", new byte[8]);
        assertThatThrownBy(() -> reader(large.bytes()).qualityMap()).hasMessageContaining("QMAP has 262145 bytes");
        assertThatThrownBy(() -> QualityMapPayload.parse(header, new byte[4])).hasMessageContaining("QMAP");
    }

    @Test
    void areasAreCountedWithTheLastOne() {
        assertThat(QualityMapPayload.areas(1)).isEqualTo(1);
        assertThat(QualityMapPayload.areas(64)).isEqualTo(1);
        assertThat(QualityMapPayload.areas(65)).isEqualTo(2);
        assertThat(QualityMapPayload.areas(Integer.MAX_VALUE)).isEqualTo(1 << 25);
    }
}
