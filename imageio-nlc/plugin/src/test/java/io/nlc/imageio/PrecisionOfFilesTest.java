package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.container.Limits;
import io.nlc.container.NlcReader;
import io.nlc.runtime.Precision;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoders measure of networks is by floats, so that no file depends on what the processor is good at. */
class PrecisionOfFilesTest {

    private static NlcSettings settings(Precision precision) {
        return new NlcSettings(Limits.DEFAULT, TestPacks.CPU.withPrecision(precision), List.of(TestPacks.directory()));
    }

    private static byte[] written(BufferedImage image, Consumer<NlcImageWriteParam> target, Precision precision)
            throws IOException {
        NlcImageWriter writer = PictureFiles.writer(settings(precision));
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel("test/tiny-int8");
        target.accept(param);
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
        Consumer<NlcImageWriteParam> target = param -> param.setCompressionQuality(quality);
        assertThat(written(image, target, Precision.AUTO)).isEqualTo(written(image, target, Precision.FULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "FULL"})
    void speedOfOneWrite_goesBeforeThePrecisionOfAll(Precision precision) throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB);
        byte[] fast = written(
                image,
                param -> {
                    param.setNetworksOnly(true);
                    param.setSpeed(NlcImageReadParam.Speed.FAST);
                },
                precision);
        assertThat(fast).isEqualTo(written(image, param -> param.setNetworksOnly(true), Precision.FAST));
    }

    private static byte[] read(byte[] file, Precision precision) throws IOException {
        return read(file, precision, NlcImageReadParam.Speed.FULL);
    }

    private static byte[] read(byte[] file, Precision precision, NlcImageReadParam.Speed speed) throws IOException {
        NlcImageReader reader = PictureFiles.reader(settings(precision));
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            NlcImageReadParam param = reader.getDefaultReadParam();
            param.setSpeed(speed);
            return Pictures.rgb(reader.read(0, param));
        } finally {
            reader.dispose();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "FULL"})
    void speedOfOneRead_goesBeforeThePrecisionOfAll(Precision precision) throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB);
        byte[] file = written(image, param -> param.setNetworksOnly(true), Precision.AUTO);
        byte[] fast = read(file, precision, NlcImageReadParam.Speed.FAST);
        assertThat(fast).isEqualTo(read(file, Precision.FAST));
        assertThat(read(file, Precision.FAST, NlcImageReadParam.Speed.FULL)).isEqualTo(fast);
    }

    @Test
    void errorThatIsPromised_isThatOfEveryReader() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_INT_RGB);
        byte[] file = written(image, param -> param.setTargetPsnr(24), Precision.AUTO);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            assertThat(new NlcReader(in).header().learned()).isTrue();
        }
        assertThat(read(file, Precision.AUTO)).isEqualTo(read(file, Precision.FULL));
    }
}
