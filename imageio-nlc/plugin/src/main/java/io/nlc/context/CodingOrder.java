package io.nlc.context;

import java.util.List;

/**
 * The order in which the symbols of a latent of channels x height x width are coded ({@code docs/format.md}, "TILE").
 * It is cut into steps: within one, no symbol depends on another one of that step, so one network run yields the
 * parameters of all of them.
 */
public sealed interface CodingOrder permits PositionOrder, CausalOrder, SliceOrder {

    /**
     * How many steps a decoder takes; network runs one after another, that is.
     *
     * @param channels at least 1
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @throws ArithmeticException if there are more than 2^31 - 1
     */
    int steps(int channels, int height, int width);

    /**
     * The step in which a symbol of a latent of height x width is coded.
     *
     * @return 0 to {@code steps(channels, height, width) - 1}
     */
    int step(int channel, int row, int column, int height, int width);

    /** Whether the symbols of one position may belong to different steps. */
    boolean byChannel();

    /**
     * The order of a context model.
     *
     * @param type {@code none}, {@code checkerboard}, {@code serial}, {@code context3d}, {@code context3d-serial} or
     *     {@code slices}
     * @param kernel side of the context convolution, odd; of account for {@code serial} and the 3D contexts only
     * @param slices channels of each slice; of account for {@code slices} only
     * @throws IllegalArgumentException if there is no such type, kernel or slice
     */
    static CodingOrder of(String type, int kernel, List<Integer> slices) {
        return switch (type) {
            case "none" -> new ParallelOrder();
            case "checkerboard" -> new CheckerboardOrder();
            case "serial" -> new WavefrontOrder(kernel);
            case "context3d" -> new VolumeRowOrder(kernel);
            case "context3d-serial" -> new VolumeWavefrontOrder(kernel);
            case "slices" -> new SliceOrder(slices);
            default ->
                throw new IllegalArgumentException(
                        "type must be none, checkerboard, serial, context3d, context3d-serial or slices, not \"" + type
                                + "\"");
        };
    }
}
