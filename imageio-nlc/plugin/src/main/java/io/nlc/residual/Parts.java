package io.nlc.residual;

/**
 * How a tile is cut into parts of 64 x 64 pixels, and these into blocks of 8 x 8, both in row-major order. Those at the
 * right and at the bottom may be smaller.
 *
 * @param width of the tile inside the picture, in pixels
 * @param height likewise
 */
public record Parts(int width, int height) {

    /** Side of a part. */
    public static final int SIDE = 64;

    /** Side of a block. */
    public static final int BLOCK = 8;

    /** @throws IllegalArgumentException if there are no pixels */
    public Parts {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("tile of " + width + " x " + height + " pixels");
        }
    }

    /** Parts in a row. */
    public int columns() {
        return ceilDiv(width, SIDE);
    }

    /** Number of parts. */
    public int count() {
        return columns() * ceilDiv(height, SIDE);
    }

    /** The part that a pixel of the tile is in. */
    int at(int x, int y) {
        return y / SIDE * columns() + x / SIDE;
    }

    /** First column of pixels of a part. */
    public int x(int part) {
        return part % columns() * SIDE;
    }

    /** First row of pixels of a part. */
    public int y(int part) {
        return part / columns() * SIDE;
    }

    /** Columns of pixels of a part. */
    public int width(int part) {
        return Math.min(SIDE, width - x(part));
    }

    /** Rows of pixels of a part. */
    public int height(int part) {
        return Math.min(SIDE, height - y(part));
    }

    /** Blocks in a row of the tile. */
    public int blockColumns() {
        return ceilDiv(width, BLOCK);
    }

    /** Blocks of the tile. */
    public int blocks() {
        return blockColumns() * ceilDiv(height, BLOCK);
    }

    /** Numbers, in the tile, of the blocks of a part. */
    public int[] blocks(int part) {
        int across = ceilDiv(width(part), BLOCK);
        int[] blocks = new int[across * ceilDiv(height(part), BLOCK)];
        int first = y(part) / BLOCK * blockColumns() + x(part) / BLOCK;
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = first + i / across * blockColumns() + i % across;
        }
        return blocks;
    }

    /** Columns of the strip that exact parts are stacked in. */
    public int stripWidth() {
        return Math.min(SIDE, width);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
