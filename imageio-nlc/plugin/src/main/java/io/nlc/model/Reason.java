package io.nlc.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a pack, in words that fit a line and hold nothing but letters of it. */
final class Reason {

    private static final int MAX = 300;

    private Reason() {}

    /** Why something could not be read. */
    static String of(Throwable e) {
        if (e instanceof NoSuchFileException f && f.getReason() == null) {
            return f.getFile() + " is not there";
        }
        if (e instanceof AccessDeniedException f) {
            return f.getFile() + ": permission denied";
        }
        if (e instanceof NotDirectoryException f) {
            return f.getFile() + " is no folder";
        }
        if (e instanceof FileSystemException f && f.getReason() == null) {
            return f.getFile() + ": " + e.getClass().getSimpleName();
        }
        return brief(e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString());
    }

    /** The first line of a text that may quote what a stranger wrote, and not all of a long one. */
    static String brief(String text) {
        String line = text.lines().findFirst().orElse("");
        StringBuilder shown = new StringBuilder();
        line.chars().limit(MAX).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return line.length() > MAX ? shown + "..." : shown.toString();
    }
}
