package io.nlc.viewer.model;

import io.nlc.failure.NlcException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why something failed, for people.
 *
 * @param text in the viewer's language, to stand in a sentence
 * @param detail what the codec or the system said, which is English; empty if the text says it all
 */
public record Reason(String text, String detail) {

    /** What only a message tells, since the JDK passes on what the system or a reader of pictures said as it is. */
    private enum Words {
        FULL("full", false, "no space left", "not enough space", "disk full"),
        READ_ONLY("readOnly", false, "read-only file system"),
        TRUNCATED("truncated", true, "truncated", "unexpected end", "premature"),
        DAMAGED("damaged", true, "damaged", "corrupt");

        private final String key;
        private final boolean detailed;
        private final List<String> words;

        Words(String key, boolean detailed, String... words) {
            this.key = key;
            this.detailed = detailed;
            this.words = List.of(words);
        }

        static Optional<Words> in(String message) {
            String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(one -> one.words.stream().anyMatch(lower::contains))
                    .findFirst();
        }

        Reason reason(String message, Texts texts) {
            return new Reason(texts.get("reason." + key), detailed ? message : "");
        }

        /** java.io has one exception for a file that cannot be opened, whatever the system said. */
        static String keyOfNotFound(String message) {
            String text = String.valueOf(message);
            String said = text.substring(text.lastIndexOf('(') + 1); // before that is the file's name
            if (said.contains("denied")) {
                return "denied";
            } else if (said.equals("Is a directory)")) {
                return "folder";
            }
            return in(said).map(words -> words.key).orElse("missing");
        }
    }

    /** The reason of a failure. */
    public static Reason of(Throwable failure, Texts texts) {
        return NlcException.in(failure)
                .map(own -> ofKind(own, message(failure), texts))
                .orElseGet(() -> ofOthers(failure, texts));
    }

    private static Reason ofKind(NlcException own, String message, Texts texts) {
        // Numbers stay as they are: they are sizes in pixels.
        Object[] arguments = own.arguments().stream().map(String::valueOf).toArray();
        return switch (own.kind()) {
            case MEMORY -> new Reason(texts.get("reason.memory"), message);
            case TIME -> new Reason(texts.get("reason.time"), message);
            case FOLDER -> new Reason(texts.get("reason.folder"), "");
            case FORMAT ->
                new Reason(
                        arguments.length == 0 ? texts.get("reason.noPicture") : texts.get("reason.format", arguments),
                        "");
            case SIZES_DIFFER -> new Reason(texts.get("reason.size", arguments), "");
            case TOO_LARGE -> new Reason(texts.get("reason.tooLarge"), "");
            case PACK_MISSING -> new Reason(texts.get("reason.pack", arguments), message);
            case PACK_DIFFERS -> new Reason(texts.get("reason.packVersion", arguments), message);
            case NO_PACK -> new Reason(texts.get("reason.noPack"), message);
            case INEXACT -> new Reason(texts.get("reason.exact"), message);
            case RUNTIME -> new Reason(texts.get("reason.runtime"), message);
            case NOT_NLC -> new Reason(texts.get("reason.notNlc"), message);
            case VERSION -> new Reason(texts.get("reason.version"), message);
            case LIMIT -> new Reason(texts.get("reason.limit", arguments), message);
            case TRUNCATED -> new Reason(texts.get("reason.truncated"), message);
            case DAMAGED -> new Reason(texts.get("reason.damaged"), message);
            case PACK_BROKEN, UNSUPPORTED, UNEXPECTED -> new Reason(texts.get("reason.other"), message);
        };
    }

    private static Reason ofOthers(Throwable failure, Texts texts) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ToolException tool) {
                return ofTool(tool, texts);
            }
            String type = type(t);
            if (type != null) {
                return new Reason(texts.get("reason." + type), "");
            }
        }
        String message = message(failure);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            Optional<Words> words = Words.in(t instanceof FileSystemException f ? f.getReason() : t.getMessage());
            if (words.isPresent()) {
                return words.get().reason(message, texts);
            }
        }
        return new Reason(texts.get("reason.other"), message);
    }

    private static Reason ofTool(ToolException failure, Texts texts) {
        String key =
                switch (failure.kind()) {
                    case START -> "reason.toolStart";
                    case FAILED -> "reason.toolFailed";
                    case SLOW -> "reason.toolSlow";
                };
        return new Reason(texts.get(key, failure.tool()), String.valueOf(failure.getMessage()));
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Whether it failed because there is no such file. */
    public static boolean missing(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if ("missing".equals(type(t))) {
                return true;
            }
        }
        return false;
    }

    private static String type(Throwable t) {
        if (t instanceof NoSuchFileException) {
            return "missing";
        } else if (t instanceof FileNotFoundException) {
            return Words.keyOfNotFound(t.getMessage());
        } else if (t instanceof AccessDeniedException) {
            return "denied";
        } else if (t instanceof ReadOnlyFileSystemException) {
            return "readOnly";
        } else if (t instanceof OutOfMemoryError) {
            return "memory";
        }
        return t instanceof EOFException ? "truncated" : null;
    }

    /** Both in one line. */
    public String line() {
        return detail.isEmpty() ? text : text + " (" + detail + ")";
    }
}
