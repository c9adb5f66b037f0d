package io.nlc.context;

/**
 * A neighbour that a position sees.
 *
 * @param row    rows below the position; above it if negative
 * @param column columns to the right of it; to the left if negative
 */
public record Tap(int row, int column) {
}
