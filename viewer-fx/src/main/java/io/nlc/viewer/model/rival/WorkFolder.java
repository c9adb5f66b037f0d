package io.nlc.viewer.model.rival;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for files that programs hand on to each other, gone when it is closed.
 *
 * @param path where it is; only this user may look into it
 */
record WorkFolder(Path path) implements AutoCloseable {

    /** How the names of such folders begin. */
    static final String PREFIX = "nlc-viewer-rival-";

    static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory(PREFIX));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
