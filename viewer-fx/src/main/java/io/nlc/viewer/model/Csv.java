package io.nlc.viewer.model;

import java.util.Locale;

/** Text for spreadsheets and scripts: CSV by RFC 4180, numbers with a point in every language. */
public final class Csv {

    private static final String LINE_END = "\r\n";

    private Csv() {}

    /** A line of fields that are as they should be. */
    public static String line(String... fields) {
        return String.join(",", fields) + LINE_END;
    }

    /** A value in quotes if it needs them. */
    public static String field(String value) {
        return value.matches("(?s).*[,\"\r\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    /** A number; what is not known stays empty, for spreadsheets take NaN for a word. */
    public static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "";
    }
}
