package io.nlc.context;

import java.util.ArrayList;
import java.util.List;

/**
 * An order of elements of which each sees a few neighbours that come before it in raster order, and whose networks are
 * given just those neighbours. An element is a position with all of its channels (one plane), or a single symbol (a
 * plane a channel).
 */
public sealed interface CausalOrder extends CodingOrder permits WavefrontOrder, VolumeRowOrder, VolumeWavefrontOrder {

    /*
     * Element (plane p, row r, column c) belongs to step a p + b r + d c with the slopes (a, b, d) of the order; each
     * order says why everything an element sees then has a smaller step. Within a step, elements are in the order of
     * their planes, rows, columns.
     */

    /**
     * Steps from a plane to the next, from a row to the next, and from a column to the next; the last one is 0 or 1.
     */
    record Slopes(int plane, int row, int column) {}

    /** The slopes of this order. */
    Slopes slopes();

    /** What an element sees, in the order of the networks' input: by planes, rows, columns. */
    List<Tap> taps();

    /** Planes of a latent with so many channels: 1, or one a channel. */
    int planes(int channels);

    @Override
    default int steps(int channels, int height, int width) {
        Slopes s = slopes();
        return Math.toIntExact((long) s.plane * (planes(channels) - 1)
                + (long) s.row * (height - 1)
                + (long) s.column * (width - 1)
                + 1);
    }

    @Override
    default int step(int channel, int row, int column, int height, int width) {
        Slopes s = slopes();
        return s.plane * channel + s.row * row + s.column * column;
    }

    @Override
    default boolean byChannel() {
        return slopes().plane > 0;
    }

    /**
     * The elements of a step.
     *
     * @param step 0 to {@code steps(channels, height, width) - 1}
     * @return {@code (plane * height + row) * width + column} of each, rising; none for some steps of very small
     *     latents
     */
    default int[] elements(int step, int channels, int height, int width) {
        Slopes s = slopes();
        int inPlane = s.row * (height - 1) + s.column * (width - 1);
        int lastPlane = s.plane == 0 ? 0 : Math.min(planes(channels) - 1, step / s.plane);
        int firstPlane = s.plane == 0 ? 0 : ceilDiv(step - inPlane, s.plane);
        Growing out = new Growing();
        for (int p = firstPlane; p <= lastPlane; p++) {
            int rest = step - s.plane * p;
            int lastRow = Math.min(height - 1, rest / s.row);
            for (int r = ceilDiv(rest - s.column * (width - 1), s.row); r <= lastRow; r++) {
                int row = (p * height + r) * width;
                if (s.column == 1) {
                    out.add(row + rest - s.row * r);
                } else {
                    out.addRange(row, row + width);
                }
            }
        }
        return out.toArray();
    }

    /** The smallest integer that is not below 0 nor n / d. */
    private static int ceilDiv(int n, int d) {
        return n <= 0 ? 0 : (n + d - 1) / d;
    }

    /** Half the side of a kernel, rounded down. */
    static int reach(int kernel) {
        if (kernel < 3 || kernel > 15 || kernel % 2 == 0) {
            throw new IllegalArgumentException("kernel must be odd and 3 to 15, not " + kernel);
        }
        return kernel / 2;
    }

    /**
     * The part of a kernel that comes before its centre in raster order.
     *
     * @param planes so many planes before the element's own, all of their rows and columns
     * @param reach so many rows above the element, all of their columns
     * @param leftOf and so many columns to the left of it
     */
    static List<Tap> causal(int planes, int reach, int leftOf) {
        List<Tap> taps = new ArrayList<>();
        for (int p = -planes; p <= 0; p++) {
            for (int r = -reach; r <= (p < 0 ? reach : 0); r++) {
                boolean own = p == 0 && r == 0;
                for (int c = own ? -leftOf : -reach; c <= (own ? -1 : reach); c++) {
                    taps.add(new Tap(p, r, c));
                }
            }
        }
        return List.copyOf(taps);
    }
}
