package io.nlc.imageio;

import io.nlc.picture.PixelSink;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * What a picture is read to.
 *
 * @param image the destination
 * @param area the part of it that gets pixels
 * @param sink puts them there, in the destination's colour space
 * @param pixels takes them in the file's
 * @param alpha what lies over them
 */
record Canvas(BufferedImage image, Rectangle area, RasterSink sink, PixelSink pixels, AlphaOf alpha) {

    /** All bands of the destination. */
    int[] bands() {
        return IntStream.range(0, image.getRaster().getNumBands()).toArray();
    }

    /** Puts the alpha plane, if there is one, over the opaque pixels. */
    void finish() throws IOException {
        alpha.writeTo(sink);
    }
}
