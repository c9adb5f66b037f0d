package io.nlc.viewer.model;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Why something failed, for people.
 *
 * @param text in the viewer's language, to stand in a sentence
 * @param detail what the codec or the system said, which is English; empty if the text says it all
 */
public record Reason(String text, String detail) {

    /*
     * ImageIO has one type of exception, and so has the codec; what happened is in its message. These are the
     * messages that people who have done nothing wrong can meet. Groups of a pattern are the arguments of the text.
     * The first that is found counts, so those that wrap others come last. What matches nothing is shown with its
     * message, so nothing is lost where a message changes.
     */
    private static final List<Kind> KINDS = List.of(
            new Kind("memory", "not enough memory", false),
            new Kind("pack", "needs model pack \"([^\"]*)\" with digest \\w+, which is not installed", true),
            new Kind("packVersion", "needs model pack \"([^\"]*)\" with digest", true),
            new Kind("pack", "model pack \"([^\"]*)\" is not installed", true),
            new Kind("noPack", "no model pack", true),
            new Kind("exact", "does not compute exactly", true),
            new Kind(
                    "runtime",
                    "ONNX Runtime cannot be loaded|cannot be loaded on|failed on (?:cpu|cuda)|does not run on",
                    true),
            new Kind("folder", "is a folder", false),
            new Kind("format", "not a picture that can be read here \\((.*)\\)", false),
            new Kind("notNlc", "not an NLC file", true),
            new Kind(
                    "version",
                    "version (\\d+) is not known to this reader|chunk \\w+ is not known to this reader",
                    true),
            new Kind("size", "the original has (\\d+) x (\\d+) pixels, the file (\\d+) x (\\d+)", false),
            new Kind(
                    "limit",
                    "size (\\d+) x (\\d+) is over the limit|claims to hold (\\d+) x (\\d+) pixels; more than",
                    true),
            new Kind("tooLarge", "too large to compare", false),
            new Kind("full", "No space left|not enough space|disk full", false),
            new Kind("readOnly", "Read-only file system", false),
            new Kind("truncated", "truncated|ends (?:within|too early)|Unexpected end|premature", true),
            new Kind(
                    "damaged",
                    "damaged|corrupt|check value|\\bCRC\\b|\\b(?:HEAD|TIDX|ALPH)\\b|no chunk type|chunk \\w{4}|is not where|tile \\d+ of \\d+",
                    true));

    private record Kind(String name, Pattern pattern, boolean technical) {
        Kind(String name, String regex, boolean technical) {
            this(name, Pattern.compile(regex, Pattern.CASE_INSENSITIVE), technical);
        }
    }

    /** The reason of a failure. */
    public static Reason of(Throwable failure, Texts texts) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String type = type(t);
            if (type != null) {
                return new Reason(texts.get("reason." + type), "");
            }
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        for (Kind kind : KINDS) {
            Matcher found = kind.pattern.matcher(message);
            if (found.find()) {
                return new Reason(texts.get("reason." + kind.name, groups(found)), kind.technical ? message : "");
            }
        }
        return new Reason(texts.get("reason.other"), message);
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
        } else if (t instanceof FileNotFoundException) { // which is what java.io says whatever the system said
            String message = String.valueOf(t.getMessage());
            return message.contains("denied")
                    ? "denied"
                    : message.contains("directory)") && message.contains("Is a") ? "folder" : "missing";
        } else if (t instanceof AccessDeniedException) {
            return "denied";
        } else if (t instanceof OutOfMemoryError) {
            return "memory";
        }
        return t instanceof EOFException ? "truncated" : null;
    }

    // Of alternatives in a pattern only one has found something. Numbers stay as they are: they are sizes in pixels.
    private static Object[] groups(Matcher found) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(found::group)
                .filter(Objects::nonNull)
                .toArray();
    }

    /** Both in one line. */
    public String line() {
        return detail.isEmpty() ? text : text + " (" + detail + ")";
    }
}
