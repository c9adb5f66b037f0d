package io.nlc.context;

import java.util.ArrayList;
import java.util.List;

/**
 * The raster-causal context of Minnen et al. 2018, decoded by wavefront: a position sees the {@code kernel / 2} rows above it and what
 * lies to its left in its own row.
 *
 * @param kernel side of the masked convolution, odd, 3 to 15
 */
public record WavefrontOrder(int kernel) implements CodingOrder {

    /*
     * In raster order every position waits for the one before it: H x W network runs. But position (r, c) only needs (r, c - 1) and,
     * of the row above, nothing to the right of (r - 1, c + k/2). Therefore all positions with equal
     *
     *     step = c + (k/2 + 1) r
     *
     * are independent of each other, and everything they see has a smaller step: its own row c - 1 -> step - 1; the row above
     * c + k/2 -> step + k/2 - (k/2 + 1) = step - 1. For the 5x5 kernel that is W + 3 (H - 1) runs over batches of up to W / 3 positions.
     * Symbols are in the same order in the file whichever way they were computed, because encoder and decoder both code step by step.
     */

    public WavefrontOrder {
        if (kernel < 3 || kernel > 15 || kernel % 2 == 0) {
            throw new IllegalArgumentException("kernel must be odd and 3 to 15, not " + kernel);
        }
    }

    @Override
    public List<Pass> passes(int height, int width) {
        int slope = kernel / 2 + 1;
        int steps = Math.addExact(width, Math.multiplyExact(slope, height - 1));
        List<Pass> passes = new ArrayList<>(steps);
        for (int step = 0; step < steps; step++) {
            int firstRow = Math.max(0, (step - width + slope) / slope); // the first with column <= width - 1
            int lastRow = Math.min(height - 1, step / slope);
            int first = firstRow;
            int[] positions = new int[lastRow - firstRow + 1];
            for (int r = firstRow; r <= lastRow; r++) {
                positions[r - first] = r * width + step - slope * r;
            }
            passes.add(new Pass(positions, true));
        }
        return passes;
    }

    @Override
    public List<Tap> taps() {
        int reach = kernel / 2;
        List<Tap> taps = new ArrayList<>();
        for (int r = -reach; r <= 0; r++) {
            for (int c = -reach; c <= reach && (r < 0 || c < 0); c++) {
                taps.add(new Tap(r, c));
            }
        }
        return taps;
    }
}
