package io.nlc.viewer.model.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.util.Optional;

/** Samples of images with a colour profile, which are not what a screen is to show. */
final class FileSamples {

    private static final int RGB_BANDS = 3;

    private FileSamples() {}

    /**
     * The samples of an image of red, green and blue, whatever colours they mean.
     *
     * @return premultiplied ARGB row by row, of samples of 16 bits the upper 8; empty if it has others
     */
    static Optional<int[]> of(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        boolean whole = colours.getTransferType() == DataBuffer.TYPE_BYTE
                || colours.getTransferType() == DataBuffer.TYPE_USHORT;
        if (colours.getColorSpace().getType() != ColorSpace.TYPE_RGB
                || !(colours instanceof ComponentColorModel)
                || !whole) {
            return Optional.empty();
        }
        int shift = colours.getComponentSize(0) - 8;
        int bands = colours.getNumComponents();
        int width = image.getWidth();
        int[] argb = new int[width * image.getHeight()];
        int[] row = new int[width * bands];
        for (int y = 0, at = 0; y < image.getHeight(); y++) {
            image.getRaster().getPixels(0, y, width, 1, row);
            for (int i = 0; i < row.length; i += bands, at++) {
                int alpha = bands > RGB_BANDS ? row[i + RGB_BANDS] >> shift : 0xFF;
                int by = image.isAlphaPremultiplied() ? 0xFF : alpha;
                argb[at] = alpha << 24
                        | MemoryPicture.part(row[i] >> shift, by) << 16
                        | MemoryPicture.part(row[i + 1] >> shift, by) << 8
                        | MemoryPicture.part(row[i + 2] >> shift, by);
            }
        }
        return Optional.of(argb);
    }
}
