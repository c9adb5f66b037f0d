package io.nlc.model;

/**
 * One output of {@code inspect.onnx}: something within the encoder, one value for each square of pixels.
 *
 * @param name of the output
 * @param kind {@link #MASK} or {@link #NONLOCAL}
 * @param stride side of the square in pixels, a power of two up to 64 that divides the analysis halo
 * @param place where in the networks it is, for people
 */
public record InspectOutput(String name, String kind, int stride, String place) {

    /** The sigmoid that an attention module multiplies its trunk by, averaged over channels: 0 to 1. */
    public static final String MASK = "mask";

    /**
     * The weight that a position gets from a non-local block, averaged over all that ask: a run's values add up to 1.
     */
    public static final String NONLOCAL = "nonlocal";
}
