package io.nlc.viewer.model.picture;

/** Writes the samples of each pixel on it, where pixels are large enough. */
public final class PixelNumbers {

    /*
     * Written point by point, as all else in a frame, so that they are cut where panes are and cost next to nothing.
     */
    /** Device pixels a picture pixel above which there are numbers. */
    public static final double ABOVE = 16;

    private static final double LARGE_FROM = 27;
    private static final int LINES = 3;
    private static final int MIDDLE = 118;
    private static final int[] ON_DARK = {0xFFFFB8B8, 0xFFB4F5B4, 0xFFC2D2FF};
    private static final int[] ON_LIGHT = {0xFF5A0000, 0xFF002E00, 0xFF000F66};

    private final Frame frame;
    private final Area clip;
    private final Digits digits;
    private final int size;

    private PixelNumbers(Frame frame, Area clip, double zoom) {
        this.frame = frame;
        this.clip = clip;
        this.digits = zoom < LARGE_FROM ? Digits.SMALL : Digits.LARGE;
        this.size = Math.max(1, (int) (zoom / (LINES * (digits.height() + 1) + 1)));
    }

    /**
     * Writes R, G and B below each other on every pixel of a picture that is drawn already; nothing where pixels are
     * too small.
     *
     * @param area what part of the frame the viewport speaks of
     * @param clip what part of it is drawn
     */
    public static void draw(Frame frame, Area area, Area clip, PictureSource source, Viewport view) {
        if (view.zoom() <= ABOVE) {
            return;
        }
        PixelNumbers numbers = new PixelNumbers(frame, clip, view.zoom());
        int left = (int) Math.max(0, Math.floor(view.pictureX(clip.x(), area)));
        int top = (int) Math.max(0, Math.floor(view.pictureY(clip.y(), area)));
        double right = Math.min(source.width(), view.pictureX(clip.x() + clip.width(), area));
        double bottom = Math.min(source.height(), view.pictureY(clip.y() + clip.height(), area));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int p = source.sample(x, y);
                if (p != PictureSource.MISSING) {
                    numbers.pixel(p, view.frameX(x + 0.5, area), view.frameY(y + 0.5, area));
                }
            }
        }
    }

    private void pixel(int p, double middleX, double middleY) {
        int r = PictureSource.straight(p >> 16, p);
        int g = PictureSource.straight(p >> 8, p);
        int b = PictureSource.straight(p, p);
        // About the relative luminance, where black and white stand out equally.
        boolean light = 0.2126 * r * r + 0.7152 * g * g + 0.0722 * b * b > MIDDLE * MIDDLE;
        int[] colours = light ? ON_LIGHT : ON_DARK;
        int line = (digits.height() + 1) * size;
        int top = (int) Math.round(middleY - (LINES * line - size) / 2.0);
        number(r, middleX, top, colours[0]);
        number(g, middleX, top + line, colours[1]);
        number(b, middleX, top + 2 * line, colours[2]);
    }

    private void number(int value, double middle, int top, int colour) {
        String text = Integer.toString(value);
        int step = (digits.width() + 1) * size;
        int left = (int) Math.round(middle - (text.length() * step - size) / 2.0);
        for (int i = 0; i < text.length(); i++) {
            digit(text.charAt(i) - '0', left + i * step, top, colour);
        }
    }

    private void digit(int digit, int left, int top, int colour) {
        for (int y = 0; y < digits.height() * size; y++) {
            for (int x = 0; x < digits.width() * size; x++) {
                if (digits.at(digit, x / size, y / size)) {
                    frame.set(left + x, top + y, clip, colour);
                }
            }
        }
    }
}
