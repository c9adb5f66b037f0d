package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.container.Limits;
import io.nlc.runtime.Precision;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoders measure of networks is by floats, so that no file depends on what the processor is good at. */
class PrecisionOfFilesTest {

    private static byte[] written(BufferedImage image, float quality, Precision precision) throws IOException {
        NlcImageWriter writer = PictureFiles.writer(new NlcSettings(
                Limits.DEFAULT, TestPacks.CPU.withPrecision(precision), List.of(TestPacks.directory())));
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel("test/tiny-int8");
        param.setCompressionQuality(quality);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.5f, 0.92f, 1})
    void files_areTheSameInBothPrecisions(float quality) throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB);
        assertThat(written(image, quality, Precision.AUTO)).isEqualTo(written(image, quality, Precision.FULL));
    }
}
