package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;

class MemoryPictureTest {

    @Test
    void levels_halveUntilSmall() {
        MemoryPicture picture = new MemoryPicture(100, 37, new int[3700]);
        assertThat(picture.levels()).isEqualTo(4); // 100, 50, 25, 13
        assertThat(picture.width(3)).isEqualTo(13);
        assertThat(picture.height(3)).isEqualTo(5);
        assertThat(picture.bytes()).isEqualTo(4 * (3700 + 50 * 19 + 25 * 10 + 13 * 5));
    }

    @Test
    void halved_isTheMean_alsoAtOddEdges() {
        int[] argb = {
            0xFF000000, 0xFF0000FF, 0xFF102030, 0xFFFFFFFF, 0xFF00FF00, 0xFF102030, 0x00000000, 0x80808080, 0xFF304050
        };
        int[] half = MemoryPicture.halved(argb, 3, 3);
        assertThat(half).hasSize(4);
        assertThat(half[0])
                .isEqualTo(
                        0xFF408080); // (0 + 0 + 255 + 0 + 2) / 4, (0 + 0 + 255 + 255 + 2) / 4, (0 + 255 + 255 + 0 + 2)
        // / 4
        assertThat(half[1]).isEqualTo(0xFF102030);
        assertThat(half[2]).isEqualTo(0x40404040);
        assertThat(half[3]).isEqualTo(0xFF304050);
    }

    @Test
    void of_keepsPixelsAndMultipliesByAlpha() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF123456);
        image.setRGB(1, 0, 0x80FF0000);
        MemoryPicture picture = MemoryPicture.of(image);
        assertThat(picture.argb(0, 0, 0)).isEqualTo(0xFF123456);
        assertThat(picture.argb(0, 1, 0)).isEqualTo(0x80800000);
    }

    @Test
    void difference_isAbsoluteAndOpaque() {
        MemoryPicture a = new MemoryPicture(2, 1, new int[] {0xFF102030, 0xFFFFFFFF});
        MemoryPicture b = new MemoryPicture(2, 1, new int[] {0xFF201030, 0xFF000000});
        MemoryPicture d = MemoryPicture.difference(a, b);
        assertThat(d.argb(0, 0, 0)).isEqualTo(0xFF101000);
        assertThat(d.argb(0, 1, 0)).isEqualTo(0xFFFFFFFF);
        assertThatThrownBy(() -> MemoryPicture.difference(a, new MemoryPicture(1, 1, new int[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 1")
                .hasMessageContaining("1 x 1");
    }

    @Test
    void new_wrongSize_isNamed() {
        assertThatThrownBy(() -> new MemoryPicture(3, 3, new int[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argb has 8");
    }

    /** Java2D would take gray of 16 bits for linear light, and show 100 as 170. */
    @Test
    void of_showsGrayAsItIs_andProfilesInSrgb() {
        BufferedImage gray = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        gray.getRaster().setSample(1, 1, 0, 257 * 100);
        assertThat(MemoryPicture.of(gray).argb(0, 1, 1)).isEqualTo(0xFF646464);
        BufferedImage linear = ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                        new int[] {0, 1, 2},
                        DataBuffer.TYPE_BYTE,
                        false,
                        false)
                .createBufferedImage(2, 2);
        linear.getRaster().setPixel(1, 1, new int[] {55, 0, 255});
        assertThat(MemoryPicture.of(linear).argb(0, 1, 1)).isEqualTo(0xFF8000FF);
    }
}
