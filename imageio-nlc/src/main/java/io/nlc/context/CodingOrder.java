package io.nlc.context;

import java.util.List;

/**
 * The order in which the positions of a latent are coded. Within a pass, no position depends on another one of that pass, so one
 * network run yields the parameters of all of them.
 */
public sealed interface CodingOrder permits ParallelOrder, CheckerboardOrder, WavefrontOrder {

    /**
     * The passes over a latent.
     *
     * @param height rows, at least 1
     * @param width  columns, at least 1
     * @return passes whose positions together are all of {@code 0 .. height * width - 1}, each once
     */
    List<Pass> passes(int height, int width);

    /**
     * The neighbours that the context network of this order is given for each position, in its input's order; empty if the network
     * is given whole latents instead.
     */
    default List<Tap> taps() {
        return List.of();
    }

    /**
     * The order of a context model.
     *
     * @param type   {@code none}, {@code checkerboard} or {@code serial}
     * @param kernel side of the context convolution, odd; of no account for the first two
     * @throws IllegalArgumentException if there is no such type or kernel
     */
    static CodingOrder of(String type, int kernel) {
        return switch (type) {
            case "none" -> new ParallelOrder();
            case "checkerboard" -> new CheckerboardOrder();
            case "serial" -> new WavefrontOrder(kernel);
            default -> throw new IllegalArgumentException("type must be none, checkerboard or serial, not \"" + type + "\"");
        };
    }
}
