package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.imgscalr.Scalr;
import org.junit.jupiter.api.Test;

/**
 * imgscalr works on images: what our reader returns must be of a kind that it scales, and what it returns one that we
 * write.
 */
class ImgscalrTest {

    @Test
    void photograph_isReadScaledAndWritten() throws IOException {
        BufferedImage photo = Pictures.photograph(256, 192);
        BufferedImage read = Pictures.read(Pictures.file(photo, "nlc"));
        BufferedImage scaled = Scalr.resize(read, Scalr.Method.ULTRA_QUALITY, 128);
        assertThat(Pictures.psnr(Scalr.resize(photo, Scalr.Method.ULTRA_QUALITY, 128), scaled))
                .isGreaterThan(28);
        byte[] file = Pictures.file(scaled, "nlc");
        assertThat(Pictures.pack(file)).isNotEmpty();
        assertThat(Pictures.psnr(scaled, Pictures.read(file))).isGreaterThan(25);
    }

    @Test
    void operations_takeWhatWasRead() throws IOException {
        BufferedImage read = Pictures.read(Pictures.file(Pictures.quarters(40, 20), "nlc"));
        BufferedImage turned = Scalr.rotate(read, Scalr.Rotation.CW_90);
        assertThat(turned.getWidth()).isEqualTo(20);
        assertThat(turned.getRGB(15, 5)).isEqualTo(read.getRGB(5, 5));
        BufferedImage cropped = Scalr.crop(read, 20, 10, 20, 10);
        assertThat(cropped.getRGB(5, 5)).isEqualTo(0xFFE0D080);
        BufferedImage gray = Scalr.apply(cropped, Scalr.OP_GRAYSCALE);
        assertThat(Pictures.psnr(gray, Pictures.read(Pictures.file(gray, "nlc"))))
                .isGreaterThan(50);
        assertThat(Pictures.read(Pictures.file(Scalr.pad(cropped, 4), "nlc")).getWidth())
                .isEqualTo(28);
    }

    @Test
    void transparency_stays() throws IOException {
        BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 400; i++) {
            image.setRGB(i % 20, i / 20, 0xFF20A030);
        }
        BufferedImage scaled = Scalr.resize(Pictures.read(Pictures.file(image, "nlc")), 20);
        BufferedImage read = Pictures.read(Pictures.file(scaled, "nlc"));
        assertThat(read.getRGB(4, 5)).isEqualTo(0xFF20A030);
        assertThat(read.getRGB(16, 5) >>> 24).isZero();
    }
}
