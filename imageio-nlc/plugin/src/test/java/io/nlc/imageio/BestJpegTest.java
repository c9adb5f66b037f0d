package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.metrics.Psnr;
import io.nlc.picture.CodecProgress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntBiFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BestJpegTest {

    static List<BufferedImage> pictures() {
        Random random = new Random(3);
        return List.of(
                Pictures.of(240, 160, BufferedImage.TYPE_3BYTE_BGR),
                Pictures.of(240, 160, BufferedImage.TYPE_BYTE_GRAY),
                Pictures.of(201, 97, BufferedImage.TYPE_INT_RGB),
                Pictures.of(160, 120, BufferedImage.TYPE_INT_ARGB),
                of((x, y) -> random.nextInt(1 << 24)),
                of((x, y) -> (x / 3 + y / 5) % 2 == 0 ? 0xFF0000 : 0x0000FF), // chroma at full resolution
                of((x, y) -> 0x808080));
    }

    private static BufferedImage of(ToIntBiFunction<Integer, Integer> rgb) {
        BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 128; x++) {
                image.setRGB(x, y, rgb.applyAsInt(x, y));
            }
        }
        return image;
    }

    private static byte[] jdk(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static double psnr(BufferedImage image, byte[] file) throws IOException {
        return Psnr.of(PictureFiles.rgb(image), PictureFiles.rgb(ImageIO.read(new ByteArrayInputStream(file))));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void within_isNeverWorseThanTheJdksDefault(BufferedImage picture) throws IOException {
        BufferedImage image = picture.getColorModel().hasAlpha() ? PictureFiles.flatten(picture) : picture;
        for (float quality : new float[] {0.02f, 0.1f, 0.3f, 0.5f, 0.75f, 0.95f}) {
            byte[] plain = jdk(image, quality);
            BestJpeg best = BestJpeg.within(picture, plain.length, CodecProgress.NONE);
            assertThat(best.file().length).as("size at %s", quality).isLessThanOrEqualTo(plain.length);
            assertThat(best.psnr())
                    .as("PSNR at %s", quality)
                    .isGreaterThanOrEqualTo(psnr(image, plain))
                    .isEqualTo(psnr(image, best.file()));
        }
    }

    @Test
    void within_fewBytes_isFarBetterThanTheJdksDefault() throws IOException {
        BufferedImage image = Pictures.of(480, 320, BufferedImage.TYPE_3BYTE_BGR);
        byte[] plain = jdk(image, 0.05f);
        assertThat(BestJpeg.within(image, plain.length, CodecProgress.NONE).psnr())
                .isGreaterThan(psnr(image, plain) + 2);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void of_isNoLargerAndNoWorseThanTheJdksDefault(BufferedImage picture) throws IOException {
        BufferedImage image = picture.getColorModel().hasAlpha() ? PictureFiles.flatten(picture) : picture;
        for (float quality : new float[] {0.1f, 0.5f, 0.9f}) {
            byte[] plain = jdk(image, quality);
            BestJpeg best = BestJpeg.of(picture, quality, CodecProgress.NONE);
            assertThat(best.file().length).isLessThan(plain.length);
            assertThat(best.psnr()).isGreaterThanOrEqualTo(psnr(image, plain));
        }
    }

    @Test
    void chroma_isKeptWholeWhereThatIsBetter() throws IOException {
        BufferedImage stripes = pictures().get(5);
        BestJpeg best = BestJpeg.of(stripes, 0.9, CodecProgress.NONE);
        assertThat(best.subsampled()).isFalse();
        assertThat(best.psnr()).isGreaterThan(psnr(stripes, jdk(stripes, 0.9f)) + 1);
    }

    @Test
    void within_nothing_isTheSmallestFile() throws IOException {
        BufferedImage image = Pictures.of(240, 160, BufferedImage.TYPE_3BYTE_BGR);
        BestJpeg smallest = BestJpeg.within(image, 10, CodecProgress.NONE);
        assertThat(smallest.quality()).isZero();
        assertThat(smallest.file().length).isBetween(100, jdk(image, 0).length);
    }

    @Test
    void within_cancelled() {
        CodecProgress cancelled = new CodecProgress() {
            @Override
            public void progress(float fraction) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        BufferedImage image = Pictures.of(240, 160, BufferedImage.TYPE_3BYTE_BGR);
        assertThatThrownBy(() -> BestJpeg.within(image, 10_000, cancelled)).isInstanceOf(CancellationException.class);
    }
}
