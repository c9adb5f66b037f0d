package io.nlc.codec;

import io.nlc.picture.PixelSource;
import io.nlc.picture.QualityOffsets;
import io.nlc.picture.Region;
import java.util.Objects;

/**
 * A picture to encode.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param gray whether all pixels are gray
 * @param source its pixels, which must not change
 * @param offsets where its quality is to be another one; null for none
 */
public record Subject(int width, int height, boolean gray, PixelSource source, QualityOffsets offsets) {

    public Subject {
        Objects.requireNonNull(source, "source");
        if (offsets != null && (offsets.columns() != areas(width) || offsets.rows() != areas(height))) {
            throw new IllegalArgumentException("offsets are of " + offsets.columns() + " x " + offsets.rows()
                    + " areas, not those of " + width + " x " + height + " pixels");
        }
    }

    /** A picture whose quality is the same everywhere. */
    public Subject(int width, int height, boolean gray, PixelSource source) {
        this(width, height, gray, source, null);
    }

    /** The same with other pixels. */
    Subject with(PixelSource other) {
        return new Subject(width, height, gray, other, offsets);
    }

    /** The same with another quality in other places. @param other null for one quality everywhere */
    Subject with(QualityOffsets other) {
        return new Subject(width, height, gray, source, other);
    }

    /** The same with one quality everywhere. */
    Subject withoutOffsets() {
        return new Subject(width, height, gray, source);
    }

    /** A part of it, with one quality everywhere. */
    Subject crop(Region area) {
        PixelSource part = (x, y, columns, rows, rgb) -> source.readRgb(area.x() + x, area.y() + y, columns, rows, rgb);
        return new Subject(area.width(), area.height(), gray, part);
    }

    private static int areas(int pixels) {
        return (pixels + QualityOffsets.SIDE - 1) / QualityOffsets.SIDE;
    }

    /** Planes of a layer. */
    int planes() {
        return gray ? 1 : 3;
    }
}
