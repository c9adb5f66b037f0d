package io.nlc.samples.watcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * How a file is at some moment. As long as somebody writes it, that changes.
 *
 * @param bytes its size
 * @param modified when it was last written
 */
record Stamp(long bytes, FileTime modified) {

    static Stamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.size(), now.lastModifiedTime());
    }
}
