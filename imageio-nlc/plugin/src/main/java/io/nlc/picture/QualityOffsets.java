package io.nlc.picture;

/**
 * By how much the quality of each area of a picture, 64 x 64 pixels from its corner on, is to differ from the one that
 * is asked for. Immutable.
 */
public final class QualityOffsets {

    /** Pixels along a side of an area. */
    public static final int SIDE = 64;

    private final int columns;
    private final int rows;
    private final double[] offsets;

    /**
     * Takes the offsets.
     *
     * @param columns of areas, as many as the picture's width has
     * @param rows of areas, as many as its height has
     * @param offsets row by row, -1 to 1: shares of the scale of quality
     * @throws IllegalArgumentException if there are not so many, or one is outside
     */
    public QualityOffsets(int columns, int rows, double[] offsets) {
        if (columns < 1 || rows < 1 || offsets.length != (long) columns * rows) {
            throw new IllegalArgumentException(offsets.length + " offsets for " + columns + " x " + rows + " areas");
        }
        for (double offset : offsets) {
            if (!(offset >= -1 && offset <= 1)) {
                throw new IllegalArgumentException("offset must be -1 to 1, not " + offset);
            }
        }
        this.columns = columns;
        this.rows = rows;
        this.offsets = offsets.clone();
    }

    /** Columns of areas. */
    public int columns() {
        return columns;
    }

    /** Rows of areas. */
    public int rows() {
        return rows;
    }

    /** Of an area. */
    public double at(int column, int row) {
        return offsets[row * columns + column];
    }
}
