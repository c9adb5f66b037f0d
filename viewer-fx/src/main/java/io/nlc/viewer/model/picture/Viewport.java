package io.nlc.viewer.model.picture;

/**
 * Which part of a picture an area shows; all panes show the same.
 *
 * @param zoom device pixels a picture pixel, above 0
 * @param centreX picture column in the middle of the area
 * @param centreY picture row in the middle of the area
 */
public record Viewport(double zoom, double centreX, double centreY) {

    /** Nearer or farther there is nothing to see. */
    public static final double MAX_ZOOM = 128;

    public static final double MIN_ZOOM = 1 / 256.0;

    /** Small pictures are not made larger than that by themselves. */
    public static final double MAX_FIT = 8;

    public Viewport {
        if (!(zoom > 0) || !Double.isFinite(centreX + centreY)) {
            throw new IllegalArgumentException("zoom must be above 0, not " + zoom + ", at " + centreX + "," + centreY);
        }
    }

    /** The whole picture, as large as the area allows, which for small ones is larger than its pixels. */
    public static Viewport fit(int width, int height, int areaWidth, int areaHeight) {
        double zoom = Math.min((double) Math.max(1, areaWidth) / width, (double) Math.max(1, areaHeight) / height);
        return new Viewport(clamp(zoom, MIN_ZOOM, MAX_FIT), width / 2.0, height / 2.0);
    }

    /** Another zoom that leaves what is at a place of the area where it is. */
    public Viewport zoomed(double newZoom, double x, double y, Area area) {
        double z = clamp(newZoom, MIN_ZOOM, MAX_ZOOM);
        double px = pictureX(x, area);
        double py = pictureY(y, area);
        return new Viewport(
                z, px - (x - area.x() - area.width() / 2.0) / z, py - (y - area.y() - area.height() / 2.0) / z);
    }

    /** Moved by so many device pixels. */
    public Viewport panned(double dx, double dy) {
        return new Viewport(zoom, centreX - dx / zoom, centreY - dy / zoom);
    }

    /** Moved so that the middle of the area lies in the picture. */
    public Viewport inside(int width, int height) {
        return new Viewport(zoom, clamp(centreX, 0, width), clamp(centreY, 0, height));
    }

    /** Picture column of a place in an area of the frame. */
    public double pictureX(double x, Area area) {
        return centreX + (x - area.x() - area.width() / 2.0) / zoom;
    }

    /** Picture row of a place in an area of the frame. */
    public double pictureY(double y, Area area) {
        return centreY + (y - area.y() - area.height() / 2.0) / zoom;
    }

    /** Where a picture column is in an area of the frame. */
    public double frameX(double px, Area area) {
        return (px - centreX) * zoom + area.x() + area.width() / 2.0;
    }

    /** Where a picture row is in an area of the frame. */
    public double frameY(double py, Area area) {
        return (py - centreY) * zoom + area.y() + area.height() / 2.0;
    }

    /** The level of a picture that shows best at this zoom. */
    public int level(PictureSource source) {
        int level = 0;
        while (level < source.levels() - 1 && zoom * (2 << level) <= 1) {
            level++;
        }
        return level;
    }

    private static double clamp(double v, double min, double max) {
        return Math.max(min, Math.min(max, v));
    }
}
