package io.nlc.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a pack's files are: a folder on disk, or resources of a jar. */
public interface PackSource {

    /**
     * Opens a file of the pack.
     *
     * @param file its name, {@code pack.json} or one of the networks
     * @throws IOException if it is not there or cannot be read
     */
    InputStream open(String file) throws IOException;

    /** Where the pack is, for messages. */
    String location();

    /** The files of a folder on disk. */
    static PackSource folder(Path folder) {
        return new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                return Files.newInputStream(folder.resolve(file));
            }

            @Override
            public String location() {
                return folder.toString();
            }
        };
    }
}
