package io.nlc.viewer.model.inside;

import io.nlc.picture.Region;
import io.nlc.viewer.model.picture.Viewport;

/** How much of a picture is looked into: all of it, or of a large one what is around the middle of the view. */
public final class LookedAt {

    private static final int WINDOW = 2048;

    private LookedAt() {}

    /** The region of a picture of this size. */
    public static Region region(int width, int height, Viewport view) {
        boolean whole = (long) width * height <= (long) WINDOW * WINDOW;
        return whole ? new Region(0, 0, width, height) : window(width, height, view);
    }

    // In steps of half a window, so that small moves look at what is known.
    private static Region window(int width, int height, Viewport view) {
        int left = snapped(view.centreX(), width);
        int top = snapped(view.centreY(), height);
        return new Region(left, top, Math.min(WINDOW, width - left), Math.min(WINDOW, height - top));
    }

    private static int snapped(double centre, int size) {
        int grid = WINDOW / 2;
        long start = Math.round((centre - WINDOW / 2.0) / grid) * grid;
        return (int) Math.max(0, Math.min(start, (Math.max(0, size - grid) / grid) * (long) grid));
    }
}
