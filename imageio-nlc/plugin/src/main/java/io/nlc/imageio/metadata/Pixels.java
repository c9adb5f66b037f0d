package io.nlc.imageio.metadata;

import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import java.awt.image.ColorModel;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/**
 * What metadata say of the pixels: of a file, or of one that is to be written.
 *
 * @param header of the file; null for one that is to be written
 * @param gray or RGB
 * @param alpha whether there is an alpha channel
 * @param depth bits of a sample, 8 or 16
 * @param lossless whether every sample is kept; of a file, perhaps within a bound
 * @param bytes size of the file, -1 if it is not known
 */
public record Pixels(NlcHeader header, boolean gray, boolean alpha, int depth, boolean lossless, long bytes) {

    /** Those of a file. @param bytes its size, -1 if it is not known */
    public static Pixels of(NlcHeader header, long bytes) {
        return new Pixels(
                header,
                header.colour() == Colour.GRAY,
                header.alpha(),
                header.pixels().depth(),
                header.lossless(),
                bytes);
    }

    /**
     * Those of a file that is made of images of a type.
     *
     * @param type null for RGB
     * @param deep whether samples of more than 8 bits keep them
     */
    public static Pixels of(ImageTypeSpecifier type, boolean lossless, boolean deep) {
        if (type == null) {
            return new Pixels(null, false, false, Byte.SIZE, lossless, -1);
        }
        ColorModel colours = type.getColorModel();
        boolean more = IntStream.of(colours.getComponentSize()).anyMatch(bits -> bits > Byte.SIZE);
        return new Pixels(
                null,
                colours.getNumColorComponents() == 1,
                colours.hasAlpha(),
                deep && more ? Short.SIZE : Byte.SIZE,
                lossless,
                -1);
    }

    /** Colours and alpha. */
    int channels() {
        return (gray ? 1 : 3) + (alpha ? 1 : 0);
    }

    /** Version of the file's format. */
    int version() {
        return header != null ? header.version() : NlcHeader.VERSION;
    }
}
