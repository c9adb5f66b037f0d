package io.nlc.viewer.model;

/**
 * A grid of numbers to be laid over a picture.
 *
 * @param values columns x rows, 0 to 1 as the colours want them; NaN where the picture shall show
 * @param columns of the grid
 * @param rows of the grid
 * @param left picture column at which the grid starts
 * @param top picture row at which it starts
 * @param stride picture pixels a cell, each way
 * @param colours for the numbers
 * @param opacity 0 to 1
 */
public record Overlay(
        float[] values, int columns, int rows, int left, int top, double stride, Colormap colours, double opacity) {

    public Overlay {
        if (values.length != columns * rows) {
            throw new IllegalArgumentException(
                    "values has " + values.length + " numbers, not " + columns + " x " + rows);
        }
    }

    /** ARGB of the cell under a picture pixel, 0 if there is none. */
    int argb(double x, double y) {
        int column = (int) Math.floor((x - left) / stride);
        int row = (int) Math.floor((y - top) / stride);
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            return 0;
        }
        float value = values[row * columns + column];
        return Float.isNaN(value) ? 0 : colours.argb(value);
    }
}
