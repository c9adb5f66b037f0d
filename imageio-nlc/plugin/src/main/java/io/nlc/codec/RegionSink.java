package io.nlc.codec;

import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import java.io.IOException;

/**
 * Hands pixels on, as far as they lie in a region.
 *
 * @param wanted the region, in the picture
 * @param sink takes what lies in it
 */
record RegionSink(Region wanted, PixelSink sink) {

    /** Writes the pixels of an area that has some in the region. */
    void write(Region area, byte[] rgb) throws IOException {
        Region part = area.intersection(wanted);
        byte[] pixels = part.equals(area) ? rgb : cut(area, rgb, part);
        sink.writeRgb(part.x(), part.y(), part.width(), part.height(), pixels);
    }

    private static byte[] cut(Region area, byte[] rgb, Region part) {
        byte[] cut = new byte[3 * part.width() * part.height()];
        for (int r = 0; r < part.height(); r++) {
            System.arraycopy(
                    rgb,
                    3 * ((part.y() - area.y() + r) * area.width() + part.x() - area.x()),
                    cut,
                    3 * r * part.width(),
                    3 * part.width());
        }
        return cut;
    }
}
