package io.nlc.context;

import java.util.List;

/**
 * The order in which the positions of a latent are coded. Within a pass, no position depends on another one of that pass, so one
 * network run yields the parameters of all of them.
 */
public sealed interface CodingOrder permits ParallelOrder, CheckerboardOrder {

    /**
     * The passes over a latent.
     *
     * @param height rows, at least 1
     * @param width  columns, at least 1
     * @return passes whose positions together are all of {@code 0 .. height * width - 1}, each once
     */
    List<Pass> passes(int height, int width);

    /**
     * The order of a context model.
     *
     * @param type {@code none} or {@code checkerboard}
     * @throws IllegalArgumentException if there is no such type
     */
    static CodingOrder of(String type) {
        return switch (type) {
            case "none" -> new ParallelOrder();
            case "checkerboard" -> new CheckerboardOrder();
            default -> throw new IllegalArgumentException("type must be none or checkerboard, not \"" + type + "\"");
        };
    }
}
