package io.nlc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.model.PackSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The pack {@code test/tiny} with another manifest, to be edited as JSON, and other networks. */
public final class EditedPack {

    private static final Path TINY = TestPacks.directory().resolve("test/tiny");

    private final JsonObject json;
    private final Map<String, byte[]> networks = new HashMap<>();

    /** Starts from {@code test/tiny} as it is. */
    public EditedPack() throws IOException {
        json = JsonParser.parseString(Files.readString(TINY.resolve("pack.json")))
                .getAsJsonObject();
    }

    /** The manifest, live. */
    public JsonObject json() {
        return json;
    }

    /** The entry of a file, live. */
    public JsonObject file(String name) {
        return json.getAsJsonObject("files").getAsJsonObject(name);
    }

    /** Sets the context, without slices and with no channels of a context network. */
    public EditedPack context(String type, int kernel) {
        JsonObject context = new JsonObject();
        context.addProperty("type", type);
        context.addProperty("kernel", kernel);
        json.add("context", context);
        return channels("context_features", 0).without("context.onnx");
    }

    /** Sets the slices of the context. */
    public EditedPack slices(int... channels) {
        JsonArray slices = new JsonArray();
        for (int n : channels) {
            slices.add(n);
        }
        json.getAsJsonObject("context").add("slices", slices);
        return this;
    }

    /** Sets a number of channels. */
    public EditedPack channels(String which, int n) {
        json.getAsJsonObject("channels").addProperty(which, n);
        return this;
    }

    /** Renames the pack within its family. */
    public EditedPack entropyModel(String name) {
        json.addProperty("entropy_model", name);
        json.addProperty("name", "test/" + name);
        return this;
    }

    /** Renames the pack. */
    public EditedPack name(String family, String entropyModel) {
        json.addProperty("family", family);
        json.addProperty("entropy_model", entropyModel);
        json.addProperty("name", family + "/" + entropyModel);
        return this;
    }

    /** Says what the pack is tuned for. */
    public EditedPack tune(String tune) {
        json.addProperty("tune", tune);
        return this;
    }

    /** Drops a network. */
    public EditedPack without(String file) {
        json.getAsJsonObject("files").remove(file);
        json.getAsJsonObject("self_test").remove(file);
        return this;
    }

    /**
     * Puts another network of {@code test/tiny} in the place of one, with its entry, and its self-test if it is exact.
     */
    public EditedPack like(String file, String other) throws IOException {
        json.getAsJsonObject("files").add(file, file(other).deepCopy());
        JsonElement test = json.getAsJsonObject("self_test").get(other);
        if (test != null) {
            json.getAsJsonObject("self_test").add(file, test.deepCopy());
        }
        networks.put(file, Files.readAllBytes(TINY.resolve(other)));
        return this;
    }

    /** Adds a file that is not one of {@code test/tiny}, or puts it in the place of one. */
    public EditedPack add(String file, byte[] content) {
        JsonObject entry = new JsonObject();
        entry.addProperty("bytes", content.length);
        entry.addProperty("sha256", HexFormat.of().formatHex(sha256(content)));
        json.getAsJsonObject("files").add(file, entry);
        networks.put(file, content);
        return this;
    }

    /**
     * Sets the digest that docs/pack.md wants for these exact networks, which are to be in the order of their names.
     */
    public EditedPack sign(String... exact) {
        StringBuilder text = new StringBuilder();
        for (String file : exact) {
            text.append(file)
                    .append(' ')
                    .append(file(file).get("sha256").getAsString())
                    .append('\n');
        }
        JsonObject context = json.getAsJsonObject("context");
        List<String> slices = new ArrayList<>();
        if (context.has("slices")) {
            context.getAsJsonArray("slices").forEach(n -> slices.add(n.getAsString()));
        }
        text.append("context ")
                .append(context.get("type").getAsString())
                .append(' ')
                .append(slices.isEmpty() ? context.get("kernel").getAsString() : String.join(",", slices))
                .append(" mixture ")
                .append(json.get("mixture").getAsInt())
                .append(" clip ")
                .append(json.get("symbol_clip").getAsInt())
                .append('\n');
        JsonObject prior = json.getAsJsonObject("prior");
        for (int c = 0; c < prior.getAsJsonArray("lo").size(); c++) {
            text.append(prior.getAsJsonArray("lo").get(c).getAsInt());
            prior.getAsJsonArray("frequencies")
                    .get(c)
                    .getAsJsonArray()
                    .forEach(f -> text.append(' ').append(f.getAsInt()));
            text.append('\n');
        }
        json.addProperty(
                "digest", HexFormat.of().formatHex(sha256(text.toString().getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The manifest with the networks of {@code test/tiny}. */
    public PackSource source() {
        byte[] manifest = json.toString().getBytes(StandardCharsets.UTF_8);
        PackSource tiny = PackSource.folder(TINY);
        return new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                return file.equals("pack.json") ? new ByteArrayInputStream(manifest) : tiny.open(file);
            }

            @Override
            public String location() {
                return "edited";
            }
        };
    }

    /**
     * Writes the manifest, the networks that were put in, and of {@code test/tiny} those that it does not share with
     * another pack; gives the pack's folder.
     */
    public Path write(Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve(json.get("name").getAsString()));
        for (String file : json.getAsJsonObject("files").keySet()) {
            if (networks.containsKey(file)) {
                Files.write(folder.resolve(file), networks.get(file));
            } else if (!file(file).has("pack") && Files.exists(TINY.resolve(file))) {
                Files.copy(TINY.resolve(file), folder.resolve(file));
            }
        }
        Files.writeString(folder.resolve("pack.json"), json.toString());
        return folder;
    }
}
