package io.nlc.codec.content;

import io.nlc.picture.PixelSource;
import java.io.IOException;

/**
 * A picture for networks: the parts that are not for them have one colour, their mean, so that they cost next to
 * nothing.
 *
 * @param source of the picture
 * @param map says which
 */
public record CalmSource(PixelSource source, PartMap map) implements PixelSource {

    @Override
    public void readRgb(int x, int y, int width, int height, byte[] rgb) throws IOException {
        source.readRgb(x, y, width, height, rgb);
        for (int r = 0, at = 0; r < height; r++) {
            for (int c = 0; c < width; c++, at += 3) {
                if (map.graphicAt(x + c, y + r)) {
                    int mean = map.meanAt(x + c, y + r);
                    rgb[at] = (byte) (mean >> 16);
                    rgb[at + 1] = (byte) (mean >> 8);
                    rgb[at + 2] = (byte) mean;
                }
            }
        }
    }
}
