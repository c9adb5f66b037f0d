package io.nlc.samples.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder, out of which no path leads. */
final class PictureFolder {

    private final Path root;

    /** @throws IOException if there is no such folder */
    PictureFolder(Path folder) throws IOException {
        root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException(folder + " is not a folder");
        }
    }

    /**
     * The file of a path.
     *
     * @param path of a URL, with escapes undone: anything that a client may think of
     * @return empty if there is no such file in the folder; nobody learns what there is outside
     */
    Optional<Path> find(String path) {
        try {
            // The real path has neither ".." nor symbolic links, whatever tricks were in the other.
            Path file = root.resolve(path.replaceFirst("^/+", "")).toRealPath();
            return file.startsWith(root) && Files.isRegularFile(file) && !isHidden(file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) { // not there, no permission; a NUL
            return Optional.empty();
        }
    }

    private boolean isHidden(Path file) {
        for (Path name : root.relativize(file)) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
