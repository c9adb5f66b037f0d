package io.nlc.codec;

import io.nlc.container.NlcReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * {@code /nlc/golden.sha256}: what each golden file decodes to. It is the digest of the samples of a file without a
 * pack (plane by plane and row by row, those of 16 bits big-endian; without alpha that lies in {@code ALPH}), and of
 * the latents of one with a pack, those of tiles without any being 0. The second decoder (Python,
 * {@code nlc_models.decoder}) is held to the same list.
 */
public final class GoldenList {

    private static final String LIST = "golden.sha256";

    private GoldenList() {}

    /** Digests in hexadecimal by the names of the files. */
    public static Map<String, String> digests() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        new String(bytes(LIST), StandardCharsets.US_ASCII).lines().forEach(line -> {
            String[] words = line.split(" +");
            all.put(words[1], words[0]);
        });
        return all;
    }

    /** The names of files with a pack, or of those without. */
    public static Stream<String> names(boolean pack) throws IOException {
        return digests().keySet().stream().filter(name -> {
            try {
                return open(name).header().pack().isEmpty() != pack;
            } catch (IOException e) {
                throw new UncheckedIOException(name, e);
            }
        });
    }

    public static NlcReader open(String name) throws IOException {
        return open(bytes(name));
    }

    static NlcReader open(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenList.class.getResourceAsStream("/nlc/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
