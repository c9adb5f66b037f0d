package io.nlc.context;

import java.util.List;
import java.util.stream.IntStream;

/** No context: one pass over everything (the hyperprior of Balle et al. 2018). */
public record ParallelOrder() implements PositionOrder {

    @Override
    public int step(int channel, int row, int column, int height, int width) {
        return 0;
    }

    @Override
    public List<Pass> passes(int height, int width) {
        return List.of(
                new Pass(IntStream.range(0, Math.multiplyExact(height, width)).toArray(), false));
    }
}
