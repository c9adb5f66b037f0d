package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A trained codec: a manifest and ONNX networks ({@code docs/pack.md}). Cheap to have; networks are read when they are
 * needed.
 */
public final class ModelPack {

    // Up to here the manifest's size is taken on trust and read into one array; readNBytes(n) takes no more than there
    // is, but copies it.
    private static final int ONE_ARRAY = 1 << 26;

    private static final int MAX_MANIFEST = 1 << 24;

    // Every reader and writer looks through the installed packs. Reading manifests is cheap beside parsing them, so
    // those that were
    // good are kept, by the digest of their text; the least recently used one goes first.
    private static final int KEPT_MANIFESTS = 64;
    private static final Map<String, PackManifest> CHECKED =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, PackManifest> eldest) {
                    return size() > KEPT_MANIFESTS;
                }
            });

    private final PackSource source;
    private final PackManifest manifest;

    private ModelPack(PackSource source, PackManifest manifest) {
        this.source = source;
        this.manifest = manifest;
    }

    /**
     * Reads a pack's manifest and checks that its digest is that of its tables and of the networks it lists.
     *
     * @throws NlcException if the manifest is missing or broken; the message names the pack's place
     */
    public static ModelPack of(PackSource source) throws NlcException {
        Objects.requireNonNull(source, "source");
        byte[] bytes;
        try (InputStream in = source.open("pack.json")) {
            bytes = in.readNBytes(MAX_MANIFEST + 1);
            if (bytes.length > MAX_MANIFEST) {
                throw new NlcException(FailureKind.PACK_BROKEN, source.location() + ": pack.json is too large");
            }
        } catch (NlcException e) {
            throw e;
        } catch (IOException e) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN, source.location() + ": pack.json cannot be read: " + e.getMessage(), e);
        }
        String key = HexFormat.of().formatHex(sha256().digest(bytes));
        PackManifest manifest = CHECKED.get(key);
        if (manifest == null) {
            manifest = ManifestParser.parse(new String(bytes, StandardCharsets.UTF_8), source.location());
            if (!digest(manifest).equals(manifest.id().digest())) {
                throw new NlcException(
                        FailureKind.PACK_BROKEN,
                        source.location() + ": the digest in pack.json is not that of its tables and networks");
            }
            CHECKED.put(key, manifest);
        }
        return new ModelPack(source, manifest);
    }

    private static String digest(PackManifest m) {
        MessageDigest sha = sha256();
        for (String file :
                m.networks().selfTests().keySet()) { // those of the exact networks, in the order of their names
            sha.update((file + " " + m.networks().files().get(file).sha256() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        sha.update(("context " + m.context().signature() + " mixture "
                        + m.entropy().mixture() + " clip " + m.entropy().symbolClip() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        int[] low = m.entropy().prior().low();
        int[][] frequencies = m.entropy().prior().frequencies();
        for (int c = 0; c < low.length; c++) {
            StringBuilder line = new StringBuilder().append(low[c]);
            for (int f : frequencies[c]) {
                line.append(' ').append(f);
            }
            sha.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** {@code family/entropy-model}. */
    public String name() {
        return manifest.id().name();
    }

    /** Hexadecimal digest of everything that probabilities depend on. */
    public String digestHex() {
        return manifest.id().digest();
    }

    /** The 16 bytes of the digest that a file names. */
    public byte[] fileDigest() {
        return Arrays.copyOf(HexFormat.of().parseHex(manifest.id().digest()), 16);
    }

    /** What {@code pack.json} says. */
    public PackManifest manifest() {
        return manifest;
    }

    /** Where the pack was found, for messages. */
    public String location() {
        return source.location();
    }

    /**
     * Reads a network's file and checks its size and digest.
     *
     * @throws NlcException if it is missing or is not the file that the manifest lists
     */
    byte[] read(String file) throws NlcException {
        NetworkFile entry = manifest.networks().files().get(file);
        byte[] bytes;
        boolean right;
        try (InputStream in = entry.pack() == null ? source.open(file) : source.openSibling(entry.pack(), file)) {
            if (entry.bytes() <= ONE_ARRAY) {
                bytes = new byte[(int) entry.bytes()];
                right = in.readNBytes(bytes, 0, bytes.length) == bytes.length && in.read() < 0;
            } else {
                bytes = in.readNBytes((int) entry.bytes() + 1);
                right = bytes.length == entry.bytes();
            }
        } catch (IOException e) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN,
                    "pack " + name() + ": " + entry.place(file) + " cannot be read: " + e.getMessage(),
                    e);
        }
        if (!right || !HexFormat.of().formatHex(sha256().digest(bytes)).equals(entry.sha256())) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN,
                    "pack " + name() + ": " + entry.place(file) + " of " + source.location()
                            + " is not the file that pack.json lists");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return name() + " (" + source.location() + ")";
    }
}
