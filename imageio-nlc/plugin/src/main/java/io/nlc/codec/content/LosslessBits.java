package io.nlc.codec.content;

import io.nlc.residual.Parts;

/** What samples of a photograph take without loss, at least. */
final class LosslessBits {

    private LosslessBits() {}

    /**
     * A sum of logarithms of what the median edge detector misses, of green and of the differences of the others from
     * it: a lossless coder needs some two bits a sample more, unless the picture repeats itself.
     *
     * @param planes 1 for gray, 3 for RGB
     * @param rgb of the tile inside the picture, interleaved
     */
    static long atLeast(Parts parts, int planes, byte[] rgb) {
        int row = 3 * parts.width();
        long bits = 0;
        for (int y = 1; y < parts.height(); y++) {
            for (int x = 1; x < parts.width(); x++) {
                int at = y * row + 3 * x;
                bits += bits(rgb, at, 1, -1, row);
                if (planes > 1) {
                    bits += bits(rgb, at, 0, 1, row) + bits(rgb, at, 2, 1, row);
                }
            }
        }
        return bits;
    }

    private static int bits(byte[] rgb, int at, int band, int less, int row) {
        int w = value(rgb, at - 3, band, less);
        int n = value(rgb, at - row, band, less);
        int nw = value(rgb, at - row - 3, band, less);
        int median = Math.max(Math.min(w, n), Math.min(Math.max(w, n), w + n - nw));
        return 31 - Integer.numberOfLeadingZeros(1 + Math.abs(value(rgb, at, band, less) - median));
    }

    private static int value(byte[] rgb, int at, int band, int less) {
        int value = rgb[at + band] & 0xFF;
        return less < 0 ? value : value - (rgb[at + less] & 0xFF);
    }
}
