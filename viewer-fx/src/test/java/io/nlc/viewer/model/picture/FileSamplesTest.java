package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;

class FileSamplesTest {

    private static BufferedImage linear(boolean alpha, int dataType, int... pixel) {
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                        alpha ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2},
                        dataType,
                        alpha,
                        false)
                .createBufferedImage(3, 40);
        image.getRaster().setPixel(2, 39, pixel);
        return image;
    }

    @Test
    void linearLight_isShownBrighter_itsSamplesStay() {
        for (int depth : new int[] {8, 16}) {
            int times = depth == 8 ? 1 : 257;
            MemoryPicture picture = MemoryPicture.of(linear(
                    false, depth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT, 64 * times, 64 * times, 0));
            int shown = picture.argb(0, 2, 39);
            assertThat(shown >>> 24).isEqualTo(0xFF);
            assertThat(shown >> 8 & 0xFF).isBetween(136, 138); // 64 of 255 in linear light
            assertThat(picture.sample(2, 39)).isEqualTo(0xFF404000);
        }
    }

    @Test
    void transparency_isKept() {
        MemoryPicture picture = MemoryPicture.of(linear(true, DataBuffer.TYPE_BYTE, 64, 64, 64, 128));
        int shown = picture.argb(0, 2, 39);
        assertThat(shown >>> 24).isEqualTo(0x80);
        assertThat(shown & 0xFF).isBetween(68, 69);
        int sample = picture.sample(2, 39);
        assertThat(sample >>> 24).isEqualTo(0x80);
        assertThat(PictureSource.straight(sample, sample)).isBetween(63, 65);
    }

    @Test
    void sRgbAndGray_areTheirOwnSamples_whichTakesNoMemory() {
        for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
            MemoryPicture picture = MemoryPicture.of(new BufferedImage(2, 2, type));
            assertThat(picture.sample(1, 1)).isEqualTo(picture.argb(0, 1, 1)).isEqualTo(0xFF000000);
            assertThat(picture.bytes()).isEqualTo(16);
        }
        assertThat(MemoryPicture.of(linear(false, DataBuffer.TYPE_BYTE, 0, 0, 0))
                        .bytes())
                .isEqualTo(2 * 4 * 120 + 4 * (2 * 20 + 1 * 10));
    }
}
