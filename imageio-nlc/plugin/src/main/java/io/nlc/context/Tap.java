package io.nlc.context;

/**
 * A neighbour that an element sees.
 *
 * @param plane planes behind the element's own; before it if negative
 * @param row rows below the element; above it if negative
 * @param column columns to the right of it; to the left if negative
 */
public record Tap(int plane, int row, int column) {}
