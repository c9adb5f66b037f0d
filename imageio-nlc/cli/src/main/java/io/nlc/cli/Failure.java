package io.nlc.cli;

import java.io.IOException;

/** What went wrong, in words for the user. */
final class Failure extends IOException {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, saying which file it is about. */
    static Failure about(Object file, IOException e) {
        return new Failure(file + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
    }
}
