package io.nlc.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of a JSON text, one after the other. What may be missing is null where the text says {@code null}.
 * Whatever is of another type, too long or there twice is an {@link IOException}, an {@link IllegalStateException} or a
 * {@link NumberFormatException}. Nesting is bounded by the reader, and nothing of it is kept that is not asked for.
 */
final class ManifestJson {

    /** Levels, slices, channels, files: whatever there are lists of. */
    private static final int MAX_ENTRIES = 4096;

    /** A table of frequencies adds up to so much, so it has no more of them. */
    private static final int MAX_NUMBERS = 1 << 16;

    private static final int MAX_ANY = 1 << 20;

    private final JsonReader in;

    ManifestJson(String text) {
        in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
    }

    /** Takes the value of a key, or skips it. */
    interface Key<T> {
        void read(T into, String key, ManifestJson json) throws IOException;
    }

    /** Takes one value. */
    interface Value<T> {
        T read(ManifestJson json) throws IOException;
    }

    private interface Item {
        void read(int index) throws IOException;
    }

    private boolean isNull() throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (in.peek() != token) {
            throw new IOException(in.getPath() + " is " + in.peek() + ", not " + what);
        }
    }

    private void atMost(int n, int limit) throws IOException {
        if (n > limit) {
            throw new IOException(in.getPath() + " has more than " + limit + " entries");
        }
    }

    /** Fills an object and gives it back. */
    <T> T object(T into, Key<T> key) throws IOException {
        if (isNull()) {
            return null;
        }
        Set<String> seen = new HashSet<>();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (!seen.add(name)) {
                throw new IOException(in.getPath() + " is there twice");
            }
            atMost(seen.size(), MAX_ENTRIES);
            key.read(into, name, this);
        }
        in.endObject();
        return into;
    }

    <T> Map<String, T> map(Value<T> value) throws IOException {
        return object(new LinkedHashMap<>(), (map, key, json) -> map.put(key, isNull() ? null : value.read(this)));
    }

    private void array(int limit, Item item) throws IOException {
        in.beginArray();
        for (int n = 0; in.hasNext(); n++) {
            atMost(n + 1, limit);
            item.read(n);
        }
        in.endArray();
    }

    <T> List<T> list(Value<T> value) throws IOException {
        if (isNull()) {
            return null;
        }
        List<T> list = new ArrayList<>();
        array(MAX_ENTRIES, n -> list.add(isNull() ? null : value.read(this)));
        return list;
    }

    String text() throws IOException {
        if (isNull()) {
            return null;
        }
        expect(JsonToken.STRING, "a text");
        return in.nextString();
    }

    int integer() throws IOException {
        expect(JsonToken.NUMBER, "a number");
        return in.nextInt();
    }

    long longInteger() throws IOException {
        expect(JsonToken.NUMBER, "a number");
        return in.nextLong();
    }

    double number() throws IOException {
        expect(JsonToken.NUMBER, "a number");
        return in.nextDouble();
    }

    int[] integers() throws IOException {
        if (isNull()) {
            return null;
        }
        int[][] values = {new int[16]};
        int[] count = new int[1];
        array(MAX_NUMBERS, n -> {
            values[0] = n < values[0].length ? values[0] : Arrays.copyOf(values[0], 2 * n);
            values[0][n] = integer();
            count[0] = n + 1;
        });
        return Arrays.copyOf(values[0], count[0]);
    }

    long[] longIntegers() throws IOException {
        if (isNull()) {
            return null;
        }
        List<Long> values = new ArrayList<>();
        array(MAX_ENTRIES, n -> values.add(longInteger()));
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private double[] numbers() throws IOException {
        List<Double> values = new ArrayList<>();
        array(MAX_ENTRIES, n -> values.add(number()));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[][] numberRows() throws IOException {
        List<double[]> rows = list(ManifestJson::numbers);
        return rows == null ? null : rows.toArray(double[][]::new);
    }

    int[][] integerRows() throws IOException {
        List<int[]> rows = list(ManifestJson::integers);
        return rows == null ? null : rows.toArray(int[][]::new);
    }

    /** A value of any kind, as JSON. */
    String any() throws IOException {
        if (isNull()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            for (int depth = 0; ; ) {
                depth += copy(out);
                if (text.getBuffer().length() > MAX_ANY) {
                    throw new IOException(in.getPath() + " is too long");
                }
                if (depth == 0) {
                    break;
                }
            }
            out.flush();
            return text.toString();
        }
    }

    /** One token. Gives how much deeper the next one is. */
    private int copy(JsonWriter out) throws IOException {
        switch (in.peek()) {
            case BEGIN_ARRAY -> {
                in.beginArray();
                out.beginArray();
                return 1;
            }
            case BEGIN_OBJECT -> {
                in.beginObject();
                out.beginObject();
                return 1;
            }
            case END_ARRAY -> {
                in.endArray();
                out.endArray();
                return -1;
            }
            case END_OBJECT -> {
                in.endObject();
                out.endObject();
                return -1;
            }
            case NAME -> out.name(in.nextName());
            case STRING -> out.value(in.nextString());
            case NUMBER -> out.jsonValue(in.nextString());
            case BOOLEAN -> out.value(in.nextBoolean());
            default -> {
                in.nextNull();
                out.nullValue();
            }
        }
        return 0;
    }

    void skip() throws IOException {
        in.skipValue();
    }

    /** Nothing may follow. */
    void end() throws IOException {
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("something follows the object");
        }
    }
}
