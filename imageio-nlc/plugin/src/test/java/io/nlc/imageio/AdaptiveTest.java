package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.QualityMaps;
import io.nlc.container.NlcReader;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TinyPack.class)
class AdaptiveTest {

    /** Calm on the left, busy on the right. */
    private static BufferedImage picture() {
        BufferedImage image = Pictures.of(256, 128, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(5);
        for (int y = 0; y < 128; y++) {
            for (int x = 128; x < 256; x++) {
                image.setRGB(x, y, 0x10101 * random.nextInt(256));
            }
        }
        return image;
    }

    private static byte[] file(Consumer<NlcImageWriteParam> more) throws IOException {
        return Pictures.write(picture(), param -> {
            param.setCompressionQuality(0.5f);
            param.setNetworksOnly(true);
            more.accept(param);
        });
    }

    private static double[] levels(byte[] file) throws IOException {
        NlcReader reader = new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader.header().mapped() ? QualityMaps.levels(reader.header(), reader.qualityMap()) : null;
    }

    @Test
    void calmAreasAreBetter_busyOnesWorse() throws IOException {
        byte[] file = file(param -> param.setAdaptive(true));
        double[] levels = levels(file);
        assertThat(levels).hasSize(8);
        for (int i = 0; i < 8; i++) {
            assertThat(Math.signum(levels[i])).isEqualTo(i % 4 < 2 ? 1 : -1);
        }
        assertThat(Pictures.read(file).getWidth()).isEqualTo(256);
    }

    @Test
    void byDefaultNothingIsAdapted() throws IOException {
        assertThat(new NlcImageWriteParam().isAdaptive()).isFalse();
        assertThat(levels(file(param -> {}))).isNull();
    }

    @Test
    void aMapCountsInstead() throws IOException {
        QualityMap map = QualityMap.regions(List.of(new Rectangle(0, 0, 64, 64)), 0, -0.25);
        byte[] both = file(param -> {
            param.setQualityMap(map);
            param.setAdaptive(true);
        });
        assertThat(both).isEqualTo(file(param -> param.setQualityMap(map)));
        assertThat(Arrays.stream(levels(both)).max()).hasValue(0);
    }

    @Test
    void whereSamplesAreKept_itSaysNothing() throws IOException {
        byte[] plain = file(param -> param.setLossless(true));
        byte[] adaptive = file(param -> {
            param.setLossless(true);
            param.setAdaptive(true);
        });
        assertThat(adaptive).isEqualTo(plain);
    }

    @Test
    void theVisualTuneIsAdaptive() {
        NlcImageWriteParam param = new NlcImageWriteParam();
        assertThat(EncoderOptions.of(param).adaptive()).isFalse();
        param.setTune("psnr");
        assertThat(EncoderOptions.of(param).adaptive()).isFalse();
        param.setTune("visual");
        assertThat(EncoderOptions.of(param).adaptive()).isTrue();
    }
}
