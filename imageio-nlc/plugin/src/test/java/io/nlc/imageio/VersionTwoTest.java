package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.codec.AlphaBlocks;
import io.nlc.container.AlphaPlane;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.NlcWriter;
import io.nlc.container.TilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Learned files of version 2, which readers know and the writer does not need yet. */
@ExtendWith(TinyPack.class)
class VersionTwoTest {

    private static NlcReader open(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    }

    private static BufferedImage read(byte[] file) throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader.read(0);
    }

    /** The same picture as a file of version 2. */
    private static byte[] converted(byte[] file, boolean swapped) throws IOException {
        NlcReader old = open(file);
        NlcHeader h = old.header();
        NlcHeader header = new NlcHeader(
                2, h.width(), h.height(), h.pixels(), h.quality(), h.tileWidth(), h.tileHeight(), h.pack(), h.digest());
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < h.tiles(); i++) {
            byte[] payload = old.tile(i);
            tiles.add(new TilePayload(
                            TilePayload.LEARNED,
                            ByteBuffer.wrap(payload).getInt() ^ TilePayload.binding(header, i),
                            Arrays.copyOfRange(payload, 4, payload.length))
                    .toBytes());
        }
        if (swapped) {
            Collections.swap(tiles, 0, 1);
        }
        byte[] alpha = null;
        if (h.alpha()) {
            int[] plane = new int[h.width() * h.height()];
            AlphaPlane.decompress(old.alpha(), h.width(), h.height(), (y, row) -> {
                for (int x = 0; x < row.length; x++) {
                    plane[y * row.length + x] = row[x] & 255;
                }
            });
            alpha = AlphaBlocks.encode(header, (x, y, width, height, planes) -> {
                for (int r = 0; r < height; r++) {
                    System.arraycopy(plane, (y + r) * h.width() + x, planes[0], r * width, width);
                }
            });
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(header, List.of(), alpha, tiles);
        return out.toByteArray();
    }

    private static byte[] large() throws IOException {
        return Pictures.write(Pictures.of(1030, 600, BufferedImage.TYPE_4BYTE_ABGR));
    }

    @Test
    void learnedFileWithAlpha_isReadAsInVersionOne() throws IOException {
        byte[] one = large();
        byte[] two = converted(one, false);
        assertThat(open(two).header().version()).isEqualTo(2);
        BufferedImage expected = read(one);
        BufferedImage actual = read(two);
        assertThat(actual.getRGB(0, 0, 1030, 600, null, 0, 1030))
                .isEqualTo(expected.getRGB(0, 0, 1030, 600, null, 0, 1030));
    }

    @Test
    void swappedTiles_areFound() throws IOException {
        byte[] swapped = converted(large(), true);
        assertThatThrownBy(() -> read(swapped)).isInstanceOf(IIOException.class).hasMessageContaining("check value");
    }

    @Test
    void damagedAlpha_isNamed() throws IOException {
        NlcReader whole = open(converted(large(), false));
        for (int cut : new int[] {0, 3, 20, 200}) {
            byte[] alpha = Arrays.copyOf(whole.alpha(), whole.alpha().length - 1 - cut);
            List<byte[]> tiles = new ArrayList<>();
            for (int i = 0; i < whole.header().tiles(); i++) {
                tiles.add(whole.tile(i));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new NlcWriter(out).write(whole.header(), List.of(), alpha, tiles);
            assertThatThrownBy(() -> read(out.toByteArray()))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("ALPH");
        }
    }

    @Test
    void opaqueAlpha_isNotStoredInLearnedFilesEither() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        image.getRaster().setSamples(0, 0, 64, 64, 3, filled(255));
        assertThat(open(Pictures.write(image)).header().alpha()).isFalse();
        image.getRaster().setSample(63, 63, 3, 254);
        assertThat(open(Pictures.write(image)).header().alpha()).isTrue();
    }

    private static int[] filled(int value) {
        int[] all = new int[64 * 64];
        Arrays.fill(all, value);
        return all;
    }
}
