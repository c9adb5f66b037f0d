package io.nlc.viewer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A picture file, decoded: anything that ImageIO reads.
 *
 * @param file  where it is
 * @param image its pixels
 * @param bytes size of the file
 */
record Picture(Path file, BufferedImage image, long bytes) {

    /**
     * Reads a picture.
     *
     * @throws IOException if it cannot be read; the message is fit to be shown
     */
    static Picture read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read");
        }
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file.getFileName() + " is not a picture that this program knows");
        }
        return new Picture(file, image, Files.size(file));
    }

    /** Size in pixels, bytes and bits per pixel, for a status line. */
    String summary() {
        return String.format(Locale.ROOT, "%s   %d x %d   %,d bytes   %.3f bpp", file.getFileName(), image.getWidth(), image.getHeight(),
                bytes, 8.0 * bytes / image.getWidth() / image.getHeight());
    }
}
