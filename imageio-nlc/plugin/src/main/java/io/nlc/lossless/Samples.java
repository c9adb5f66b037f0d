package io.nlc.lossless;

/**
 * A block of samples.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param depth bits of a sample, 8 or 16
 * @param planes 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, each of {@code width * height} values of
 *     {@code 0..2^depth - 1}, row by row; not copied
 */
public record Samples(int width, int height, int depth, int[][] planes) {

    public Samples {
        if (width < 1 || height < 1 || depth != 8 && depth != 16 || planes.length < 1 || planes.length > 4) {
            throw new IllegalArgumentException(
                    width + " x " + height + " samples of " + depth + " bits in " + planes.length + " planes");
        }
        int area = Math.multiplyExact(width, height);
        for (int[] plane : planes) {
            if (plane.length != area) {
                throw new IllegalArgumentException("plane of " + plane.length + " samples, not " + area);
            }
        }
    }

    /** A block of zeros. */
    static Samples blank(int width, int height, int depth, int planes) {
        return new Samples(width, height, depth, new int[planes][Math.multiplyExact(width, height)]);
    }

    /** A block with planes of its own. */
    Samples copy() {
        int[][] copy = new int[planes.length][];
        for (int p = 0; p < copy.length; p++) {
            copy[p] = planes[p].clone();
        }
        return new Samples(width, height, depth, copy);
    }

    int area() {
        return width * height;
    }
}
