package io.nlc.imageio;

import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.stream.IntStream;

/** Palettes, bitmaps among them. */
final class PalettePixels extends PixelReader {

    private final int[] argb;

    /** @param mayBeGray whether a palette of grays makes a gray picture */
    PalettePixels(IndexColorModel model, boolean mayBeGray) {
        super(8, mayBeGray && isGray(model), null);
        argb = colours(model);
    }

    /** The colours of a palette. */
    static int[] colours(IndexColorModel model) {
        int[] argb = new int[model.getMapSize()];
        model.getRGBs(argb);
        return argb;
    }

    /** Whether a palette has grays only. */
    static boolean isGray(IndexColorModel model) {
        return IntStream.of(colours(model)).allMatch(c -> (c & 255) == (c >> 8 & 255) && (c & 255) == (c >> 16 & 255));
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] in = raster.getSamples(x, y, (n - 1) * step + 1, 1, 0, (int[]) null);
        int[] out = new int[4 * n];
        for (int i = 0; i < n; i++) {
            int index = in[i * step];
            unpack(index < argb.length ? argb[index] : 0xFF000000, out, 4 * i);
        }
        return new Row(out);
    }
}
