package io.nlc.context;

import java.util.List;

/** An order of positions, each with all of its channels, whose context network is given whole latents. */
public sealed interface PositionOrder extends CodingOrder permits ParallelOrder, CheckerboardOrder {

    /**
     * The passes over a latent.
     *
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @return passes whose positions together are all of {@code 0 .. height * width - 1}, each once
     */
    List<Pass> passes(int height, int width);

    @Override
    default int steps(int channels, int height, int width) {
        return passes(height, width).size();
    }

    @Override
    default boolean byChannel() {
        return false;
    }
}
