package io.nlc.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Packs in directories: every folder with a {@code pack.json}, two levels below one of them. */
final class DirectoryPackProvider implements PackProvider {

    private final List<Path> directories;

    DirectoryPackProvider(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public List<PackSource> packs() throws IOException {
        List<PackSource> found = new ArrayList<>();
        for (Path root : directories) {
            if (!Files.isDirectory(root)) {
                throw new NoSuchFileException(root.toString(), null, "no directory of model packs");
            }
            try (Stream<Path> files = Files.find(root, 3, (p, a) -> p.endsWith("pack.json") && a.isRegularFile())) {
                files.sorted().forEach(p -> found.add(PackSource.folder(p.getParent())));
            }
        }
        return found;
    }
}
