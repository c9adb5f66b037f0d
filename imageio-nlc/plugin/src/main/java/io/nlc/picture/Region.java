package io.nlc.picture;

/**
 * A rectangle of pixels.
 *
 * @param x first column, at least 0
 * @param y first row, at least 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(int x, int y, int width, int height) {

    public Region {
        if (x < 0
                || y < 0
                || width < 1
                || height < 1
                || (long) x + width > Integer.MAX_VALUE
                || (long) y + height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "region must lie in the picture, not at " + x + "," + y + " with size " + width + "x" + height);
        }
    }

    /** The first column behind it. */
    public int right() {
        return x + width;
    }

    /** The first row below it. */
    public int bottom() {
        return y + height;
    }

    /** Whether two regions have a pixel in common. */
    public boolean intersects(Region o) {
        return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
    }

    /**
     * The common part of two regions.
     *
     * @throws IllegalArgumentException if they do not intersect
     */
    public Region intersection(Region o) {
        int left = Math.max(x, o.x);
        int top = Math.max(y, o.y);
        return new Region(left, top, Math.min(right(), o.right()) - left, Math.min(bottom(), o.bottom()) - top);
    }
}
