package io.nlc.model;

import io.nlc.runtime.MeansTest;
import io.nlc.runtime.SelfTest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of a pack.
 *
 * @param files sizes and digests, by name
 * @param selfTests test vectors of the exact networks, by name and in the order of the names
 * @param meansTests test vectors of the networks of 8-bit arithmetic, by name
 * @param inspect the outputs of {@code inspect.onnx}; empty if the pack has none
 */
public record Networks(
        Map<String, NetworkFile> files,
        Map<String, SelfTest> selfTests,
        Map<String, MeansTest> meansTests,
        List<InspectOutput> inspect) {

    public Networks {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        selfTests = Collections.unmodifiableMap(new LinkedHashMap<>(selfTests));
        meansTests = Map.copyOf(meansTests);
        inspect = List.copyOf(inspect);
    }

    /** Whether there is a network that predicts what rounding took from the latents ({@code residual.onnx}). */
    public boolean hasResidual() {
        return files.containsKey(PackFiles.RESIDUAL);
    }

    /**
     * Whether there is a network that makes a picture of half the size sooner than the synthesis
     * ({@code preview.onnx}).
     */
    public boolean hasPreview() {
        return files.containsKey(PackFiles.PREVIEW);
    }

    /** Bytes of a network's file, with those of the files whose constants it uses. */
    long bytes(String file) {
        long more = file.equals(PackFiles.GRADIENT)
                ? PackFiles.DIFFERENTIATED.stream()
                        .mapToLong(f -> files.get(f).bytes())
                        .sum()
                : 0;
        return files.get(file).bytes() + more;
    }

    /**
     * Whether there is a network that tells how the cost of a latent changes with its symbols ({@code gradient.onnx}).
     */
    public boolean hasGradient() {
        return files.containsKey(PackFiles.GRADIENT);
    }

    /** Whether there is a network that shows what the encoder's attention looks at ({@code inspect.onnx}). */
    public boolean hasInspect() {
        return !inspect.isEmpty();
    }

    /** Digest of the analysis network, hexadecimal: packs of equal ones make equal latents. */
    public String analysisDigest() {
        return files.get(PackFiles.ANALYSIS).sha256();
    }

    /** Size of all files together, in bytes. */
    public long bytes() {
        return files.values().stream().mapToLong(NetworkFile::bytes).sum();
    }
}
