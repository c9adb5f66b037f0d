package io.nlc.viewer.model.document;

import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.picture.PictureSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture that was opened.
 *
 * @param onDisk its file
 * @param picture its pixels: all of them in memory, or by tiles
 * @param coder encodes it; null if it is too large for that, or shown reduced
 * @param nlc header and pack if it is an {@code .nlc} file, else null
 * @param opened the file itself as an encoding, if it is an {@code .nlc} file in memory, else null
 */
public record Document(OnDisk onDisk, PictureSource picture, PictureCoder coder, NlcFile nlc, Encoding opened) {

    /**
     * A file with a picture.
     *
     * @param file where it is
     * @param bytes its size
     * @param width columns of the picture in it; more than are shown if it is shown reduced
     * @param height rows of the picture in it
     */
    public record OnDisk(Path file, long bytes, int width, int height) {}

    /** Where its file is. */
    public Path file() {
        return onDisk.file;
    }

    /** Size of the file. */
    public long fileBytes() {
        return onDisk.bytes;
    }

    /** Columns of the picture in the file. */
    public int fullWidth() {
        return onDisk.width;
    }

    /** Rows of the picture in the file. */
    public int fullHeight() {
        return onDisk.height;
    }

    /**
     * Whether the original of a decoded file is not known, so that encodings can only be compared with what it decodes
     * to.
     */
    public boolean decoded() {
        return nlc != null;
    }

    /** Bits a pixel of the file. */
    public double bpp() {
        return 8.0 * onDisk.bytes / ((double) onDisk.width * onDisk.height);
    }

    /** The coder, if there is one. */
    public Optional<PictureCoder> optionalCoder() {
        return Optional.ofNullable(coder);
    }

    /** Name of the file without its folder. */
    public String name() {
        return String.valueOf(onDisk.file.getFileName());
    }
}
