package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.onnx.Constants;
import io.nlc.onnx.Ends;
import io.nlc.onnx.OnnxModel;
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

    /** Size of the networks of a pack together, in bytes, unless somebody says otherwise. */
    public static final long MAX_BYTES = 1L << 29;

    private static final int MAX_MANIFEST = 1 << 22;

    /** Arrays for files grow by doubling from here: a manifest may claim any size. */
    private static final int FIRST_BYTES = 1 << 20;

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

    /** As {@link #of(PackSource, long)}, with {@link #MAX_BYTES}. */
    public static ModelPack of(PackSource source) throws NlcException {
        return of(source, MAX_BYTES);
    }

    /**
     * Reads a pack's manifest and checks that its digest is that of its tables and of the networks it lists.
     *
     * @param maxBytes of its networks together
     * @throws NlcException if the manifest is missing or broken, or lists more; the message names the pack's place
     */
    public static ModelPack of(PackSource source, long maxBytes) throws NlcException {
        Objects.requireNonNull(source, "source");
        PackManifest manifest = checked(manifest(source), source.location());
        if (manifest.networks().bytes() > maxBytes) {
            throw broken(
                    source,
                    "its networks have " + manifest.networks().bytes() + " bytes; more than " + maxBytes
                            + " are refused (nlc.maxPackBytes)");
        }
        return new ModelPack(source, manifest);
    }

    private static byte[] manifest(PackSource source) throws NlcException {
        byte[] bytes;
        try (InputStream in = source.open("pack.json")) {
            bytes = in.readNBytes(MAX_MANIFEST + 1);
        } catch (NlcException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN, source.location() + ": pack.json cannot be read: " + Reason.of(e), e);
        }
        if (bytes.length > MAX_MANIFEST) {
            throw broken(source, "pack.json is too large");
        }
        return bytes;
    }

    private static PackManifest checked(byte[] json, String location) throws NlcException {
        String key = HexFormat.of().formatHex(sha256().digest(json));
        PackManifest manifest = CHECKED.get(key);
        if (manifest == null) {
            manifest = ManifestParser.parse(new String(json, StandardCharsets.UTF_8), location);
            if (!digest(manifest).equals(manifest.id().digest())) {
                throw new NlcException(
                        FailureKind.PACK_BROKEN,
                        location + ": the digest in pack.json is not that of its tables and networks");
            }
            CHECKED.put(key, manifest);
        }
        return manifest;
    }

    private static NlcException broken(PackSource source, String why) {
        return new NlcException(FailureKind.PACK_BROKEN, source.location() + ": " + why);
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
     * Reads a network's file and checks its size and digest, and that it holds nothing that networks may not have. What
     * is run must be these bytes, not the file again.
     *
     * @throws NlcException if it is missing or is not the file that the manifest lists, or not one to be run
     */
    byte[] read(String file) throws NlcException {
        NetworkFile entry = manifest.networks().files().get(file);
        byte[] bytes;
        try (InputStream in = entry.pack() == null ? source.open(file) : source.openSibling(entry.pack(), file)) {
            bytes = read(in, (int) entry.bytes());
        } catch (IOException | RuntimeException e) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN,
                    "pack " + name() + ": " + entry.place(file) + " cannot be read: " + Reason.of(e),
                    e);
        }
        if (bytes == null || !HexFormat.of().formatHex(sha256().digest(bytes)).equals(entry.sha256())) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN,
                    "pack " + name() + ": " + entry.place(file) + " of " + source.location()
                            + " is not the file that pack.json lists");
        }
        if (file.equals(PackFiles.GRADIENT)) {
            bytes = completed(bytes);
        }
        check(file, bytes, entry);
        return bytes;
    }

    /** With the constants of the networks that it differentiates. */
    private byte[] completed(byte[] gradient) throws NlcException {
        Constants constants = new Constants();
        for (String file : PackFiles.DIFFERENTIATED) {
            constants.add(file.substring(0, file.indexOf('.')), read(file));
        }
        try {
            return constants.completed(gradient);
        } catch (NlcException e) {
            throw NlcException.about("pack " + name() + ": " + PackFiles.GRADIENT + " of " + source.location(), e);
        }
    }

    private void check(String file, byte[] bytes, NetworkFile entry) throws NlcException {
        String place = "pack " + name() + ": " + entry.place(file) + " of " + source.location();
        Ends ends;
        try {
            ends = OnnxModel.check(bytes);
        } catch (NlcException e) {
            throw NlcException.about(place, e);
        }
        Ends wanted = PackFiles.ends(file, manifest);
        if (!ends.equals(wanted)) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN, place + " goes from " + Reason.brief(ends.toString()) + ", not " + wanted);
        }
    }

    /**
     * Reads all files of the networks and checks them as they are checked before they are run. None is run.
     *
     * @throws NlcException naming the first that is missing or not as it should be
     */
    public void verify() throws NlcException {
        for (String file : manifest.networks().files().keySet()) {
            read(file);
        }
    }

    /** All of a file of so many bytes; null if it has more or less. */
    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_BYTES)];
        int done = 0;
        while (done < length) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            int n = in.read(bytes, done, bytes.length - done);
            if (n <= 0) {
                return null;
            }
            done += n;
        }
        return in.read() < 0 ? bytes : null;
    }

    @Override
    public String toString() {
        return name() + " (" + source.location() + ")";
    }
}
