package io.nlc.residual;

/**
 * The squares that parts of a tile are cut into, and the quantised coefficients ("levels") in them. Levels lie where
 * the samples of their square do: that of row r and column c at r rows and c columns from its corner. Not for use by
 * several threads while it changes.
 */
final class Squares {

    /** Side of the largest square. */
    static final int LARGEST = 32;

    /** Side of the smallest square. */
    static final int SMALLEST = Parts.BLOCK;

    private final Parts parts;
    private final int stride;
    private final byte[] sides;
    private final short[][] levels;

    Squares(Parts parts, int planes) {
        this.parts = parts;
        this.stride = parts.columns() * Parts.SIDE;
        int rows = parts.count() / parts.columns() * Parts.SIDE;
        this.sides = new byte[stride / SMALLEST * (rows / SMALLEST)];
        this.levels = new short[planes][Math.multiplyExact(stride, rows)];
    }

    /** Columns of the arrays of levels: whole parts, even where the tile ends. */
    int stride() {
        return stride;
    }

    /** All levels of a plane. */
    short[] levels(int plane) {
        return levels[plane];
    }

    /** Place of the first level of the square at a pixel. */
    int at(int x, int y) {
        return y * stride + x;
    }

    /** Side of the square that a pixel is in; 0 if it is in none, or not in the tile. */
    int side(int x, int y) {
        return x < 0 || y < 0 ? 0 : sides[y / SMALLEST * (stride / SMALLEST) + x / SMALLEST];
    }

    /** Says that there is a square at a pixel. */
    void set(int x, int y, int side) {
        for (int dy = 0; dy < side; dy += SMALLEST) {
            for (int dx = 0; dx < side; dx += SMALLEST) {
                sides[(y + dy) / SMALLEST * (stride / SMALLEST) + (x + dx) / SMALLEST] = (byte) side;
            }
        }
    }

    /** Hears of squares. */
    interface Visitor<E extends Exception> {
        /** @param x of its corner in the tile, y likewise */
        void visit(int x, int y, int side) throws E;
    }

    /** Visits the squares of a part in coding order. */
    <E extends Exception> void forEach(int part, Visitor<E> visitor) throws E {
        for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y += LARGEST) {
            for (int x = parts.x(part); x < parts.x(part) + parts.width(part); x += LARGEST) {
                forEach(x, y, LARGEST, visitor);
            }
        }
    }

    private <E extends Exception> void forEach(int x, int y, int side, Visitor<E> visitor) throws E {
        if (x >= parts.width() || y >= parts.height()) {
            return;
        }
        if (side(x, y) == side) {
            visitor.visit(x, y, side);
            return;
        }
        int half = side / 2;
        for (int i = 0; i < 4; i++) {
            forEach(x + i % 2 * half, y + i / 2 * half, half, visitor);
        }
    }
}
