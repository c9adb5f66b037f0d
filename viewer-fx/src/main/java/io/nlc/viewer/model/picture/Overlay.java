package io.nlc.viewer.model.picture;

/**
 * A grid of numbers to be laid over a picture.
 *
 * @param grid where they lie
 * @param values row by row, 0 to 1 as the colours want them; NaN where the picture shall show
 * @param colours for the numbers
 * @param opacity 0 to 1
 * @param scale what the numbers are
 */
public record Overlay(Grid grid, float[] values, Colormap colours, double opacity, Scale scale) {

    /** What numbers say. */
    public enum Meaning {
        /** Bits of a position, over all channels. */
        POSITION_BITS,
        /** Symbol of a channel. */
        SYMBOL,
        /** Mean that the model expects of a symbol. */
        MEAN,
        /** Scale of the model's distribution of a symbol. */
        SCALE,
        /** Bits of a symbol. */
        SYMBOL_BITS,
        /** Step of decoding in which a position comes, from 0. */
        STEP,
        /** How much the encoder looks there. */
        ATTENTION,
        /** Mean of the squared errors of all samples of a block. */
        SQUARED_ERROR,
        /** SSIM of a block, 1 and below. */
        SSIM,
        /** Mean CIEDE2000 of a block. */
        COLOUR_DIFFERENCE
    }

    /**
     * The numbers themselves.
     *
     * @param meaning what they say
     * @param numbers row by row
     * @param low number of the first colour
     * @param high number of the last colour; below {@code low} where small numbers are the conspicuous ones
     */
    public record Scale(Meaning meaning, float[] numbers, double low, double high) {}

    /**
     * Cells over a picture.
     *
     * @param columns of the grid
     * @param rows of the grid
     * @param left picture column at which the grid starts
     * @param top picture row at which it starts
     * @param stride picture pixels a cell, each way
     */
    public record Grid(int columns, int rows, int left, int top, double stride) {

        /** Index of the cell under a picture pixel, -1 if there is none. */
        int index(double x, double y) {
            int column = (int) Math.floor((x - left) / stride);
            int row = (int) Math.floor((y - top) / stride);
            boolean inside = column >= 0 && row >= 0 && column < columns && row < rows;
            return inside ? row * columns + column : -1;
        }
    }

    public Overlay {
        if (values.length != grid.columns * grid.rows || scale.numbers.length != values.length) {
            throw new IllegalArgumentException("there are " + values.length + " values and " + scale.numbers.length
                    + " numbers, not " + grid.columns + " x " + grid.rows);
        }
    }

    /** The same with another opacity. */
    public Overlay withOpacity(double other) {
        return new Overlay(grid, values, colours, other, scale);
    }

    /** The number under a picture pixel, NaN if there is none. */
    public double number(double x, double y) {
        int index = grid.index(x, y);
        return index < 0 ? Double.NaN : scale.numbers[index];
    }

    /** ARGB of the cell under a picture pixel, 0 if there is none. */
    int argb(double x, double y) {
        int index = grid.index(x, y);
        return index < 0 || Float.isNaN(values[index]) ? 0 : colours.argb(values[index]);
    }
}
