package io.nlc.imageio;

import io.nlc.picture.PixelSink;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.WritableRaster;

/** Puts decoded pixels where an ImageIO destination wants them: source region, subsampling, offset, bands. */
final class RasterSink implements PixelSink {

    private final WritableRaster destination;
    private final Rectangle source;
    private final int stepX;
    private final int stepY;
    private final Point origin;
    private final int[] bands;
    private final boolean gray;
    private final SampleDepths depths;

    /**
     * @param destination its bands take what {@code bands} says
     * @param source pixels of the picture to be used, every {@code stepX}-th of every {@code stepY}-th row, from its
     *     corner on
     * @param origin where the first of them goes
     * @param gray whether the three decoded colours, which should be equal, are to be made so
     * @param bands for each band of the destination: 0 red or gray, 1 green, 2 blue, 3 alpha
     */
    RasterSink(
            WritableRaster destination,
            Rectangle source,
            int stepX,
            int stepY,
            Point origin,
            boolean gray,
            int[] bands) {
        this.destination = destination;
        this.source = source;
        this.stepX = stepX;
        this.stepY = stepY;
        this.origin = origin;
        this.gray = gray;
        this.bands = bands;
        this.depths = new SampleDepths(8, destination.getSampleModel());
    }

    /** Opaque until {@link #alphaRow} says otherwise. */
    @Override
    public void writeRgb(int x, int y, int width, int height, byte[] rgb) {
        int firstX = first(x, source.x, stepX);
        int count = count(firstX, Math.min(x + width, source.x + source.width), stepX);
        int endY = Math.min(y + height, source.y + source.height);
        if (count == 0) {
            return;
        }
        int[] samples = new int[count * bands.length];
        for (int py = first(y, source.y, stepY); py < endY; py += stepY) {
            int at = 3 * ((py - y) * width + firstX - x);
            for (int i = 0, to = 0; i < count; i++, at += 3 * stepX) {
                int mean = gray ? ((rgb[at] & 0xFF) + (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF) + 1) / 3 : 0;
                for (int b = 0; b < bands.length; b++) {
                    int sample = bands[b] == 3 ? 0xFF : gray ? mean : rgb[at + bands[b]] & 0xFF;
                    samples[to++] = depths.scaled(sample, b);
                }
            }
            destination.setPixels(
                    origin.x + (firstX - source.x) / stepX, origin.y + (py - source.y) / stepY, count, 1, samples);
        }
    }

    /** One row of the alpha plane, {@code alpha[x]} for each column of the picture. */
    void alphaRow(int y, byte[] alpha) {
        if (y < source.y || y >= source.y + source.height || (y - source.y) % stepY != 0) {
            return;
        }
        int count = count(source.x, source.x + source.width, stepX);
        int[] samples = new int[count];
        for (int band = 0; band < bands.length; band++) {
            if (bands[band] == 3) {
                for (int i = 0; i < count; i++) {
                    samples[i] = depths.scaled(alpha[source.x + i * stepX] & 0xFF, band);
                }
                destination.setSamples(origin.x, origin.y + (y - source.y) / stepY, count, 1, band, samples);
            }
        }
    }

    /** The first of start, start + step, ... that is not below from. */
    static int first(int from, int start, int step) {
        return from <= start ? start : start + (from - start + step - 1) / step * step;
    }

    static int count(int first, int end, int step) {
        return Math.max(0, (end - first + step - 1) / step);
    }
}
