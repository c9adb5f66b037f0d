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

    /** The suffix of a file's name, without the point; empty if it has none. */
    public static String suffix(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1) : "";
    }
}
