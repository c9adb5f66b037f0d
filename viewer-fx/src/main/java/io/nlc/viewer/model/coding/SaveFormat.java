package io.nlc.viewer.model.coding;

import io.nlc.viewer.model.FileNames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
    BMP("bmp"),
    /** Its picture without further loss, where cwebp is installed. */
    WEBP("webp");

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

    /** The suffixes of some formats, for people to read. */
    public static String suffixes(Predicate<SaveFormat> which) {
        return Arrays.stream(values())
                .filter(which)
                .flatMap(format -> format.suffixes.stream())
                .map(suffix -> "." + suffix)
                .collect(Collectors.joining(", "));
    }
}
