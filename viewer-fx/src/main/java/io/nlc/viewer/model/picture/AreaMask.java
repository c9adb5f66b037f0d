package io.nlc.viewer.model.picture;

import io.nlc.picture.QualityOffsets;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which areas of a picture, 64 x 64 pixels each from its corner on, are marked. Immutable. */
public final class AreaMask {

    /** Pixels along a side of an area: there is one quality in each. */
    public static final int SIDE = QualityOffsets.SIDE;

    private final int width;
    private final int height;
    private final BitSet marked;

    private AreaMask(int width, int height, BitSet marked) {
        this.width = width;
        this.height = height;
        this.marked = marked;
    }

    /**
     * None of a picture.
     *
     * @param width of the picture, in pixels
     * @param height likewise
     */
    public static AreaMask none(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture must not be " + width + " x " + height);
        }
        return new AreaMask(width, height, new BitSet());
    }

    private static int areas(int pixels) {
        return (pixels + SIDE - 1) / SIDE;
    }

    /** Columns of areas. */
    public int columns() {
        return areas(width);
    }

    /** Rows of areas. */
    public int rows() {
        return areas(height);
    }

    /** How many areas there are. */
    public int areas() {
        return columns() * rows();
    }

    /** How many are marked. */
    public int count() {
        return marked.cardinality();
    }

    /** Whether some are marked and some are not: otherwise there is nothing to tell from each other. */
    public boolean divides() {
        return count() > 0 && count() < areas();
    }

    /** Whether an area is marked; none outside is. */
    public boolean marked(int column, int row) {
        boolean inside = column >= 0 && row >= 0 && column < columns() && row < rows();
        return inside && marked.get(row * columns() + column);
    }

    /** Whether the area of a pixel is marked; none outside of the picture is. */
    public boolean markedAt(double x, double y) {
        return x < width && y < height && marked((int) Math.floor(x / SIDE), (int) Math.floor(y / SIDE));
    }

    /** None of the same picture. */
    public AreaMask cleared() {
        return none(width, height);
    }

    /** The same with an area marked, or not. */
    public AreaMask with(int column, int row, boolean mark) {
        if (column < 0 || row < 0 || column >= columns() || row >= rows()) {
            throw new IllegalArgumentException("there is no area " + column + ", " + row);
        }
        BitSet changed = (BitSet) marked.clone();
        changed.set(row * columns() + column, mark);
        return new AreaMask(width, height, changed);
    }

    /**
     * The same with all areas marked, or not, that a round brush touches.
     *
     * @param x picture column of its middle
     * @param y picture row of its middle
     * @param radius in pixels of the picture
     */
    public AreaMask brushed(double x, double y, double radius, boolean mark) {
        BitSet changed = (BitSet) marked.clone();
        int right = Math.min(columns() - 1, (int) Math.floor((x + radius) / SIDE));
        int bottom = Math.min(rows() - 1, (int) Math.floor((y + radius) / SIDE));
        for (int row = Math.max(0, (int) Math.floor((y - radius) / SIDE)); row <= bottom; row++) {
            for (int column = Math.max(0, (int) Math.floor((x - radius) / SIDE)); column <= right; column++) {
                if (Math.hypot(beside(x, column, width), beside(y, row, height)) <= radius) {
                    changed.set(row * columns() + column, mark);
                }
            }
        }
        return changed.equals(marked) ? this : new AreaMask(width, height, changed);
    }

    /** How far a position is from what lies between two lines of the grid, or of the picture's end. */
    private static double beside(double position, int index, int end) {
        return Math.max(0, Math.max(index * SIDE - position, position - Math.min(end, (index + 1) * SIDE)));
    }

    /** As {@link #brushed(double, double, double, boolean)}, all the way from one place to another. */
    public AreaMask brushed(double fromX, double fromY, double x, double y, double radius, boolean mark) {
        int steps = (int) Math.ceil(Math.hypot(x - fromX, y - fromY) / (SIDE / 8.0));
        AreaMask mask = brushed(x, y, radius, mark);
        for (int i = 0; i < steps; i++) {
            double t = (double) i / steps;
            mask = mask.brushed(fromX + t * (x - fromX), fromY + t * (y - fromY), radius, mark);
        }
        return mask;
    }

    /**
     * That of a part of the picture.
     *
     * @param part begins on a corner of an area
     */
    public AreaMask crop(Area part) {
        if (part.x() % SIDE != 0 || part.y() % SIDE != 0) {
            throw new IllegalArgumentException("part must begin with an area, not at " + part.x() + "," + part.y());
        }
        AreaMask crop = none(part.width(), part.height());
        for (int i = 0; i < crop.areas(); i++) {
            int column = part.x() / SIDE + i % crop.columns();
            int row = part.y() / SIDE + i / crop.columns();
            crop.marked.set(i, marked(column, row));
        }
        return crop;
    }

    /** The marked areas as rectangles of pixels, as wide as they can be. */
    public List<Rectangle> rectangles() {
        List<Rectangle> all = new ArrayList<>();
        for (int row = 0; row < rows(); row++) {
            int end = (row + 1) * columns();
            int first = marked.nextSetBit(row * columns());
            while (first >= 0 && first < end) {
                int after = Math.min(end, marked.nextClearBit(first));
                int left = (first - row * columns()) * SIDE;
                int right = Math.min(width, (after - row * columns()) * SIDE);
                all.add(new Rectangle(left, row * SIDE, right - left, Math.min(height, (row + 1) * SIDE) - row * SIDE));
                first = marked.nextSetBit(after);
            }
        }
        return all;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AreaMask other
                && width == other.width
                && height == other.height
                && marked.equals(other.marked);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + marked.hashCode();
    }
}
