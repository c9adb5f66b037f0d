package io.nlc.imageio.contract;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import javax.imageio.ImageTypeSpecifier;

/** Images of 48 x 32 to read to or to write. */
final class Destinations {

    private static final String[] NAMES = {
        "custom",
        "INT_RGB",
        "INT_ARGB",
        "INT_ARGB_PRE",
        "INT_BGR",
        "3BYTE_BGR",
        "4BYTE_ABGR",
        "4BYTE_ABGR_PRE",
        "565",
        "555",
        "BYTE_GRAY",
        "USHORT_GRAY",
        "BYTE_BINARY",
        "BYTE_INDEXED"
    };

    private Destinations() {}

    static String name(int type) {
        return NAMES[type];
    }

    static BufferedImage interleaved(int transferType, int... offsets) {
        return image(ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), offsets, transferType, offsets.length == 4, false));
    }

    static BufferedImage banded() {
        return image(ImageTypeSpecifier.createBanded(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                new int[] {0, 1, 2},
                new int[] {0, 0, 0},
                DataBuffer.TYPE_BYTE,
                false,
                false));
    }

    static BufferedImage floats() {
        return interleaved(DataBuffer.TYPE_FLOAT, 0, 1, 2);
    }

    static BufferedImage linear() {
        return image(ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                new int[] {0, 1, 2},
                DataBuffer.TYPE_BYTE,
                false,
                false));
    }

    private static BufferedImage image(ImageTypeSpecifier type) {
        return type.createBufferedImage(Subject.WIDTH, Subject.HEIGHT);
    }
}
