package io.nlc.cli;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/**
 * A format that pictures are written in.
 *
 * @param suffix one that ImageIO has a writer for, in lower case
 */
record PictureFormat(String suffix) {

    static final PictureFormat PNG = new PictureFormat("png");

    private static final Set<String> SUFFIXES = Names.ofPictures(ImageIO.getWriterFileSuffixes());

    /**
     * The format with this name or suffix.
     *
     * @throws IllegalArgumentException naming those there are, if it is none of them
     */
    static PictureFormat named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (isSuffix(lower)) {
            return new PictureFormat(lower);
        }
        throw new IllegalArgumentException("'" + name + "' is not a format for pictures (" + all() + ")");
    }

    static boolean isSuffix(String suffix) {
        return SUFFIXES.contains(suffix);
    }

    /** For people. */
    static String all() {
        return String.join(", ", new TreeSet<>(SUFFIXES));
    }

    /** Whether files of this format may have this suffix. */
    boolean has(String other) {
        ImageWriter writer = writer();
        try {
            for (String own : writer.getOriginatingProvider().getFileSuffixes()) {
                if (own.equalsIgnoreCase(other)) {
                    return true;
                }
            }
            return false;
        } finally {
            writer.dispose();
        }
    }

    private ImageWriter writer() {
        return PictureFiles.writerOf(suffix).orElseThrow();
    }

    /**
     * Writes a picture with what accompanies it, on white if the format has no transparency, and in sRGB if it has no
     * colour profiles.
     *
     * @param decoded which may be decoded only now
     * @param bar hears how far it is
     * @param warnings hears what the format has no place for
     */
    void write(RenderedImage decoded, PictureMetadata metadata, Output out, ProgressBar bar, Consumer<String> warnings)
            throws IOException {
        try {
            out.save(stream -> PictureFiles.write(decoded, metadata, suffix, stream, bar, warnings));
        } catch (NlcException e) {
            throw e.kind() == FailureKind.UNSUPPORTED ? Failure.about(out, e) : e;
        }
    }
}
