package io.nlc.viewer.model;

import java.nio.file.Path;

/** Parts of file names. */
public final class FileNames {

    private FileNames() {}

    /** The name of a file without folder and suffix. */
    public static String stem(Path file) {
        return stem(file.getFileName().toString());
    }

    /** A name without its suffix. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
