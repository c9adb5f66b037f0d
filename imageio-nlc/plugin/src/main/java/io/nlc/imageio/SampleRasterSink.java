package io.nlc.imageio;

import io.nlc.picture.SampleSink;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.WritableRaster;

/** Puts samples where an ImageIO destination wants them, as {@link RasterSink} does with 8-bit RGB. */
final class SampleRasterSink implements SampleSink {

    /** Stands for a plane that the file has not: alpha that is opaque. */
    static final int OPAQUE = -1;

    /** Stands for a band that is left alone. */
    static final int NOTHING = -2;

    private final WritableRaster destination;
    private final Rectangle source;
    private final int stepX;
    private final int stepY;
    private final Point origin;
    private final int[] planes;
    private final SampleDepths depths;

    /**
     * @param destination its bands take what {@code planes} says
     * @param source pixels of the picture to be used, every {@code stepX}-th of every {@code stepY}-th row, from its
     *     corner on
     * @param origin where the first of them goes
     * @param planes for each band of the destination the number of the plane, {@link #OPAQUE} or {@link #NOTHING}
     * @param depth bits of the file's samples; bands of another depth get them rounded
     */
    SampleRasterSink(
            WritableRaster destination, Rectangle source, int stepX, int stepY, Point origin, int[] planes, int depth) {
        this.destination = destination;
        this.source = source;
        this.stepX = stepX;
        this.stepY = stepY;
        this.origin = origin;
        this.planes = planes;
        this.depths = new SampleDepths(depth, destination.getSampleModel());
    }

    @Override
    public void writeSamples(int x, int y, int width, int height, int[][] from) {
        int firstX = RasterSink.first(x, source.x, stepX);
        int count = RasterSink.count(firstX, Math.min(x + width, source.x + source.width), stepX);
        int endY = Math.min(y + height, source.y + source.height);
        if (count == 0) {
            return;
        }
        int[] row = new int[count];
        for (int py = RasterSink.first(y, source.y, stepY); py < endY; py += stepY) {
            for (int band = 0; band < planes.length; band++) {
                if (planes[band] == NOTHING) {
                    continue;
                }
                int[] plane = planes[band] == OPAQUE ? null : from[planes[band]];
                int at = (py - y) * width + firstX - x;
                for (int i = 0; i < count; i++, at += stepX) {
                    row[i] = plane == null ? depths.full(band) : depths.scaled(plane[at], band);
                }
                destination.setSamples(
                        origin.x + (firstX - source.x) / stepX,
                        origin.y + (py - source.y) / stepY,
                        count,
                        1,
                        band,
                        row);
            }
        }
    }
}
