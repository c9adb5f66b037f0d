package io.nlc.model;

import java.io.IOException;
import java.io.InputStream;

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
}
