package io.nlc.context;

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
}
