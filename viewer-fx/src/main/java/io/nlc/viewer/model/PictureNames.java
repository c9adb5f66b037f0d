package io.nlc.viewer.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.PictureFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Which files are pictures by their names. */
public final class PictureNames {

    private static final Comparator<Path> BY_NAME = Comparator.comparing(
                    (Path file) -> file.getFileName().toString(), String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Comparator.naturalOrder());

    private PictureNames() {}

    /** Whether the suffix is that of a format which is known here. */
    public static boolean matches(Path file) {
        return suffixes().contains(FileNames.suffix(file).toLowerCase(Locale.ROOT));
    }

    private static Set<String> suffixes() {
        return Arrays.stream(ImageIO.getReaderFileSuffixes())
                .map(s -> s.toLowerCase(Locale.ROOT))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The pictures of a folder, by name, without hidden ones and without those of folders in it. */
    public static List<Path> in(Path folder) throws IOException {
        Set<String> suffixes = suffixes();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                folder, file -> suffixes.contains(FileNames.suffix(file).toLowerCase(Locale.ROOT)))) {
            for (Path file : all) {
                if (Files.isRegularFile(file) && !Files.isHidden(file)) {
                    files.add(file);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(BY_NAME);
        return files;
    }

    /** Files as they are, and in the place of folders the pictures in them. */
    public static List<Path> expanded(List<Path> filesAndFolders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : filesAndFolders) {
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    /** The failure of a file that is no picture: whose name says it is one needs no list of names. */
    public static NlcException notAPicture(Path file) {
        return matches(file)
                ? new NlcException(FailureKind.FORMAT, "not a picture, whatever its name says")
                : PictureFiles.notAPicture();
    }
}
