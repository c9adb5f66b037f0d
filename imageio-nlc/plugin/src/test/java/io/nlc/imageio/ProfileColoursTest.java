package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.colour.PictureProfile;
import io.nlc.colour.Profiles;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colours of pictures with profiles that are no drawings, at the highest quality. */
@ExtendWith(TinyPack.class)
class ProfileColoursTest {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 150;

    private static byte[] profile(String name) {
        return Map.of(
                        "ProPhoto", Profiles.proPhoto(),
                        "linear ProPhoto", Profiles.linearProPhoto(),
                        "Adobe RGB", Profiles.adobeRgb(),
                        "sRGB", Profiles.srgb(),
                        "gray 1.8", Profiles.gray(1.8),
                        "linear gray", Profiles.gray(1))
                .get(name);
    }

    /** Waves of colour whose samples are those of a profile. */
    private static BufferedImage picture(byte[] icc, int type) throws IOException {
        ColorSpace space = PictureProfile.of(icc, ICC_Profile.getInstance(icc).getNumComponents())
                .space();
        int bands = space.getNumComponents();
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        space, IntStream.range(0, bands).toArray(), type, false, false)
                .createBufferedImage(WIDTH, HEIGHT);
        BufferedImage plain = Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        int scale = type == DataBuffer.TYPE_USHORT ? 257 : 1;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int band = 0; band < bands; band++) {
                    image.getRaster()
                            .setSample(x, y, band, scale * plain.getRaster().getSample(x, y, band));
                }
            }
        }
        return image;
    }

    /** What littleCMS, which is the JDK's, makes of each pixel, on average. */
    private static double[] mean(BufferedImage image, byte[] icc) {
        ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(icc));
        double full = (1 << image.getColorModel().getComponentSize(0)) - 1;
        float[] pixel = new float[space.getNumComponents()];
        double[] sum = new double[3];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int band = 0; band < pixel.length; band++) {
                    pixel[band] = (float) (image.getRaster().getSample(x, y, band) / full);
                }
                float[] rgb = space.toRGB(pixel);
                for (int c = 0; c < 3; c++) {
                    sum[c] += 255 * rgb[c];
                }
            }
        }
        return new double[] {sum[0] / (WIDTH * HEIGHT), sum[1] / (WIDTH * HEIGHT), sum[2] / (WIDTH * HEIGHT)};
    }

    @ParameterizedTest
    @CsvSource({
        "ProPhoto,0",
        "ProPhoto,1",
        "linear ProPhoto,1",
        "Adobe RGB,0",
        "sRGB,0",
        "gray 1.8,0",
        "linear gray,0",
        "linear gray,1"
    })
    void meanColour_isThatOfLittleCms(String name, int type) throws IOException {
        byte[] icc = profile(name);
        BufferedImage image = picture(icc, type);
        double[] expected = mean(image, icc);
        byte[] file = Pictures.write(image, param -> {
            param.setNetworksOnly(false);
            param.setCompressionQuality(1);
        });
        byte[] rgb = PictureFiles.rgb(Pictures.read(file));
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int i = c; i < rgb.length; i += 3) {
                sum += rgb[i] & 0xFF;
            }
            assertThat(sum / (WIDTH * HEIGHT)).as("band %d", c).isCloseTo(expected[c], within(1.0));
        }
    }

    @ParameterizedTest
    @CsvSource({"Adobe RGB", "sRGB", "gray 1.8"})
    void qualityOne_hasFortyDecibels_inTheColoursOfScreens(String name) throws IOException {
        BufferedImage image = picture(profile(name), DataBuffer.TYPE_BYTE);
        byte[] before = PictureFiles.rgb(image);
        byte[] after = PictureFiles.rgb(Pictures.read(Pictures.write(image, param -> {
            param.setNetworksOnly(false);
            param.setCompressionQuality(1);
        })));
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            int d = (before[i] & 0xFF) - (after[i] & 0xFF);
            sum += d * d;
        }
        assertThat(10 * Math.log10(255.0 * 255 * before.length / sum)).isGreaterThan(40);
    }
}
