package io.nlc.viewer.model.picture;

/** A picture of which a part is of another one. */
public final class PatchedPicture implements PictureSource {

    /** Parts begin at multiples of this. */
    public static final int GRID = 64;

    private static final int LEVELS = Integer.numberOfTrailingZeros(GRID) + 1;

    private final PictureSource base;
    private final PictureSource patch;
    private final int left;
    private final int top;

    /**
     * Puts a part over a picture.
     *
     * @param left column of the base where the patch begins, a multiple of {@link #GRID}
     * @param top row, likewise
     */
    public PatchedPicture(PictureSource base, PictureSource patch, int left, int top) {
        if (left % GRID != 0 || top % GRID != 0) {
            throw new IllegalArgumentException("a patch cannot begin at " + left + ", " + top);
        }
        this.base = base;
        this.patch = patch;
        this.left = left;
        this.top = top;
    }

    @Override
    public int width() {
        return base.width();
    }

    @Override
    public int height() {
        return base.height();
    }

    @Override
    public int levels() {
        return base.levels();
    }

    @Override
    public int argb(int level, int x, int y) {
        int px = x - (left >> level);
        int py = y - (top >> level);
        boolean patched = level < Math.min(LEVELS, patch.levels())
                && px >= 0
                && py >= 0
                && px < patch.width(level)
                && py < patch.height(level);
        return patched ? patch.argb(level, px, py) : base.argb(level, x, y);
    }

    @Override
    public int sample(int x, int y) {
        int px = x - left;
        int py = y - top;
        boolean patched = px >= 0 && py >= 0 && px < patch.width() && py < patch.height();
        return patched ? patch.sample(px, py) : base.sample(x, y);
    }
}
