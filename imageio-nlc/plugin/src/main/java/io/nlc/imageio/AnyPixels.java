package io.nlc.imageio;

import java.awt.image.ColorModel;
import java.awt.image.Raster;

/** Whatever else there is, as its colour model says. */
final class AnyPixels extends PixelReader {

    private final ColorModel model;

    AnyPixels(ColorModel model) {
        super(8, false, null);
        this.model = model;
    }

    @Override
    Row row(Raster raster, int x, int y, int step, int n) {
        int[] out = new int[4 * n];
        Object pixel = null;
        for (int i = 0; i < n; i++) {
            pixel = raster.getDataElements(x + i * step, y, pixel);
            unpack(model.getRGB(pixel), out, 4 * i);
        }
        return new Row(out);
    }
}
