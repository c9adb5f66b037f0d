package io.nlc.imageio;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held, as JPEG files note it: EXIF tag 0x0112 (JEITA CP-3451, section 4.6.4), 1 to 8. ImageIO ignores
 * it, and {@code .nlc} files have no place for it, so the picture itself is turned.
 */
public final class ExifOrientation {

    private static final int UPRIGHT = 1;
    private static final int HEAD = 1 << 18; // EXIF comes first in a file and has at most 64 KiB
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private ExifOrientation() {}

    /**
     * The orientation that a JPEG file notes.
     *
     * @return 1 to 8; 1, upright, for every other file and where the note makes no sense
     * @throws IOException if the file cannot be read
     */
    public static int of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        }
    }

    /** As {@link #of(Path)} from a stream, whose position stays. */
    static int of(ImageInputStream in) throws IOException {
        byte[] head = new byte[HEAD];
        int length = 0;
        in.mark();
        try {
            for (int n; length < HEAD && (n = in.read(head, length, HEAD - length)) > 0; ) {
                length += n;
            }
        } finally {
            in.reset();
        }
        return of(Arrays.copyOf(head, length));
    }

    private static int of(byte[] head) {
        try {
            return ofJpeg(ByteBuffer.wrap(head));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return UPRIGHT; // cut or forged: a picture is still a picture without its EXIF data
        }
    }

    private static int ofJpeg(ByteBuffer jpeg) {
        if (jpeg.remaining() < 4 || jpeg.getShort() != (short) 0xFFD8) {
            return UPRIGHT;
        }
        while (true) {
            int marker = jpeg.getShort() & 0xFFFF;
            int length = (jpeg.getShort() & 0xFFFF) - 2;
            if (marker < 0xFFC0 || marker == 0xFFDA || length < 0) { // not a marker, or the picture itself begins
                return UPRIGHT;
            }
            ByteBuffer segment = jpeg.slice(jpeg.position(), length);
            if (marker == 0xFFE1
                    && length > EXIF.length
                    && ByteBuffer.wrap(EXIF).equals(segment.slice(0, EXIF.length))) {
                return ofTiff(segment.slice(EXIF.length, length - EXIF.length));
            }
            jpeg.position(jpeg.position() + length);
        }
    }

    private static int ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
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
