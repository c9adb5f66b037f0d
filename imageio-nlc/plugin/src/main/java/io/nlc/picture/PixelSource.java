package io.nlc.picture;

import java.io.IOException;

/** Gives pixels to the encoder, a rectangle at a time. Called from several threads at once. */
public interface PixelSource {

    /**
     * Reads a rectangle inside the picture.
     *
     * @param rgb receives {@code 3 * width * height} bytes: interleaved 8-bit R, G, B, row by row; gray pictures give
     *     three equal values
     * @throws IOException if the picture cannot be read
     */
    void readRgb(int x, int y, int width, int height, byte[] rgb) throws IOException;

    /** Whether a pixel can be seen. What cannot be seen does not count towards mean colours. */
    default boolean visible(int x, int y) {
        return true;
    }
}
