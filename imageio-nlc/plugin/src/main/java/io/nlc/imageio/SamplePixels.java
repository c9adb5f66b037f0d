package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Unsigned integers of 1 to 16 bits (and up to 31), gray or RGB, as they are. */
final class SamplePixels extends PixelReader {

    private final boolean premultiplied;
    private final int alphaBand;
    private final long[] max;
    private final int full;

    SamplePixels(ColorModel model, boolean gray, int depth, PictureProfile profile) {
        super(depth, gray, profile);
        this.full = (1 << depth) - 1;
        this.premultiplied = model.hasAlpha() && model.isAlphaPremultiplied();
        this.alphaBand = model.hasAlpha() ? model.getNumColorComponents() : -1;
        this.max = max(model);
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] in = span(raster, x, y, step, n);
        int[] out = new int[4 * n];
        int bands = max.length;
        for (int i = 0, from = 0, to = 0; i < n; i++, from += bands * step, to += 4) {
            int alpha = alphaBand < 0 ? full : scaled(in[from + alphaBand], max[alphaBand], full);
            for (int c = 0; c < 3; c++) {
                int band = gray() ? 0 : c;
                int value = scaled(in[from + band], max[band], full);
                out[to + c] = premultiplied ? divide(value, alpha) : value;
            }
            out[to + 3] = alpha;
        }
        return new Row(out);
    }

    private int divide(int colour, int alpha) {
        return alpha == 0 ? 0 : (int) Math.min(full, ((long) colour * full + alpha / 2) / alpha);
    }
}
