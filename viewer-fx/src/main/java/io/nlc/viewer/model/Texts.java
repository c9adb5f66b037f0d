package io.nlc.viewer.model;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The viewer's words, in English or German. */
public final class Texts {

    private final Locale locale;
    private final ResourceBundle bundle;

    /** The words of a language; English where there are none of it. */
    public Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "io.nlc.viewer.messages",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The locale of numbers in these texts. */
    public Locale locale() {
        return locale;
    }

    /**
     * A text.
     *
     * @param key of the bundle
     * @param args for the places {@code {0}}, {@code {1}} ... of a {@link MessageFormat}
     */
    public String get(String key, Object... args) {
        String pattern = bundle.getString(key);
        return args.length == 0 ? pattern.replace("''", "'") : new MessageFormat(pattern, locale).format(args);
    }

    /** A text without places, if there is one of that key. */
    public Optional<String> find(String key) {
        return bundle.containsKey(key) ? Optional.of(get(key)) : Optional.empty();
    }

    /** A number with so many digits after the point. */
    public String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(locale, "%,." + digits + "f", value) : "\u2013";
    }

    /** A file's size for people. */
    public String bytes(long bytes) {
        if (bytes < 10_000) {
            return get("unit.bytes", bytes);
        }
        return bytes < 10_000_000 ? get("unit.kb", number(bytes / 1e3, 1)) : get("unit.mb", number(bytes / 1e6, 1));
    }

    /** A time for people. */
    public String seconds(double seconds) {
        return seconds < 1 ? get("unit.ms", number(seconds * 1e3, 0)) : get("unit.s", number(seconds, 1));
    }
}
