package io.nlc.context;

import java.util.List;

/**
 * The raster-causal context of Minnen et al. 2018, decoded by wavefront: a position sees the {@code kernel / 2} rows
 * above it and what lies to its left in its own row. Steps: {@code W + (kernel / 2 + 1) (H - 1)}.
 *
 * @param kernel side of the masked convolution, odd, 3 to 15
 */
public record WavefrontOrder(int kernel) implements CausalOrder {

    /*
     * In raster order every position waits for the one before it: H x W network runs. But position (r, c) only needs
     * (r, c - 1) and, of the row above, nothing to the right of (r - 1, c + n), n = kernel / 2. Therefore all
     * positions with equal
     *
     *     step = c + (n + 1) r
     *
     * are independent of each other, and everything they see has a smaller step: its own row c - 1 -> step - 1; the
     * row above c + n -> step + n - (n + 1) = step - 1. For the 5x5 kernel that is W + 3 (H - 1) runs over batches of
     * up to W / 3 positions. Symbols are in the same order in the file whichever way they were computed, because
     * encoder and decoder both code step by step.
     */

    public WavefrontOrder {
        CausalOrder.reach(kernel);
    }

    @Override
    public Slopes slopes() {
        return new Slopes(0, kernel / 2 + 1, 1);
    }

    @Override
    public List<Tap> taps() {
        return CausalOrder.causal(0, kernel / 2, kernel / 2);
    }

    @Override
    public int planes(int channels) {
        return 1;
    }
}
