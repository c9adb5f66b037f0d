package io.nlc.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Packs in directories: every folder with a {@code pack.json}, two levels below a directory that {@code -Dnlc.models}
 * names.
 */
public final class DirectoryPackProvider implements PackProvider {

    /** System property with one or more directories, separated as in a class path. */
    public static final String PROPERTY = "nlc.models";

    /** For {@link java.util.ServiceLoader}. */
    public DirectoryPackProvider() {}

    @Override
    public List<PackSource> packs() throws IOException {
        List<PackSource> found = new ArrayList<>();
        for (String directory : System.getProperty(PROPERTY, "").split(Pattern.quote(File.pathSeparator))) {
            if (!directory.isBlank()) {
                Path root = Path.of(directory);
                if (!Files.isDirectory(root)) {
                    throw new NoSuchFileException(directory, null, "property " + PROPERTY + " names no directory");
                }
                try (Stream<Path> files = Files.find(root, 3, (p, a) -> p.endsWith("pack.json") && a.isRegularFile())) {
                    files.sorted().forEach(p -> found.add(PackSource.folder(p.getParent())));
                }
            }
        }
        return found;
    }
}
