package io.nlc.viewer.model.picture;

/**
 * A rectangle of a frame in device pixels, or of a picture in its own.
 *
 * @param x first column
 * @param y first row
 * @param width columns, may be 0
 * @param height rows, may be 0
 */
public record Area(int x, int y, int width, int height) {

    public Area {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("area must not be " + width + " x " + height);
        }
    }

    /** Whether a point lies inside. */
    public boolean contains(double px, double py) {
        return px >= x && py >= y && px < x + width && py < y + height;
    }
}
