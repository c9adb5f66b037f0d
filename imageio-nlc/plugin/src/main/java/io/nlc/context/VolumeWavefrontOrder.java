package io.nlc.context;

import java.util.List;

/**
 * The full 3D context of Chen et al. 2021, decoded by wavefront: a symbol sees the {@code kernel / 2} channels before
 * its own, the {@code kernel / 2} rows above it in its own channel, and as many symbols to its left. Steps: {@code (n +
 * 1)^2 (C - 1) + (n + 1) (H - 1) + W}, n = kernel / 2.
 *
 * @param kernel side of the masked convolution, odd, 3 to 15
 */
public record VolumeWavefrontOrder(int kernel) implements CausalOrder {

    /*
     * The wavefront of WavefrontOrder with one more axis. With n = kernel / 2, all elements with equal
     *
     *     step = (n + 1)^2 p + (n + 1) r + c
     *
     * are independent of each other, because the latest element that is seen in each part of the kernel has a smaller
     * step: (p, r, c - 1) -> step - 1; (p, r - 1, c + n) -> step - (n + 1) + n = step - 1; (p - 1, r + n, c + n) ->
     * step - (n + 1)^2 + (n + 1) n + n = step - 1. For the 5x5x5 kernel that is 9 (C - 1) + 3 (H - 1) + W runs.
     */

    public VolumeWavefrontOrder {
        CausalOrder.reach(kernel);
    }

    @Override
    public Slopes slopes() {
        int slope = kernel / 2 + 1;
        return new Slopes(slope * slope, slope, 1);
    }

    @Override
    public List<Tap> taps() {
        return CausalOrder.causal(kernel / 2, kernel / 2, kernel / 2);
    }

    @Override
    public int planes(int channels) {
        return channels;
    }
}
