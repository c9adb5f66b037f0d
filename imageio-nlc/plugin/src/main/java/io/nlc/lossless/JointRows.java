package io.nlc.lossless;

/**
 * The samples around those to be coded, and how far predictions of them were off: three rows of pixels, the planes of a
 * pixel one after the other, with a margin of {@link #MARGIN} pixels at either side.
 *
 * <p>Before the first row lie zeros, to the left of a row the pixel above its first, to the right of it its last.
 */
final class JointRows {

    /*
     * What the samples above tell of a sample to be coded is summed up for all of a row before it begins: there nothing
     * waits for anything, and processors add several at a time. In the row only what lies to the left is added.
     */

    static final int MARGIN = 3;

    private final int width;
    private final int planes;
    private int[] above2;
    private int[] above;
    private int[] row;
    private int[] errorsAbove;
    private int[] errors;
    private final int[] activity;
    private final int[] lean;

    JointRows(int width, int planes) {
        this.width = width;
        this.planes = planes;
        int length = Math.multiplyExact(width + 2 * MARGIN, planes);
        above2 = new int[length];
        above = new int[length];
        row = new int[length];
        errorsAbove = new int[length];
        errors = new int[length];
        activity = new int[length];
        lean = new int[length];
    }

    /**
     * Where in all rows the first plane of column x lies; from a pixel to the next it is as far as there are planes.
     */
    int place(int x) {
        return (x + MARGIN) * planes;
    }

    /** The row that is being coded. */
    int[] row() {
        return row;
    }

    /** The row above it. */
    int[] above() {
        return above;
    }

    /** The row above that. */
    int[] above2() {
        return above2;
    }

    /** Magnitudes of residuals in the row that is being coded. */
    int[] errors() {
        return errors;
    }

    /** {@code |N - NW| + |N - NE| + |N - NN| + |NE - NNE| + E(N) + E(NE)}. */
    int[] activity() {
        return activity;
    }

    /** {@code |N - NN| + |NE - NNE| - |N - NW| - |N - NE|}. */
    int[] lean() {
        return lean;
    }

    /** Goes to the next row. */
    void next() {
        int[] oldest = above2;
        above2 = above;
        above = row;
        row = oldest;
        int[] old = errorsAbove;
        errorsAbove = errors;
        errors = old;
        int first = place(0);
        int end = place(width);
        for (int p = 0; p < planes; p++) {
            for (int x = 0; x < MARGIN; x++) {
                above[end + x * planes + p] = above[end - planes + p];
                row[x * planes + p] = above[first + p];
            }
            errors[first - planes + p] = errorsAbove[first + p];
        }
        sumUp(first, end);
    }

    private void sumUp(int first, int end) {
        int[] a = above;
        int[] b = above2;
        int[] e = errorsAbove;
        int stride = planes;
        for (int i = first; i < end; i++) {
            int n = a[i];
            int ne = a[i + stride];
            int horizontal = Math.abs(n - a[i - stride]) + Math.abs(n - ne);
            int vertical = Math.abs(n - b[i]) + Math.abs(ne - b[i + stride]);
            activity[i] = horizontal + vertical + e[i] + e[i + stride];
            lean[i] = vertical - horizontal;
        }
    }
}
