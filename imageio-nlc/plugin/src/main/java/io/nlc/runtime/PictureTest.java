package io.nlc.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The test vector of a network that makes pictures by 8-bit arithmetic: pseudo-random integer inputs, and the means of
 * the blocks that must about come out ({@code docs/pack.md}, "self_test").
 */
public final class PictureTest {

    /*
     * Processors without dot products of bytes (VNNI on x86) add pairs of products in 16 bits, which saturate: the
     * network runs there, but the picture is another one (means are off by up to 0.03 with the default pack). Rounding
     * of floats between the layers moves a mean by a hundred-thousandth.
     */

    /** Side of a block, in pixels. */
    static final int BLOCK = 8;

    private static final double TOLERANCE = 1.0 / 1024;

    private final long seed;
    private final SortedMap<String, SelfTest.Input> inputs;
    private final double[] means;

    /**
     * Makes a test.
     *
     * @param seed start of the generator
     * @param inputs shape and largest magnitude of each input, by name
     * @param means of blocks of 8 x 8 samples of the output, plane by plane in row-major order
     */
    public PictureTest(long seed, SortedMap<String, SelfTest.Input> inputs, double[] means) {
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
     * @param width of the planes, a multiple of 8
     */
    public boolean accepts(float[] x, int width) {
        int columns = width / BLOCK;
        double[] sums = new double[x.length / (BLOCK * BLOCK)];
        for (int i = 0; i < x.length; i++) {
            sums[i / width / BLOCK * columns + i % width / BLOCK] += x[i];
        }
        if (sums.length != means.length) {
            return false;
        }
        for (int i = 0; i < sums.length; i++) {
            if (!(Math.abs(sums[i] / (BLOCK * BLOCK) - means[i]) <= TOLERANCE)) { // nor a NaN
                return false;
            }
        }
        return true;
    }
}
