package io.nlc.model;

import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a JSON text, one after the other. What may be missing is null where the text says {@code null}.
 * Whatever is of another type is an {@link IllegalStateException} or a {@link NumberFormatException}.
 */
final class ManifestJson {

    private final JsonReader in;

    ManifestJson(String text) {
        in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.LENIENT);
    }

    /** Takes the value of a key, or skips it. */
    interface Key<T> {
        void read(T into, String key, ManifestJson json) throws IOException;
    }

    /** Takes one value. */
    interface Value<T> {
        T read(ManifestJson json) throws IOException;
    }

    private boolean isNull() throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }

    /** Fills an object and gives it back. */
    <T> T object(T into, Key<T> key) throws IOException {
        if (isNull()) {
            return null;
        }
        in.beginObject();
        while (in.hasNext()) {
            key.read(into, in.nextName(), this);
        }
        in.endObject();
        return into;
    }

    <T> Map<String, T> map(Value<T> value) throws IOException {
        return object(new LinkedHashMap<>(), (map, key, json) -> map.put(key, isNull() ? null : value.read(this)));
    }

    <T> List<T> list(Value<T> value) throws IOException {
        if (isNull()) {
            return null;
        }
        List<T> list = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            list.add(isNull() ? null : value.read(this));
        }
        in.endArray();
        return list;
    }

    String text() throws IOException {
        return isNull() ? null : in.nextString();
    }

    int integer() throws IOException {
        return in.nextInt();
    }

    long longInteger() throws IOException {
        return in.nextLong();
    }

    double number() throws IOException {
        return in.nextDouble();
    }

    int[] integers() throws IOException {
        if (isNull()) {
            return null;
        }
        int[] values = new int[16];
        int n = 0;
        in.beginArray();
        while (in.hasNext()) {
            values = n < values.length ? values : Arrays.copyOf(values, 2 * n);
            values[n++] = in.nextInt();
        }
        in.endArray();
        return Arrays.copyOf(values, n);
    }

    long[] longIntegers() throws IOException {
        List<Long> values = list(ManifestJson::longInteger);
        return values == null
                ? null
                : values.stream().mapToLong(Long::longValue).toArray();
    }

    private double[] numbers() throws IOException {
        double[] values = new double[16];
        int n = 0;
        in.beginArray();
        while (in.hasNext()) {
            values = n < values.length ? values : Arrays.copyOf(values, 2 * n);
            values[n++] = in.nextDouble();
        }
        in.endArray();
        return Arrays.copyOf(values, n);
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
        return isNull() ? null : JsonParser.parseReader(in).toString();
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
