package io.nlc.viewer.model.picture;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Opaque pixels that go to the screen as they are, and how pictures are drawn on them. */
public final class Frame {

    /*
     * Drawn here, pixel by pixel, rather than with the toolkit's images, because a tool for looking at codecs must
     * show exactly what is there: above 100 % each pixel as a square without any smoothing, which JavaFX's ImageView
     * cannot, and below from the level nearest above the zoom, bilinear, so that nothing aliases. A frame of a
     * megapixel takes a few milliseconds.
     */

    private static final int CHECKER_LIGHT = 0xFFE4E4E4;
    private static final int CHECKER_DARK = 0xFFC4C4C4;
    /** Where the picture has not come yet. */
    private static final int COMING = 0xFF8C959F;

    /** Of marked areas: a colour that few pictures have. */
    private static final int MARKED = 0xFF00D8D0;

    private static final int TINT = 88; // of 256
    private static final int OUTLINE = 240;
    private static final int LINE = 2; // device pixels

    /** Zoom from which on nobody sees that some pixels are a column wider than others. */
    private static final double EVEN = 6;

    private final int width;
    private final int height;
    private final int[] argb;

    /** A black frame. */
    public Frame(int width, int height) {
        this(width, height, new int[width * height]);
    }

    /** A frame over the pixels given, row by row. */
    public Frame(int width, int height, int[] argb) {
        this.width = width;
        this.height = height;
        this.argb = argb;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The pixels themselves, row by row. */
    public int[] argb() {
        return argb;
    }

    /** Fills an area. */
    public void fill(Area area, int colour) {
        rows(area, (y, from, to) -> Arrays.fill(argb, y * width + from, y * width + to, colour));
    }

    /** Sets a pixel, if it lies in the clip and in the frame. */
    void set(int x, int y, Area clip, int colour) {
        if (clip.contains(x, y) && x >= 0 && y >= 0 && x < width && y < height) {
            argb[y * width + x] = colour;
        }
    }

    private interface Row {
        void draw(int y, int from, int to);
    }

    // The part of each row of the area that lies in the frame.
    private void rows(Area a, Row row) {
        int from = Math.max(0, a.x());
        int to = Math.min(width, a.x() + a.width());
        int top = Math.max(0, a.y());
        int bottom = Math.min(height, a.y() + a.height());
        if (from < to && top < bottom) {
            IntStream.range(top, bottom).parallel().forEach(y -> row.draw(y, from, to));
        }
    }

    /**
     * Draws a picture.
     *
     * @param area what part of the frame the viewport speaks of
     * @param clip what part of it is drawn
     * @param background around the picture
     */
    public void draw(Area area, Area clip, PictureSource source, Viewport view, int background) {
        draw(area, clip, source, view, background, p -> p);
    }

    /** Draws absolute differences, made so many times larger. */
    public void drawDifference(
            Area area, Area clip, PictureSource difference, Viewport view, int background, double gain) {
        draw(
                area,
                clip,
                difference,
                view,
                background,
                p -> 0xFF000000
                        | amplified(p >> 16 & 0xFF, gain) << 16
                        | amplified(p >> 8 & 0xFF, gain) << 8
                        | amplified(p & 0xFF, gain));
    }

    private static int amplified(int sample, double gain) {
        return (int) Math.min(255, Math.round(sample * gain));
    }

    private interface Shade {
        int of(int argb);
    }

    private void draw(Area area, Area clip, PictureSource source, Viewport view, int background, Shade shade) {
        int level = view.level(source);
        double scale = 1.0 / (1 << level);
        boolean nearest = view.zoom() >= 1;
        boolean uneven = nearest && view.zoom() < EVEN && view.zoom() != Math.rint(view.zoom());
        int w = source.width(level);
        int h = source.height(level);
        rows(clip, (y, from, to) -> {
            double py = view.pictureY(y + 0.5, area);
            boolean rowInside = py >= 0 && py < source.height();
            for (int x = from; x < to; x++) {
                double px = view.pictureX(x + 0.5, area);
                int out = background;
                if (rowInside && px >= 0 && px < source.width()) {
                    int p = nearest
                            ? uneven ? covered(source, view, area, x, y) : source.argb(0, (int) px, (int) py)
                            : bilinear(source, level, px * scale - 0.5, py * scale - 0.5, w, h);
                    out = p == PictureSource.MISSING ? COMING : shade.of(p >>> 24 == 255 ? p : over(p, x, y));
                }
                argb[y * width + x] = out;
            }
        });
    }

    // What a device pixel covers of at most two by two picture pixels: all of these are squares of the same size.
    private static int covered(PictureSource s, Viewport view, Area area, int x, int y) {
        double px = view.pictureX(x + 1.0, area);
        double py = view.pictureY(y + 1.0, area);
        int right = Math.min(s.width() - 1, (int) px);
        int bottom = Math.min(s.height() - 1, (int) py);
        int left = Math.max(0, (int) Math.floor(view.pictureX(x, area)));
        int top = Math.max(0, (int) Math.floor(view.pictureY(y, area)));
        int fx = left < right ? (int) Math.round(256 * Math.min(1, (px - right) * view.zoom())) : 256;
        int fy = top < bottom ? (int) Math.round(256 * Math.min(1, (py - bottom) * view.zoom())) : 256;
        int a = s.argb(0, left, top);
        int b = s.argb(0, right, top);
        int c = s.argb(0, left, bottom);
        int d = s.argb(0, right, bottom);
        boolean missing = a == PictureSource.MISSING
                || b == PictureSource.MISSING
                || c == PictureSource.MISSING
                || d == PictureSource.MISSING;
        return missing ? PictureSource.MISSING : mix(mix(a, b, fx), mix(c, d, fx), fy);
    }

    private static int over(int p, int x, int y) {
        int below = ((x >> 3) + (y >> 3) & 1) == 0 ? CHECKER_LIGHT : CHECKER_DARK;
        int rest = 255 - (p >>> 24);
        int out = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            out = out << 8 | Math.min(255, (p >> shift & 0xFF) + ((below >> shift & 0xFF) * rest + 127) / 255);
        }
        return out;
    }

