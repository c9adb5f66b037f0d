package io.nlc.picture;

import java.io.IOException;

/** Takes decoded pixels, a rectangle at a time. Called from several threads at once, never twice for a pixel. */
public interface PixelSink {

    /**
     * Writes a rectangle inside the region that is decoded.
     *
     * @param x column in the picture (not in the region)
     * @param y row in the picture
     * @param rgb {@code 3 * width * height} bytes: interleaved 8-bit R, G, B, row by row
     * @throws IOException if the pixels cannot be taken
     */
    void writeRgb(int x, int y, int width, int height, byte[] rgb) throws IOException;
}
