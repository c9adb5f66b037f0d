package io.nlc.viewer.model.coding;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.viewer.model.FileNames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.stream.ImageOutputStream;

/** As what an encoding can be saved: itself, or the picture that it decodes to. */
public enum SaveFormat {
    /** The encoding itself. */
    NLC("nlc"),
    /** Its picture without further loss. */
    PNG("png"),
    /** Its picture with little further loss, transparency on white. */
    JPEG("jpg", "jpeg"),
    /** Its picture without further loss. */
    TIFF("tif", "tiff"),
    /** Its picture without further loss, transparency on white. */
    BMP("bmp");

    private final List<String> suffixes;

    SaveFormat(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /** The suffixes of its files, without the point; the first is the usual one. */
    public List<String> suffixes() {
        return suffixes;
    }

    /** What the suffix of a file says; empty if there is no format of that suffix. */
    public static Optional<SaveFormat> of(Path file) {
        String suffix = FileNames.suffix(file).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.suffixes.contains(suffix))
                .findFirst();
    }

    /** All suffixes, for people to read. */
    public static String known() {
        return Arrays.stream(values())
                .flatMap(format -> format.suffixes.stream())
                .map(suffix -> "." + suffix)
                .collect(Collectors.joining(", "));
    }

    /**
     * Writes an encoding, or its picture.
     *
     * @param encoding what to save
     * @param metadata what accompanies its picture; a file that was not encoded here has its own
     * @param codecSettings how NLC is run
     * @param out is not closed
     * @throws IOException if it cannot be decoded or written
     */
    public void write(Encoding encoding, PictureMetadata metadata, NlcSettings codecSettings, ImageOutputStream out)
            throws IOException {
        if (this != NLC) {
            BufferedImage picture = PictureCoder.decode(encoding.file(), codecSettings, () -> false);
            PictureFiles.write(picture, metadata, suffixes.get(0), out, null, warning -> {});
        } else if (encoding.work().encodeTime().isZero()) {
            out.write(encoding.file());
        } else {
            out.write(PictureFiles.withMetadata(encoding.file(), metadata, codecSettings));
        }
    }
}
