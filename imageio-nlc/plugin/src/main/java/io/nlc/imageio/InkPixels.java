package io.nlc.imageio;

import io.nlc.colour.ColourConversion;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/**
 * CMYK, Lab and others that are neither gray nor RGB, converted to sRGB through their profile; CMYK without one as
 * everybody does, each ink taking its part of the light.
 */
final class InkPixels extends PixelReader {

    private final ColourConversion conversion;
    private final boolean alpha;
    private final int colours;
    private final long[] max;
    private final int full;

    InkPixels(ColorModel model, int depth) {
        super(depth, false, null);
        this.alpha = model.hasAlpha();
        this.colours = model.getNumColorComponents();
        this.max = max(model);
        this.full = (1 << depth) - 1;
        this.conversion =
                model.getColorSpace() instanceof ICC_ColorSpace icc ? ColourConversion.toSrgb(icc.getProfile()) : null;
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] in = span(raster, x, y, step, n);
        int[] inks = new int[colours * n];
        int[] out = new int[4 * n];
        for (int i = 0, at = 0; i < n; i++, at += max.length * step) {
            for (int c = 0; c < colours; c++) {
                inks[colours * i + c] = scaled(in[at + c], max[c], full);
            }
            out[4 * i + 3] = alpha ? scaled(in[at + colours], max[colours], full) : full;
        }
        if (conversion == null) {
            mix(inks, out, n);
        } else if (depth() == 8) {
            byte[] from = new byte[inks.length];
            for (int i = 0; i < from.length; i++) {
                from[i] = (byte) inks[i];
            }
            byte[] rgb = conversion.convert(from, n);
            for (int i = 0; i < rgb.length; i++) {
                out[i / 3 * 4 + i % 3] = rgb[i] & 0xFF;
            }
        } else {
            short[] from = new short[inks.length];
            for (int i = 0; i < from.length; i++) {
                from[i] = (short) inks[i];
            }
            short[] rgb = conversion.convert(from, n);
            for (int i = 0; i < rgb.length; i++) {
                out[i / 3 * 4 + i % 3] = rgb[i] & 0xFFFF;
            }
        }
        return new Row(out);
    }

    private void mix(int[] inks, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            long rest = full - inks[4 * i + 3];
            for (int c = 0; c < 3; c++) {
                out[4 * i + c] = (int) (((full - inks[4 * i + c]) * rest + full / 2) / full);
            }
        }
    }
}
