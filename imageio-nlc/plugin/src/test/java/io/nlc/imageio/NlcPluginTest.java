package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program that lets go of the plugin, and takes it up again. Class loaders: {@code ClassLoadersTest}. */
class NlcPluginTest {

    @AfterEach
    void putBack() {
        NlcPlugin.register();
    }

    private static boolean isKnown() {
        return ImageIO.getImageReadersByFormatName("nlc").hasNext()
                || ImageIO.getImageWritersByFormatName("nlc").hasNext();
    }

    @Test
    void released_isUnknownToImageIo_untilItIsRegistered() {
        assertThat(isKnown()).isTrue();
        NlcPlugin.release();
        assertThat(isKnown()).isFalse();
        NlcPlugin.release();
        NlcPlugin.register();
        assertThat(ImageIO.getImageReadersBySuffix("nlc").hasNext()).isTrue();
        assertThat(ImageIO.getImageWritersBySuffix("nlc").hasNext()).isTrue();
    }

    @Test
    void registeredTwice_isThereOnce() {
        NlcImageReaderSpi first = IIORegistry.getDefaultInstance().getServiceProviderByClass(NlcImageReaderSpi.class);
        NlcPlugin.register();
        assertThat(IIORegistry.getDefaultInstance().getServiceProviderByClass(NlcImageReaderSpi.class))
                .isSameAs(first);
    }

    @Test
    void networks_runAgainAfterwards() throws IOException {
        BufferedImage image = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128 * 96; i++) { // noise, which is for networks
            image.setRGB(i % 128, i / 128, i * 0x9E3779B1 >>> 8 & 0x3F3F3F | 0x404040);
        }
        for (int i = 0; i < 2; i++) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            assertThat(ImageIO.write(image, "nlc", file)).isTrue();
            assertThat(ImageIO.read(new ByteArrayInputStream(file.toByteArray()))
                            .getWidth())
                    .isEqualTo(128);
            NlcPlugin.release();
            NlcPlugin.register();
        }
    }
}
