package io.nlc.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs in directories: every folder with a {@code pack.json}, up to two levels below one of them. What cannot be read,
 * and what a symbolic link below them leads to, is a pack that is broken.
 */
final class DirectoryPackProvider implements PackProvider {

    private static final int LEVELS = 2;
    private static final String MANIFEST = "pack.json";

    private final List<Path> directories;

    DirectoryPackProvider(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public List<PackSource> packs() {
        List<PackSource> found = new ArrayList<>();
        for (Path root : directories) {
            if (Files.isDirectory(root)) {
                find(root, LEVELS, found);
            } else {
                found.add(new UnreadableSource(
                        root.toString(),
                        Files.exists(root)
                                ? new NotDirectoryException(root.toString())
                                : new NoSuchFileException(root.toString(), null, "no directory of model packs")));
            }
        }
        return found;
    }

    private static void find(Path folder, int levels, List<PackSource> found) {
        List<Path> folders = new ArrayList<>();
        boolean pack = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (entry.endsWith(MANIFEST)) {
                    pack = true;
                } else if (levels > 0 && Files.isDirectory(entry)) {
                    folders.add(entry);
                }
            }
        } catch (IOException | RuntimeException e) { // an entry's failure comes as DirectoryIteratorException
            found.add(new UnreadableSource(folder.toString(), e.getCause() instanceof IOException cause ? cause : e));
            return;
        }
        if (pack) {
            found.add(PackSource.folder(folder));
        }
        folders.sort(null);
        for (Path below : folders) {
            if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                find(below, levels - 1, found);
            } else if (holdsPack(below, levels - 1)) {
                found.add(new UnreadableSource(
                        below.toString(), new IOException("is a symbolic link, which is not followed")));
            }
        }
    }

    /** Whether a link leads to packs, so that somebody may miss them. */
    private static boolean holdsPack(Path folder, int levels) {
        if (Files.exists(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (levels == 0) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) && holdsPack(entry, levels - 1)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) { // it need not be a folder any more
            return false;
        }
    }
}
