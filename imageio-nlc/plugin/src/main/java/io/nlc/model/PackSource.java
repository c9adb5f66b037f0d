package io.nlc.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
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

    /**
     * Opens a file that this pack shares with another one of its family.
     *
     * @param entropyModel the other pack's entropy model, which names its folder beside this one; holds no separators
     *     and does not start with a dot
     * @param file a network's name
     * @throws IOException if it is not there or cannot be read, or packs of this source have no others beside them
     */
    default InputStream openSibling(String entropyModel, String file) throws IOException {
        throw new FileNotFoundException(location() + " has no packs beside it");
    }

    /** Where the pack is, for messages. */
    String location();

    /**
     * The files of a folder on disk. Symbolic links in it, and whatever is no regular file, are not opened.
     *
     * @param folder which may be reached by links
     */
    static PackSource folder(Path folder) {
        return new FolderSource(folder);
    }
}
