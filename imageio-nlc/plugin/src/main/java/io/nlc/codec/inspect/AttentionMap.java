package io.nlc.codec.inspect;

import io.nlc.picture.Region;

/**
 * What a part of the encoder's attention looks at, one value for each square of pixels.
 *
 * @param name of the network's output, unique in a pack: {@code mask0}, ...
 * @param kind {@code mask}: how much an attention module lets through, 0 to 1, averaged over channels;
 *     {@code nonlocal}: the share of attention that a position gets from a non-local block, 1 where it is that of an
 *     even distribution over the tile and its halo
 * @param place where in the networks it is, for people
 * @param stride side of the square in pixels
 * @param region the pixels that the values cover: the inspected region, widened to multiples of the stride; it may
 *     reach beyond the picture's right and lower edge by less than the stride
 * @param values row by row
 */
public record AttentionMap(String name, String kind, String place, int stride, Region region, float[] values) {

    /** Columns of values. */
    public int width() {
        return region.width() / stride;
    }

    /** Rows of values. */
    public int height() {
        return region.height() / stride;
    }
}
