package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.container.ChunkInfo;
import io.nlc.container.NlcReader;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one tile without TIDX give the pictures that they gave with it. */
@ExtendWith(TinyPack.class)
class OneTileFilesTest {

    private static final int OVERHEAD = 12;

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = OneTileFilesTest.class.getResourceAsStream("/nlc/" + name)) {
            return in.readAllBytes();
        }
    }

    private static ChunkInfo chunk(byte[] file, String type) throws IOException {
        NlcReader reader = new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader.chunks().stream()
                .filter(c -> c.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] withoutIndex(byte[] file) throws IOException {
        ChunkInfo index = chunk(file, "TIDX");
        int at = (int) index.offset();
        int next = at + OVERHEAD + index.length();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        out.write(file, next, file.length - next);
        return out.toByteArray();
    }

    private static int[] samples(BufferedImage image) {
        DataBuffer data = image.getRaster().getDataBuffer();
        return IntStream.range(0, data.getSize()).map(data::getElem).toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lossless-rgba.nlc",
                "lossless-gray16.nlc",
                "latents-version-2.nlc",
                "layers-alone.nlc",
                "squares-alone.nlc",
                "softened-alone-gray.nlc",
                "accompanied.nlc"
            })
    void samePixels_withAndWithout(String name) throws IOException {
        byte[] file = sample(name);
        assertThat(samples(Pictures.read(withoutIndex(file)))).isEqualTo(samples(Pictures.read(file)));
    }

    @Test
    void theFileOfThePage_isAnother() throws IOException {
        assertThat(sample("tile-alone.nlc")).isEqualTo(withoutIndex(sample("block-size-4x3.nlc")));
        assertThat(samples(Pictures.read(sample("tile-alone.nlc"))))
                .containsExactly(40, 40, 40, 200, 40, 40, 40, 200, 200, 200, 200, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.nlc", "rgba.nlc", "tiles.nlc", "map.nlc", "block-tiles-rgba8.nlc"})
    void othersNeedIt(String name) throws IOException {
        byte[] file = withoutIndex(sample(name));
        assertThatThrownBy(() -> Pictures.read(file))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("TIDX");
    }

    @Test
    void aDamagedTile_isConcealedAsItWas() throws IOException {
        byte[] whole = sample("squares-alone.nlc");
        for (byte[] file : List.of(whole, withoutIndex(whole))) {
            byte[] damaged = file.clone();
            damaged[(int) chunk(file, "TILE").offset() + 100] ^= 1;
            assertThatThrownBy(() -> Pictures.read(damaged))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("CRC of TILE 0");
            assertConcealed(damaged);
            assertConcealed(Arrays.copyOf(file, file.length - 50));
        }
    }

    private static void assertConcealed(byte[] file) throws IOException {
        int[] warnings = new int[1];
        NlcImageReader reader = PictureFiles.reader();
        reader.addIIOReadWarningListener((source, warning) -> warnings[0]++);
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        assertThat(reader.read(0, param)).isNotNull();
        assertThat(warnings[0]).isPositive();
        reader.dispose();
    }
}
