package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/** Some bands of an image as an image of their own: {@link javax.imageio.IIOParam#setSourceBands}. */
final class SourceBands {

    private static final int ROWS = 64;

    private SourceBands() {}

    /**
     * The bands: one is gray, two are gray and alpha, three RGB, four RGB and alpha, whatever they were.
     *
     * @throws IllegalArgumentException if the image has no such band
     * @throws NlcException if there are more than four, or their samples cannot be told apart from others
     */
    static RenderedImage of(RenderedImage image, int[] bands) throws NlcException {
        int present = image.getSampleModel().getNumBands();
        if (IntStream.of(bands).anyMatch(band -> band >= present)) {
            throw new IllegalArgumentException(
                    "sourceBands " + Arrays.toString(bands) + " of an image that has " + present);
        }
        if (Arrays.equals(bands, IntStream.range(0, present).toArray())) {
            return image;
        }
        int type = image.getSampleModel().getDataType();
        boolean integers =
                type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        int deepest = IntStream.of(image.getSampleModel().getSampleSize()).max().orElse(8);
        if (bands.length > 4 || !integers || deepest > 16 || image.getColorModel() instanceof IndexColorModel) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "sourceBands " + Arrays.toString(bands) + " cannot be taken of this image");
        }
        return copy(image, bands, deepest > 8 ? 16 : 8);
    }

    private static RenderedImage copy(RenderedImage image, int[] bands, int depth) {
        BufferedImage copy = ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(bands.length < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                        IntStream.range(0, bands.length).toArray(),
                        depth == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                        bands.length % 2 == 0,
                        false)
                .createBufferedImage(image.getWidth(), image.getHeight());
        WritableRaster to = copy.getRaster();
        Rectangle all = RenderedImageSource.bounds(image);
        int[] row = new int[all.width];
        for (int y = 0; y < all.height; y += ROWS) {
            int rows = Math.min(ROWS, all.height - y);
            Raster from = image.getData(new Rectangle(all.x, all.y + y, all.width, rows));
            for (int r = y; r < y + rows; r++) {
                for (int b = 0; b < bands.length; b++) {
                    int full = (1 << image.getSampleModel().getSampleSize(bands[b])) - 1;
                    int max = (1 << depth) - 1;
                    from.getSamples(all.x, all.y + r, all.width, 1, bands[b], row);
                    for (int x = 0; full != max && x < row.length; x++) {
                        row[x] = (int) (((long) row[x] * max + full / 2) / full);
                    }
                    to.setSamples(0, r, all.width, 1, b, row);
                }
            }
        }
        return copy;
    }
}
