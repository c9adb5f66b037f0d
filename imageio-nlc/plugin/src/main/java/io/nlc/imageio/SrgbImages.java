package io.nlc.imageio;

import io.nlc.colour.CieLab;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/** Images of any colours as those of sRGB or Java's gray. */
final class SrgbImages {

    private static final int BAND = 16;
    private static final int FULL = 65_535;

    private SrgbImages() {}

    /** Whether samples of an image are sRGB or gray already. */
    static boolean are(BufferedImage image) {
        return are(image.getColorModel());
    }

    static boolean are(ColorModel colours) {
        ColorSpace space = colours.getColorSpace();
        return space.isCS_sRGB() || space == ColorSpace.getInstance(ColorSpace.CS_GRAY);
    }

    /** The same picture, of 8 bits or, if it has more, 16; the image itself if it is of sRGB or gray already. */
    static BufferedImage of(BufferedImage image) {
        if (are(image)) {
            return image;
        }
        RenderedImageSource source = RenderedImageSource.of(image);
        PixelReader reader = source.srgbReader();
        BufferedImage result =
                blank(source.width(), source.height(), reader.gray(), source.alpha(), reader.depth() == 16);
        WritableRaster raster = result.getRaster();
        int bands = raster.getNumBands();
        int colours = reader.gray() ? 1 : 3;
        for (int y = 0; y < source.height(); y += BAND) {
            int top = y;
            int rows = Math.min(BAND, source.height() - y);
            source.read(reader, 0, y, source.width(), rows, (row, to, n) -> {
                int[] rgba = row.rgba();
                int[] samples = new int[bands * n];
                for (int i = 0; i < n; i++) {
                    for (int band = 0; band < bands; band++) {
                        samples[bands * i + band] = rgba[4 * i + (band < colours ? band : 3)];
                    }
                }
                raster.setPixels(to % source.width(), top + to / source.width(), n, 1, samples);
            });
        }
        return result;
    }

    /** An image of one of the types that everybody knows, as far as there is one. */
    private static BufferedImage blank(int width, int height, boolean gray, boolean alpha, boolean deep) {
        if (!deep && !gray) {
            return new BufferedImage(
                    width, height, alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
        }
        if (gray && !alpha) {
            return new BufferedImage(
                    width, height, deep ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        }
        return ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(gray ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                        IntStream.range(0, (gray ? 1 : 3) + (alpha ? 1 : 0)).toArray(),
                        deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                        alpha,
                        false)
                .createBufferedImage(width, height);
    }

    /**
     * The picture whose CIE L*a*b* an image has as its three samples, of 8 or 16 bits.
     *
     * @param signed whether a and b are signed, as TIFF has it (supplement 1, CIE L*a*b*), or begin at their least
     *     value
     */
    static BufferedImage ofLab(BufferedImage image, boolean signed) {
        Raster from = image.getRaster();
        boolean deep = from.getSampleModel().getSampleSize(0) == 16;
        int width = image.getWidth();
        BufferedImage result = blank(width, image.getHeight(), false, false, deep);
        int full = deep ? FULL : 255;
        int step = deep ? 256 : 1;
        CieLab lab = new CieLab();
        int[] rgb = new int[3];
        for (int y = 0; y < image.getHeight(); y++) {
            int[] row = from.getPixels(0, y, width, 1, (int[]) null);
            for (int x = 0; x < width; x++) {
                double l = 100.0 * row[3 * x] / full;
                lab.toSrgb(l, axis(row[3 * x + 1], step, signed), axis(row[3 * x + 2], step, signed), full, rgb);
                System.arraycopy(rgb, 0, row, 3 * x, 3);
            }
            result.getRaster().setPixels(0, y, width, 1, row);
        }
        return result;
    }

    private static double axis(int sample, int step, boolean signed) {
        double value = (double) sample / step;
        return signed ? value >= 128 ? value - 256 : value : value - 128;
    }
}
