package io.nlc.colour;

import io.nlc.colour.PatchedStream.Patch;
import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.stream.ImageInputStream;

/**
 * What a picture's file says of its colours.
 *
 * @param samples what the samples are
 * @param profile of the samples; null for sRGB, gray that is shown as sRGB would be, CMYK without a profile, and where
 *     only the reader of the format knows
 * @param gray the same for a palette of grays; null if there is none
 * @param hidden bytes that the reader of the format is to find in place of the file's, so that it leaves the samples as
 *     they are
 * @param start where the file begins in its stream
 */
public record PictureNotes(
        Samples samples, PictureProfile profile, PictureProfile gray, List<Patch> hidden, long start) {

    /** What samples are, by the file. */
    public enum Samples {
        /** Whatever the reader of the format makes of them, its colour profile included. */
        AS_READ,
        /** Those of the profile, or gray or sRGB without one. */
        PROFILED,
        /** Cyan, magenta, yellow and black, 0 for no ink, of the profile if there is one. */
        CMYK,
        /** CIE L*a*b* of D50 with signed a and b, which the reader takes for RGB. */
        SIGNED_LAB,
        /** CIE L*a*b* of D50 with a and b from their least value on, which the reader takes for RGB. */
        OFFSET_LAB
    }

    private static final String BMP = "BM";

    static PictureNotes of(Samples samples, PictureProfile profile, List<Patch> hidden, FileBytes file) {
        return new PictureNotes(samples, profile, null, hidden, file.start());
    }

    /**
     * Reads them.
     *
     * @param in at the file's first byte; its position stays
     * @param warnings takes what cannot be used
     * @throws IOException if the file cannot be read; that it is damaged is no failure here
     */
    public static PictureNotes of(ImageInputStream in, Consumer<String> warnings) throws IOException {
        FileBytes file = new FileBytes(in);
        try {
            if (FilePart.isPng(file)) {
                return PngNotes.of(file, warnings);
            }
            if (FilePart.isJpeg(file)) {
                return JpegNotes.of(file, warnings);
            }
            if (file.has(0, BMP)) {
                return BmpNotes.of(file, warnings);
            }
            return TiffNotes.of(file, warnings);
        } catch (EOFException e) {
            return none(file); // the reader will say what is wrong
        } finally {
            in.seek(file.start());
        }
    }

    static PictureNotes none(FileBytes file) {
        return of(Samples.AS_READ, null, List.of(), file);
    }

    /** The file for the reader of its format. */
    public ImageInputStream stream(ImageInputStream in) {
        return new PatchedStream(in, start, hidden);
    }
}
