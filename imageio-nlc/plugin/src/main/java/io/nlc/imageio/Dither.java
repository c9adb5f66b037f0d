package io.nlc.imageio;

/** From 16 bits to 8 without losing what lies between: pixels beside each other are rounded differently. */
final class Dither {

    /*
     * Ordered dithering with thresholds of 16 x 16 (Bayer, 1973): the same for the three colours, so that gray stays
     * gray, and the same in every run. A value that 8 bits have exactly, n * 257, becomes n. An even area keeps its
     * mean. What it adds is half a step of 8 bits in the finest pattern there is, which learned coding does not keep.
     */

    private static final int BITS = 4;
    private static final int MASK = (1 << BITS) - 1;

    private Dither() {}

    /**
     * A sample of 8 bits.
     *
     * @param sixteen 0 to 65,535
     * @param x column of the picture
     * @param y row of the picture
     */
    static int rounded(int sixteen, int x, int y) {
        return sixteen / 257 + (sixteen % 257 > threshold(x & MASK, y & MASK) ? 1 : 0);
    }

    /** 0 to 255, each once in 16 x 16. */
    private static int threshold(int x, int y) {
        int mixed = x ^ y;
        int result = 0;
        for (int bit = 0; bit < BITS; bit++) {
            result = result << 2 | (mixed >> bit & 1) << 1 | y >> bit & 1;
        }
        return result;
    }
}
