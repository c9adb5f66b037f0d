package io.nlc.viewer.model.picture;

/**
 * Pixels of a picture at several scales: level 0 is the picture, each further level has half the columns and rows of
 * the one before, rounded up. Thread-safe.
 */
public interface PictureSource {

    /** What a pixel is that has not come yet; no premultiplied pixel has this value. */
    int MISSING = 1;

    /** Columns of level 0. */
    int width();

    /** Rows of level 0. */
    int height();

    /** Number of levels, at least 1. */
    int levels();

    /**
     * A pixel.
     *
     * @param level 0 to {@code levels() - 1}
     * @param x column of that level
     * @param y row of that level
     * @return premultiplied ARGB, or {@link #MISSING}
     */
    int argb(int level, int x, int y);

    /**
     * A pixel as the file has it, where {@link #argb} is what a screen is to show.
     *
     * @return premultiplied ARGB, or {@link #MISSING}
     */
    default int sample(int x, int y) {
        return argb(0, x, y);
    }

    /** A sample, the lowest eight bits, as it was before it was multiplied by the alpha of its pixel. */
    static int straight(int sample, int argb) {
        int alpha = argb >>> 24;
        return alpha == 0 ? 0 : Math.min(255, ((sample & 0xFF) * 255 + alpha / 2) / alpha);
    }

    /**
     * Says what is going to be looked at, so that it can be got. Newer needs replace older ones.
     *
     * @param level of which pixels
     * @param left first column of the level, may lie outside
     * @param top first row
     * @param right column after the last
     * @param bottom row after the last
     */
    default void need(int level, int left, int top, int right, int bottom) {}

    /** Is told, on any thread, when pixels have come that were not there before. */
    default void whenChanged(Runnable listener) {}

    /** Columns of a level. */
    default int width(int level) {
        return shrunk(width(), level);
    }

    /** Rows of a level. */
    default int height(int level) {
        return shrunk(height(), level);
    }

    /** A side of a level. */
    static int shrunk(int side, int level) {
        return (int) ((side + (1L << level) - 1) >> level);
    }
}
