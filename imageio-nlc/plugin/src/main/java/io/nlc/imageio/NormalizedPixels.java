package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Floating-point and signed samples, gray or RGB. */
final class NormalizedPixels extends PixelReader {

    private final ColorModel model;
    private final int full;

    NormalizedPixels(ColorModel model, boolean gray, int depth, PictureProfile profile) {
        super(depth, gray, profile);
        this.model = model;
        this.full = (1 << depth) - 1;
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] out = new int[4 * n];
        float[] values = new float[model.getNumComponents()];
        Object pixel = null;
        for (int i = 0; i < n; i++) {
            pixel = raster.getDataElements(x + i * step, y, pixel);
            model.getNormalizedComponents(pixel, values, 0); // divides by alpha where needed
            for (int c = 0; c < 3; c++) {
                out[4 * i + c] = integer(values[gray() ? 0 : c]);
            }
            out[4 * i + 3] = model.hasAlpha() ? integer(values[model.getNumColorComponents()]) : full;
        }
        return new Row(out);
    }

    private int integer(float value) {
        return Math.max(0, Math.min(full, Math.round(value * full)));
    }
}
