package io.nlc.failure;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something of NLC's own went wrong, with a message in English and, for programs, a kind. Any other {@link IOException}
 * is that of a stream or of the file system.
 */
public class NlcException extends IOException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final List<Object> arguments;

    /**
     * A failure that nothing else caused.
     *
     * @param message for people, in English
     * @param arguments those that the kind names
     */
    public NlcException(FailureKind kind, String message, Object... arguments) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.arguments = List.of(arguments);
    }

    /**
     * A failure with a cause.
     *
     * @param message for people, in English
     * @param arguments those that the kind names
     */
    public NlcException(FailureKind kind, String message, Throwable cause, Object... arguments) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.arguments = List.of(arguments);
    }

    /** A file, or a part of it, that is not as it was written. */
    public static NlcException damaged(String message) {
        return new NlcException(FailureKind.DAMAGED, message);
    }

    /** As {@link #damaged(String)}, found out by another exception. */
    public static NlcException damaged(String message, Throwable cause) {
        return new NlcException(FailureKind.DAMAGED, message, cause);
    }

    /** What went wrong. */
    public FailureKind kind() {
        return kind;
    }

    /** What the kind says that its exceptions have; unmodifiable. */
    public List<Object> arguments() {
        return arguments;
    }

    /** The outermost failure with a kind among an exception and its causes. */
    public static Optional<NlcException> in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof NlcException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** The same failure, with a message that begins with what it is about. */
    public static NlcException about(String what, NlcException cause) {
        return new NlcException(cause.kind, what + ": " + cause.getMessage(), cause, cause.arguments.toArray());
    }

    /**
     * As {@link #about(String, NlcException)} for any exception.
     *
     * @return an {@link NlcException} of the same kind if the cause is one, else a plain {@link IOException}
     */
    public static IOException about(String what, IOException cause) {
        if (cause instanceof NlcException e) {
            return about(what, e);
        }
        return new IOException(
                what + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
    }
}
