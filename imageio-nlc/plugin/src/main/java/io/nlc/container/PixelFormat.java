package io.nlc.container;

/**
 * What a pixel consists of.
 *
 * @param colour gray or RGB
 * @param alpha whether a straight (not premultiplied) alpha sample follows the colour
 * @param depth bits of a sample, 8 or 16
 */
public record PixelFormat(Colour colour, boolean alpha, int depth) {

    /** @throws IllegalArgumentException if the depth is neither 8 nor 16 */
    public PixelFormat {
        if (colour == null) {
            throw new IllegalArgumentException("colour is null");
        }
        if (depth != 8 && depth != 16) {
            throw new IllegalArgumentException("depth " + depth + " is neither 8 nor 16");
        }
    }

    /** Samples of a pixel: 1 to 4. */
    public int samples() {
        return colour.code() + (alpha ? 1 : 0);
    }
}
