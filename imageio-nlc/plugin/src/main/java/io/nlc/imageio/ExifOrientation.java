package io.nlc.imageio;

import io.nlc.colour.ExifNotes;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held, as JPEG, PNG, TIFF and WebP files note it: EXIF tag 0x0112 (JEITA CP-3451, section 4.6.4), 1
 * to 8. ImageIO ignores it, so the picture itself is turned.
 */
public final class ExifOrientation {

    private static final int UPRIGHT = 1;

    private ExifOrientation() {}

    /**
     * The orientation that a file notes.
     *
     * @return 1 to 8; 1, upright, for files that do not say, and where the note makes no sense
     * @throws IOException if the file cannot be read
     */
    public static int of(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return of(in);
        }
    }

    /**
     * As {@link #of(Path)} from a stream.
     *
     * @param in at the file's first byte; its position stays
     */
    public static int of(ImageInputStream in) throws IOException {
        return ExifNotes.orientation(in);
    }

    /**
     * Turns a picture upright; samples and colour model stay what they are.
     *
     * @param orientation what {@link #of} says, 1 to 8
     */
    public static BufferedImage turn(BufferedImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean swapped = orientation >= 5;
        int width = swapped ? image.getHeight() : image.getWidth();
        int height = swapped ? image.getWidth() : image.getHeight();
        Raster from = image.getRaster();
        WritableRaster to = image.getRaster().createCompatibleWritableRaster(width, height);
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        Object pixel = null;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sx = swapped ? y : x;
                int sy = swapped ? x : y;
                pixel = from.getDataElements(
                        fromRight ? image.getWidth() - 1 - sx : sx,
                        fromBottom ? image.getHeight() - 1 - sy : sy,
                        pixel);
                to.setDataElements(x, y, pixel);
            }
        }
        return new BufferedImage(image.getColorModel(), to, image.isAlphaPremultiplied(), null);
    }
}