    private static int bilinear(PictureSource s, int level, double x, double y, int w, int h) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        int fx = (int) ((x - x0) * 256);
        int fy = (int) ((y - y0) * 256);
        int left = Math.max(0, Math.min(w - 1, x0));
        int right = Math.max(0, Math.min(w - 1, x0 + 1));
        int top = Math.max(0, Math.min(h - 1, y0));
        int bottom = Math.max(0, Math.min(h - 1, y0 + 1));
        int a = s.argb(level, left, top);
        int b = s.argb(level, right, top);
        int c = s.argb(level, left, bottom);
        int d = s.argb(level, right, bottom);
        boolean missing = a == PictureSource.MISSING
                || b == PictureSource.MISSING
                || c == PictureSource.MISSING
                || d == PictureSource.MISSING;
        return missing ? PictureSource.MISSING : mix(mix(a, b, fx), mix(c, d, fx), fy);
    }

    /** Between two colours, two samples at a time; t is 0 to 256. */
    private static int mix(int a, int b, int t) {
        if (a == b) {
            return a;
        }
        int high = ((a >>> 8 & 0xFF00FF) * (256 - t) + (b >>> 8 & 0xFF00FF) * t + 0x800080) & 0xFF00FF00;
        int low = ((a & 0xFF00FF) * (256 - t) + (b & 0xFF00FF) * t + 0x800080) >>> 8 & 0xFF00FF;
        return high | low;
    }

    /** Lays a tint over marked areas of a picture that is already drawn, and a line around them. */
    public void draw(Area area, Area clip, AreaMask mask, Viewport view) {
        rows(clip, (y, from, to) -> {
            double py = view.pictureY(y + 0.5, area);
            double above = view.pictureY(y + 0.5 - LINE, area);
            double below = view.pictureY(y + 0.5 + LINE, area);
            for (int x = from; x < to; x++) {
                double px = view.pictureX(x + 0.5, area);
                if (mask.markedAt(px, py)) {
                    double left = view.pictureX(x + 0.5 - LINE, area);
                    double right = view.pictureX(x + 0.5 + LINE, area);
                    boolean inner = mask.markedAt(left, py)
                            && mask.markedAt(right, py)
                            && mask.markedAt(px, above)
                            && mask.markedAt(px, below);
                    argb[y * width + x] = 0xFF000000 | mix(argb[y * width + x], MARKED, inner ? TINT : OUTLINE);
                }
            }
        });
    }

    /** Lays numbers over a picture of the given size that is already drawn. */
    public void draw(Area area, Area clip, Overlay overlay, Viewport view, int pictureWidth, int pictureHeight) {
        int t = (int) Math.round(256 * overlay.opacity());
        rows(clip, (y, from, to) -> {
            double py = view.pictureY(y + 0.5, area);
            for (int x = from; x < to && py >= 0 && py < pictureHeight; x++) {
                double px = view.pictureX(x + 0.5, area);
                int colour = px >= 0 && px < pictureWidth ? overlay.argb(px, py) : 0;
                if (colour != 0) {
                    argb[y * width + x] = 0xFF000000 | mix(argb[y * width + x], colour, t);
                }
            }
        });
    }
}
