package io.nlc.codec;

import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import java.util.Objects;

/**
 * A picture to encode.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param gray whether all pixels are gray
 * @param source its pixels, which must not change
 */
public record Subject(int width, int height, boolean gray, PixelSource source) {

    public Subject {
        Objects.requireNonNull(source, "source");
    }

    /** A part of it. */
    Subject crop(Region area) {
        PixelSource part = (x, y, columns, rows, rgb) -> source.readRgb(area.x() + x, area.y() + y, columns, rows, rgb);
        return new Subject(area.width(), area.height(), gray, part);
    }

    /** Planes of a layer. */
    int planes() {
        return gray ? 1 : 3;
    }
}
