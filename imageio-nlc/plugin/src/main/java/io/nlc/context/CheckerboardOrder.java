package io.nlc.context;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The two passes of the checkerboard context model (He et al., CVPR 2021, section 3.2): first the anchors, whose row
 * and column add up to an even number, from the hyperprior alone; then all others, which see the anchors around them.
 */
public record CheckerboardOrder() implements PositionOrder {

    @Override
    public List<Pass> passes(int height, int width) {
        int n = Math.multiplyExact(height, width);
        int[] anchors = IntStream.range(0, n).filter(p -> isAnchor(p, width)).toArray();
        int[] others = IntStream.range(0, n).filter(p -> !isAnchor(p, width)).toArray();
        return others.length == 0
                ? List.of(new Pass(anchors, false))
                : List.of(new Pass(anchors, false), new Pass(others, true));
    }

    @Override
    public int step(int channel, int row, int column, int height, int width) {
        return (row + column) % 2;
    }

    private static boolean isAnchor(int position, int width) {
        return (position / width + position % width) % 2 == 0;
    }
}
