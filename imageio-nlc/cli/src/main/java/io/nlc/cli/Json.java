package io.nlc.cli;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Results for programs. */
final class Json {

    private Json() {}

    /** An object with these members, in their order. Numbers that JSON cannot write (infinite, NaN) become null. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            object.put((String) namesAndValues[i], value instanceof Double d && !Double.isFinite(d) ? null : value);
        }
        return object;
    }

    /** In ASCII, so that it is the same in every encoding. */
    static String text(Object value) {
        String json = new GsonBuilder()
                .serializeNulls()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(value);
        StringBuilder ascii = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            ascii.append(c < 127 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return ascii.toString();
    }
}
