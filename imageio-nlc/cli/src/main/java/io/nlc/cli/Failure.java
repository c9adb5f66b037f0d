package io.nlc.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in words for the user. */
final class Failure extends IOException {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, saying which file it is about, once. */
    static Failure about(Object file, IOException e) {
        String text = message(e);
        return new Failure(text.startsWith(file + ": ") ? text : file + ": " + text, e);
    }

    /** One line for the user. */
    static String message(Throwable e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        if (e instanceof NoSuchFileException) {
            text += ": no such file or folder";
        } else if (e instanceof AccessDeniedException) {
            text += ": permission denied";
        } else if (e instanceof FileSystemException f && f.getReason() == null) {
            text += ": " + e.getClass().getSimpleName();
        } else if (e instanceof InvalidPathException p) {
            text = Names.inexpressible(p.getInput(), p).getMessage();
        } else if (e instanceof OutOfMemoryError) {
            text = "not enough memory; java -Xmx... gives more";
        } else if (e instanceof LinkageError) {
            text = "a native library cannot be loaded: " + e;
        } else if (e instanceof RuntimeException || e instanceof Error) {
            text = "internal error: " + e;
        }
        return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?"); // terminals obey those
    }
}
