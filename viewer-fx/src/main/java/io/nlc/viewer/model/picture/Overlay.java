package io.nlc.viewer.model.picture;

/**
 * A grid of numbers to be laid over a picture.
 *
 * @param grid where they lie
 * @param values row by row, 0 to 1 as the colours want them; NaN where the picture shall show
 * @param colours for the numbers
 * @param opacity 0 to 1
 */
public record Overlay(Grid grid, float[] values, Colormap colours, double opacity) {

    /**
     * Cells over a picture.
     *
     * @param columns of the grid
     * @param rows of the grid
     * @param left picture column at which the grid starts
     * @param top picture row at which it starts
     * @param stride picture pixels a cell, each way
     */
    public record Grid(int columns, int rows, int left, int top, double stride) {}

    public Overlay {
        if (values.length != grid.columns * grid.rows) {
            throw new IllegalArgumentException(
                    "values has " + values.length + " numbers, not " + grid.columns + " x " + grid.rows);
        }
    }

    /** ARGB of the cell under a picture pixel, 0 if there is none. */
    int argb(double x, double y) {
        int column = (int) Math.floor((x - grid.left) / grid.stride);
        int row = (int) Math.floor((y - grid.top) / grid.stride);
        if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) {
            return 0;
        }
        float value = values[row * grid.columns + column];
        return Float.isNaN(value) ? 0 : colours.argb(value);
    }
}
