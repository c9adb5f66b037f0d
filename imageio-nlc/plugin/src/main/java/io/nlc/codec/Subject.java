package io.nlc.codec;

import io.nlc.picture.PixelSource;
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

    /** Planes of a layer. */
    int planes() {
        return gray ? 1 : 3;
    }
}
