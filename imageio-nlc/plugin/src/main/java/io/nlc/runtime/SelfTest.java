package io.nlc.runtime;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The test vector of an exact network: pseudo-random integer inputs and the SHA-256 digest of the integers that must
 * come out ({@code docs/pack.md}, "self_test").
 *
 * @param seed start of the generator
 * @param inputs shape and largest magnitude of each input, by name
 * @param sha256 hexadecimal digest of the output as big-endian 32-bit integers
 */
public record SelfTest(long seed, SortedMap<String, Input> inputs, String sha256) {

    /**
     * One input.
     *
     * @param shape copied in and out
     * @param max largest magnitude of its values
     */
    public record Input(long[] shape, int max) {

        public Input {
            shape = shape.clone();
        }

        @Override
        public long[] shape() {
            return shape.clone();
        }
    }

    public SelfTest {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(inputs, "inputs")));
        Objects.requireNonNull(sha256, "sha256");
    }

    /** The inputs, generated. */
    public Map<String, FloatTensor> tensors() {
        return generate(seed, inputs);
    }

    /** Tensors of pseudo-random integers, by name; one generator runs on over them. */
    static Map<String, FloatTensor> generate(long seed, SortedMap<String, Input> inputs) {
        Map<String, FloatTensor> out = new TreeMap<>();
        long s = seed;
        for (Map.Entry<String, Input> e : inputs.entrySet()) {
            FloatTensor t = new FloatTensor(e.getValue().shape());
            int max = e.getValue().max();
            for (int i = 0; i < t.size(); i++) {
                s = s * 6364136223846793005L + 1442695040888963407L;
                t.set(i, (float) ((s >>> 33) % (2L * max + 1) - max));
            }
            out.put(e.getKey(), t);
        }
        return out;
    }

    /** Whether the output is the expected one; a value that is no integer never is. */
    public boolean accepts(FloatTensor output) {
        return sha256.equals(digest(output));
    }

    /** Digest of a tensor of integers, or an empty string if one of its values is not an integer of 32 bits. */
    public static String digest(FloatTensor output) {
        ByteBuffer bytes = ByteBuffer.allocate(output.size() * Integer.BYTES);
        for (int i = 0; i < output.size(); i++) {
            float f = output.get(i);
            if (f != (int) f) {
                return "";
            }
            bytes.putInt((int) f);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
