package io.nlc.imageio;

import io.nlc.colour.ExifNotes;
import io.nlc.container.NlcReader;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held, as JPEG, PNG, TIFF, WebP and NLC files note it: EXIF tag 0x0112 (JEITA CP-3451, section
 * 4.6.4), 1 to 8. ImageIO ignores it, so the picture itself is turned.
 */
public final class ExifOrientation {

    /** What says that nothing is to be turned. */
    public static final int UPRIGHT = 1;

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
        return of(in, NlcSettings.fromProperties());
    }

    static int of(ImageInputStream in, NlcSettings settings) throws IOException {
        if (!new NlcImageReaderSpi().canDecodeInput(in)) {
            return ExifNotes.orientation(in);
        }
        long start = in.getStreamPosition();
        try {
            return PictureMetadata.of(new NlcReader(in, settings.limits()).ancillary())
                    .orientation();
        } catch (NlcException e) {
            return UPRIGHT; // whoever reads the picture will hear what is wrong with the file
        } finally {
            in.seek(start);
        }
    }

    /**
     * As {@link #turn(BufferedImage, int)} of an image that need not be in memory
     * ({@link NlcImageReader#readAsRenderedImage}), and then is not there afterwards either.
     */
    public static RenderedImage turn(RenderedImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        return image instanceof BufferedImage buffered
                ? turn(buffered, orientation)
                : LazyImage.turned(image, orientation);
    }

    /** Whether rows of the stored picture are columns of the upright one. */
    public static boolean isTurned(int orientation) {
        return orientation >= 5;
    }

    /** Where a part of an upright picture lies in the stored one. @param size of the stored one */
    static Rectangle stored(Rectangle part, Dimension size, int orientation) {
        boolean swapped = isTurned(orientation);
        int x = swapped ? part.y : part.x;
        int y = swapped ? part.x : part.y;
        int width = swapped ? part.height : part.width;
        int height = swapped ? part.width : part.height;
        return new Rectangle(
                fromRight(orientation) ? size.width - x - width : x,
                fromBottom(orientation) ? size.height - y - height : y,
                width,
                height);
    }

    private static boolean fromRight(int orientation) {
        return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    }

    private static boolean fromBottom(int orientation) {
        return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
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
        boolean swapped = isTurned(orientation);
        int width = swapped ? image.getHeight() : image.getWidth();
        int height = swapped ? image.getWidth() : image.getHeight();
        Raster from = image.getRaster();
        WritableRaster to = image.getRaster().createCompatibleWritableRaster(width, height);
        boolean fromRight = fromRight(orientation);
        boolean fromBottom = fromBottom(orientation);
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
