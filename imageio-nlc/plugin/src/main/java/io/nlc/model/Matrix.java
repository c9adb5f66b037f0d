package io.nlc.model;

import java.util.Arrays;

/** A table of numbers. Immutable. */
public final class Matrix {

    private final double[][] values;

    /** Copies the rows, of which there is at least one and which are equally long. */
    Matrix(double[][] rows) {
        this.values = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /** Number of rows. */
    public int rows() {
        return values.length;
    }

    /** Number of columns. */
    public int columns() {
        return values[0].length;
    }

    /** @throws IndexOutOfBoundsException if there is no such row or column */
    public double at(int row, int column) {
        return values[row][column];
    }
}
