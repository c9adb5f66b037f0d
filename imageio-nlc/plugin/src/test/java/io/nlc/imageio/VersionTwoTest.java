package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.AlphaBlocks;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.container.AlphaPlane;
import io.nlc.container.Colour;
import io.nlc.container.FileFrame;
import io.nlc.container.Layers;
import io.nlc.container.Limits;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.NlcWriter;
import io.nlc.container.PackReference;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Learned files of version 2. */
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

    /** The same picture as a file of version 1. */
    private static byte[] inVersionOne(byte[] file) throws IOException {
        NlcReader two = open(file);
        NlcHeader h = two.header();
        NlcHeader header = new NlcHeader(
                h.width(),
                h.height(),
                h.colour(),
                h.alpha(),
                h.quality(),
                h.tileWidth(),
                h.tileHeight(),
                h.pack(),
                h.digest());
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < h.tiles(); i++) {
            tiles.add(TilePayload.parse(two.tile(i)).bound(h, i).toVersion1());
        }
        byte[] alpha = null;
        if (h.alpha()) {
            byte[] plane = new byte[h.width() * h.height()];
            AlphaBlocks.decode(
                    h, two.alpha(), new Region(0, 0, h.width(), h.height()), (x, y, width, height, planes) -> {
                        for (int i = 0; i < planes[0].length; i++) {
                            plane[(y + i / width) * h.width() + x + i % width] = (byte) planes[0][i];
                        }
                    });
            alpha = AlphaPlane.compress(plane, h.width(), h.height());
        }
        return written(header, alpha, tiles);
    }

    private static byte[] written(NlcHeader header, byte[] alpha, List<byte[]> tiles) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(header, List.of(), alpha, tiles);
        return out.toByteArray();
    }

    private static List<byte[]> tiles(NlcReader file) throws IOException {
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < file.header().tiles(); i++) {
            tiles.add(file.tile(i));
        }
        return tiles;
    }

    /** Of version 2, but as its first encoders wrote it: probabilities are those of the networks. */
    private static byte[] uncorrected() throws IOException {
        TestPicture p = TestPicture.scene(1030, 600);
        ModelPack pack = TestPacks.tiny();
        EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU)
                .encode(1030, 600, p, new RateTarget.Quality(0.5), 0, CodecProgress.NONE);
        List<TilePayload> tiles = new ArrayList<>();
        for (byte[] tile : e.tiles()) {
            tiles.add(TilePayload.ofVersion1(tile));
        }
        List<TilePayload> alpha =
                AlphaBlocks.encode(1030, 600, e.tileWidth(), e.tileHeight(), (x, y, width, height, planes) -> {
                    for (int i = 0; i < width * height; i++) {
                        planes[0][i] = x + i % width & 255;
                    }
                });
        return new FileFrame(1030, 600, Colour.RGB, List.of(), alpha, PackReference.of(pack.name(), pack.fileDigest()))
                .file(new FileFrame.Tiles(Layers.NONE, true, e.quality(), e.tileWidth(), e.tileHeight(), tiles))
                .toBytes(Limits.DEFAULT);
    }

    private static byte[] large() throws IOException {
        return Pictures.write(Pictures.of(1030, 600, BufferedImage.TYPE_4BYTE_ABGR));
    }

    @Test
    void learnedFileWithAlpha_isReadAsInVersionOne() throws IOException {
        byte[] two = uncorrected();
        byte[] one = inVersionOne(two);
        assertThat(open(one).header().version()).isEqualTo(1);
        assertThat(open(two).header().version()).isEqualTo(2);
        BufferedImage expected = read(one);
        BufferedImage actual = read(two);
        assertThat(actual.getRGB(0, 0, 1030, 600, null, 0, 1030))
                .isEqualTo(expected.getRGB(0, 0, 1030, 600, null, 0, 1030));
    }

    @Test
    void swappedTiles_areFound() throws IOException {
        NlcReader whole = open(large());
        List<byte[]> tiles = tiles(whole);
        Collections.swap(tiles, 0, 1);
        byte[] swapped = written(whole.header(), whole.alpha(), tiles);
        assertThatThrownBy(() -> read(swapped)).isInstanceOf(IIOException.class).hasMessageContaining("check value");
    }

    @Test
    void damagedAlpha_isNamed() throws IOException {
        NlcReader whole = open(large());
        for (int cut : new int[] {0, 3, 20, 200}) {
            byte[] alpha = Arrays.copyOf(whole.alpha(), whole.alpha().length - 1 - cut);
            byte[] cutFile = written(whole.header(), alpha, tiles(whole));
            assertThatThrownBy(() -> read(cutFile))
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
