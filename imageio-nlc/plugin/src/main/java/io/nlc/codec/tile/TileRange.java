package io.nlc.codec.tile;

import io.nlc.picture.Region;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rectangle of tiles of a grid. All bounds are inclusive, so a range is never empty.
 *
 * @param grid that the tiles belong to
 */
public record TileRange(TileGrid grid, int firstColumn, int firstRow, int lastColumn, int lastRow) {

    public TileRange {
        if (firstColumn < 0
                || firstRow < 0
                || lastColumn < firstColumn
                || lastRow < firstRow
                || lastColumn >= grid.columns()
                || lastRow >= grid.rows()) {
            throw new IllegalArgumentException("columns " + firstColumn + " to " + lastColumn + " and rows " + firstRow
                    + " to " + lastRow + " are not those of " + grid.columns() + " x " + grid.rows() + " tiles");
        }
    }

    /** Number of tiles. */
    public int count() {
        return (lastColumn - firstColumn + 1) * (lastRow - firstRow + 1);
    }

    /** The tiles' row-major numbers in the grid, rising. */
    public List<Integer> tiles() {
        return IntStream.rangeClosed(firstRow, lastRow)
                .flatMap(this::numbers)
                .boxed()
                .toList();
    }

    /** Those of one row of the grid, which must be one of the range's. */
    public List<Integer> row(int row) {
        if (row < firstRow || row > lastRow) {
            throw new IllegalArgumentException("row must be " + firstRow + " to " + lastRow + ", not " + row);
        }
        return numbers(row).boxed().toList();
    }

    private IntStream numbers(int row) {
        int start = row * grid.columns();
        return IntStream.rangeClosed(start + firstColumn, start + lastColumn);
    }

    /** Whether a tile of the grid is one of these. */
    public boolean contains(int tile) {
        int column = tile % grid.columns();
        int row = tile / grid.columns();
        return column >= firstColumn && column <= lastColumn && row >= firstRow && row <= lastRow;
    }

    /** The area of all tiles together, in the padded picture. */
    public Region region() {
        Region first = grid.tile(firstRow * grid.columns() + firstColumn);
        Region last = grid.tile(lastRow * grid.columns() + lastColumn);
        return new Region(first.x(), first.y(), last.right() - first.x(), last.bottom() - first.y());
    }
}
