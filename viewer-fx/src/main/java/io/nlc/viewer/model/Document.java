package io.nlc.viewer.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture that was opened.
 *
 * @param file where it is
 * @param fileBytes size of the file
 * @param picture its pixels: all of them in memory, or by tiles
 * @param coder encodes it; null if it is too large for that, or shown reduced
 * @param nlc header and pack if it is an {@code .nlc} file, else null
 * @param opened the file itself as an encoding, if it is an {@code .nlc} file in memory, else null
 * @param fullWidth columns of the picture in the file; more than {@code picture} has if it is shown reduced
 * @param fullHeight rows of the picture in the file
 */
public record Document(
        Path file,
        long fileBytes,
        PictureSource picture,
        PictureCoder coder,
        NlcFile nlc,
        Encoding opened,
        int fullWidth,
        int fullHeight) {

    /**
     * Whether the original of a decoded file is not known, so that encodings can only be compared with what it decodes
     * to.
     */
    public boolean decoded() {
        return nlc != null;
    }

    /** Bits a pixel of the file. */
    public double bpp() {
        return 8.0 * fileBytes / ((double) fullWidth * fullHeight);
    }

    /** The coder, if there is one. */
    public Optional<PictureCoder> optionalCoder() {
        return Optional.ofNullable(coder);
    }

    /** Name of the file without its folder. */
    public String name() {
        return String.valueOf(file.getFileName());
    }
}
