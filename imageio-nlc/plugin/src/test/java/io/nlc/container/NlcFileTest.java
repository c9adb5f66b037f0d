package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;

class NlcFileTest {

    private static final PackReference PACK = PackReference.of("cheng2020/checkerboard", Files.DIGEST);
    private static final TilePayload ALPHA = new TilePayload(TilePayload.LOSSLESS, 77, new byte[] {1, 2, 3});

    private static final List<Chunk> ANCILLARY = List.of(new Chunk("ICCP", new byte[7]));

    private static FileFrame frame(boolean alpha) {
        return new FileFrame(300, 70, Colour.RGB, ANCILLARY, alpha ? Collections.nCopies(4, ALPHA) : List.of(), PACK);
    }

    private static FileFrame.Tiles tiles(int width, int count) {
        List<TilePayload> tiles = IntStream.range(0, count)
                .mapToObj(i -> new TilePayload(TilePayload.LEARNED, i, new byte[i + 1]))
                .toList();
        return new FileFrame.Tiles(Layers.NONE, true, 1152, width, 64, tiles);
    }

    @Test
    void bytes_areAsManyAsSizeSays_andReadAsTheyWereMade() throws IOException {
        for (boolean alpha : new boolean[] {false, true}) {
            NlcFile file = frame(alpha).file(tiles(256, 4));
            byte[] bytes = file.toBytes(Limits.DEFAULT);
            assertThat(bytes).hasSize((int) file.size());
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            file.write(new NlcWriter(written));
            assertThat(written.toByteArray()).isEqualTo(bytes);
            NlcReader reader = new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
            assertThat(reader.header()).isEqualTo(file.header());
            assertThat(reader.header().version()).isEqualTo(2);
            for (int i = 0; i < 4; i++) {
                TilePayload tile = TilePayload.parse(reader.tile(i)).bound(reader.header(), i);
                assertThat(tile.check()).isEqualTo(i);
                assertThat(tile.data()).hasSize(i + 1);
            }
            if (alpha) {
                List<TilePayload> back = AlphaTiles.parse(reader.header(), reader.alpha());
                assertThat(back)
                        .hasSize(4)
                        .allSatisfy(t -> assertThat(t.check()).isEqualTo(77));
            }
        }
    }

    @Test
    void overhead_isTheSizeWithoutThePayloads() {
        long payloads =
                tiles(256, 4).tiles().stream().mapToLong(TilePayload::length).sum();
        for (boolean alpha : new boolean[] {false, true}) {
            assertThat(frame(alpha).overhead(4) + payloads)
                    .isEqualTo(frame(alpha).file(tiles(256, 4)).size());
        }
    }

    @Test
    void withoutLatents_noPackIsNamed() {
        FileFrame.Tiles tiles = new FileFrame.Tiles(
                Layers.EXACT, false, 1152, 256, 64, tiles(256, 4).tiles());
        NlcHeader header = frame(false).file(tiles).header();
        assertThat(header.learned()).isFalse();
        assertThat(header.pack()).isEmpty();
        assertThat(header.quality()).isZero();
        assertThat(header.lossless()).isFalse();
    }

    @Test
    void partsThatDoNotFit_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> frame(false).file(tiles(100, 4)))
                .withMessageContaining("100 x 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> frame(false).file(tiles(256, 3)).toBytes(Limits.DEFAULT))
                .withMessageContaining("3 given, 4 needed");
    }
}
