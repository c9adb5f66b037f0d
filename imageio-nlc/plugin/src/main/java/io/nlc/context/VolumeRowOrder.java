package io.nlc.context;

import java.util.List;

/**
 * The 3D context of Chen et al. 2021 without the elements of an element's own row, so that rows are decoded whole: a
 * symbol sees the {@code kernel / 2} channels before its own, and the {@code kernel / 2} rows above it in its own
 * channel. Steps: {@code (kernel / 2 + 1) (C - 1) + H}.
 *
 * @param kernel side of the masked convolution, odd, 3 to 15
 */
public record VolumeRowOrder(int kernel) implements CausalOrder {

    /*
     * With n = kernel / 2, row r of plane p needs the rows above it in its own plane, and in the plane before it the
     * rows up to r + n. Therefore the rows with equal
     *
     *     step = (n + 1) p + r
     *
     * are independent of each other, and what they see has a smaller step: row r - 1 of their own plane -> step - 1;
     * row r + n of the plane before -> step + n - (n + 1) = step - 1; other rows and planes come earlier still. No
     * column enters, because no element of an own row is seen. For the 5x5x5 kernel that is 3 (C - 1) + H runs, of up
     * to H / 3 rows each.
     */

    public VolumeRowOrder {
        CausalOrder.reach(kernel);
    }

    @Override
    public Slopes slopes() {
        return new Slopes(kernel / 2 + 1, 1, 0);
    }

    @Override
    public List<Tap> taps() {
        return CausalOrder.causal(kernel / 2, kernel / 2, 0);
    }

    @Override
    public int planes(int channels) {
        return channels;
    }
}
