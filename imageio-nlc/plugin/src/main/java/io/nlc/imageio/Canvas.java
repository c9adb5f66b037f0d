package io.nlc.imageio;

import io.nlc.container.AlphaPlane;
import io.nlc.container.NlcHeader;
import io.nlc.failure.NlcException;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/**
 * What a picture is read to.
 *
 * @param image the destination
 * @param area the part of it that gets pixels
 * @param sink puts them there
 * @param header of the file
 * @param alpha payload of the file's alpha plane, null if it has none
 */
record Canvas(BufferedImage image, Rectangle area, RasterSink sink, NlcHeader header, byte[] alpha) {

    /** All bands of the destination. */
    int[] bands() {
        return IntStream.range(0, image.getRaster().getNumBands()).toArray();
    }

    /** Puts the alpha plane, if there is one, over the opaque pixels. */
    void finish() throws NlcException {
        if (alpha != null) {
            AlphaPlane.decompress(alpha, header.width(), header.height(), sink::alphaRow);
        }
    }
}
