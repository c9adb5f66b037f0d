package io.nlc.imageio;

import io.nlc.colour.PictureNotes;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Pictures of formats that are not ours which would fill much of the heap; they are read in parts. */
final class LargePictures {

    /*
     * The JDK's readers read a part of PNG and JPEG files from the beginning on, so each band costs as much as the
     * picture, and there should be few of them. Encoders take minutes for what readers take seconds for.
     */

    /** A picture is large that would take such a part of the heap. */
    private static final int LARGE = 4;

    /** And a band this, of which there may be four at a time: two are kept, one is made, and perhaps converted. */
    private static final int BAND = 20;

    private static final int MOST_PIXELS = 1 << 24;
    private static final int TILE = 512;

    private LargePictures() {}

    /** Whether pixels of so many bytes would take up much of the heap. */
    static boolean isLarge(long pixels, int bytes) {
        return pixels * bytes > Runtime.getRuntime().maxMemory() / LARGE;
    }

    /**
     * A picture that is large, upright.
     *
     * @param in at its first byte; needed as long as the image
     * @param orientation of EXIF
     * @param heap bytes that there are for it
     * @return empty if it is not large, or cannot be read in parts
     * @throws IOException if it cannot be read
     */
    static Optional<RenderedImage> of(ImageInputStream in, int orientation, long heap, Consumer<String> warnings)
            throws IOException {
        ImageReader reader = reader(in);
        if (reader == null) {
            return Optional.empty();
        }
        PictureNotes notes = PictureNotes.of(in, warning -> {});
        Dimension size;
        int bytes;
        try {
            in.seek(notes.start());
            reader.setInput(notes.stream(in), false, true);
            size = new Dimension(reader.getWidth(0), reader.getHeight(0));
            bytes = bytes(reader.getRawImageType(0));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // another reader may do better, or will say what is wrong
        } finally {
            in.seek(notes.start());
            reader.dispose();
        }
        if ((long) size.width * size.height * bytes <= heap / LARGE) {
            return Optional.empty();
        }
        PictureNotes told = PictureNotes.of(in, warnings);
        BufferedImage corner =
                OtherPictures.part(in, told, reader.getOriginatingProvider(), new Rectangle(1, 1), warnings);
        LazyImage.Parts parts = part -> {
            Rectangle stored = ExifOrientation.stored(part, size, orientation);
            BufferedImage read = OtherPictures.part(in, told, reader.getOriginatingProvider(), stored, warning -> {});
            return ExifOrientation.turn(read, orientation).getRaster();
        };
        // of which ImageTypeSpecifier.createFromRenderedImage would forget palette and profile
        return Optional.of(new LazyImage(
                parts,
                ExifOrientation.isTurned(orientation) ? new Dimension(size.height, size.width) : size,
                new Dimension(TILE, TILE),
                new ImageTypeSpecifier(corner),
                Math.min(MOST_PIXELS, heap / BAND / bytes),
                false));
    }

    /** The JDK's own, which read parts without the rest; null if there is none. */
    private static ImageReader reader(ImageInputStream in) {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (ProfiledWriting.isOfJdk(reader)) {
                return reader;
            }
        }
        return null;
    }

    /** Of a pixel. @param type null for CMYK and others that the reader does not name */
    private static int bytes(ImageTypeSpecifier type) {
        if (type == null) {
            return 4;
        }
        SampleModel samples = type.getSampleModel();
        int bits = 0;
        for (int band = 0; band < samples.getNumBands(); band++) {
            bits += Math.max(8, samples.getSampleSize(band));
        }
        return Math.max(4, (bits + 7) / 8);
    }
}
