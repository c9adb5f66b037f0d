package io.nlc.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The test vector of a network of 8-bit arithmetic: pseudo-random integer inputs, and the means of the blocks that must
 * about come out ({@code docs/pack.md}, "self_test").
 */
public final class MeansTest {

    /*
     * Processors without dot products of bytes (VNNI on x86) add pairs of products in 16 bits, which saturate: the
     * network runs there, but the picture is another one (with the default pack means are off by up to 0.03, those of
     * latents by 0.024). Rounding of floats between the layers moves a mean of pixels by a hundred-thousandth, one of
     * latents by a thousandth.
     */

    /**
     * What a network makes, and how far a mean of it may be off.
     *
     * @param block side of a block, in samples
     * @param tolerance of a mean
     */
    public record Kind(int block, double tolerance) {
        /** Samples of a picture, about 0 to 1. */
        public static final Kind PICTURE = new Kind(8, 1.0 / 1024);

        /** Values of a latent before gain. */
        public static final Kind LATENT = new Kind(4, 1.0 / 128);
    }

    private final Kind kind;
    private final long seed;
    private final SortedMap<String, SelfTest.Input> inputs;
    private final double[] means;

    /**
     * Makes a test.
     *
     * @param kind of the output
     * @param seed start of the generator
     * @param inputs shape and largest magnitude of each input, by name
     * @param means of blocks of the output, plane by plane in row-major order
     */
    public MeansTest(Kind kind, long seed, SortedMap<String, SelfTest.Input> inputs, double[] means) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.seed = seed;
        this.inputs = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(inputs, "inputs")));
        this.means = means.clone();
    }

    /** The inputs, generated. */
    public Map<String, FloatTensor> tensors() {
        return SelfTest.generate(seed, inputs);
    }

    /**
     * Whether an output is about the expected one.
     *
     * @param x planes of samples, flattened
     * @param width of the planes, which like their height is a multiple of a block's side
     */
    public boolean accepts(float[] x, int width) {
        int block = kind.block();
        int columns = width / block;
        double[] sums = new double[x.length / (block * block)];
        for (int i = 0; i < x.length; i++) {
            sums[i / width / block * columns + i % width / block] += x[i];
        }
        if (sums.length != means.length) {
            return false;
        }
        for (int i = 0; i < sums.length; i++) {
            if (!(Math.abs(sums[i] / (block * block) - means[i]) <= kind.tolerance())) { // nor a NaN
                return false;
            }
        }
        return true;
    }
}
