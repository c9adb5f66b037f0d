package io.nlc.viewer.model.details;

import io.nlc.imageio.NlcSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a file holds beside pixels.
 *
 * @param format of the file, as people call it; empty if its parts are not known here
 * @param parts in the file's order
 * @param complete whether the parts go on to the file's proper end
 * @param exif what the camera noted
 * @param profile the colour profile; null for none
 */
public record FileDetails(
        String format, List<Part> parts, boolean complete, List<ExifEntry> exif, ProfileSummary profile) {

    private static final int HEAD = 16;
    private static final String PNG = "\u0089PNG\r\n\u001A\n";

    /**
     * Reads a file.
     *
     * @param codecSettings for {@code .nlc} files
     * @throws IOException if it cannot be read; a damaged one can
     * @throws CancellationException if that is asked for
     */
    public static FileDetails of(Path file, NlcSettings codecSettings, BooleanSupplier cancelled) throws IOException {
        try (ImageInputStream in = open(file)) {
            Anatomy anatomy = new Anatomy(cancelled);
            String format = read(in, codecSettings, anatomy);
            return new FileDetails(
                    format,
                    List.copyOf(anatomy.parts()),
                    anatomy.complete(),
                    ExifEntry.of(anatomy.exif()),
                    ProfileSummary.of(anatomy.profile()).orElse(null));
        }
    }

    // Those of JPEG are found byte by byte, which a FileImageInputStream asks the system for one by one.
    private static ImageInputStream open(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(2);
            boolean jpeg = head.length == 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xD8;
            if (!jpeg) {
                return new FileImageInputStream(file.toFile());
            }
        }
        return new BufferedPicture(file);
    }

    /** A stream that closes the file below it. */
    private static final class BufferedPicture extends MemoryCacheImageInputStream {

        private final InputStream below;

        BufferedPicture(Path file) throws IOException {
            this(new BufferedInputStream(Files.newInputStream(file)));
        }

        private BufferedPicture(InputStream below) {
            super(below);
            this.below = below;
        }

        @Override
        public void close() throws IOException {
            super.close();
            below.close();
        }
    }

    private static String start(ImageInputStream in) throws IOException {
        byte[] head = new byte[HEAD];
        int got = Math.max(0, in.read(head));
        in.seek(0);
        return new String(head, 0, got, StandardCharsets.ISO_8859_1);
    }

    private static String read(ImageInputStream in, NlcSettings codecSettings, Anatomy anatomy) throws IOException {
        String latin = start(in);
        if (latin.startsWith("\u008ENLC")) {
            NlcParts.read(in, codecSettings.limits(), anatomy);
            return "NLC";
        } else if (latin.startsWith(PNG)) {
            PngParts.read(in, anatomy);
            return "PNG";
        } else if (latin.startsWith("\u00FF\u00D8")) {
            JpegParts.read(in, anatomy);
            return "JPEG";
        } else if (latin.startsWith("RIFF") && latin.startsWith("WEBP", 8)) {
            RiffParts.read(in, anatomy);
            return "WebP";
        }
        return "";
    }
}
