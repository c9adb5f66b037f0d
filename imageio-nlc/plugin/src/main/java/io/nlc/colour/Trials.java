package io.nlc.colour;

/** What conversions to sRGB do to a few colours. */
final class Trials {

    private static final int FULL = 65_535;

    /** A step of 8 bits: what is nearer than this to sRGB is sRGB. */
    private static final int NEAR = 257;

    /** Middle gray of sRGB, as linear light, is 0.2140; these are the exponents between which spaces are even. */
    private static final double LEAST = 1.6;

    private static final double MOST = 3;

    private Trials() {}

    /** Whether colours stay what they are. */
    static boolean isIdentity(ColourConversion conversion, int channels, int steps) {
        int pixels = (int) Math.pow(steps, channels);
        short[] from = new short[channels * pixels];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0, rest = i; c < channels; c++, rest /= steps) {
                from[channels * i + c] = (short) (rest % steps * FULL / (steps - 1));
            }
        }
        short[] to = conversion.convert(from, pixels);
        for (int i = 0; i < 3 * pixels; i++) {
            int was = from[channels == 1 ? i / 3 : i] & FULL;
            if (Math.abs((to[i] & FULL) - was) > NEAR) {
                return false;
            }
        }
        return true;
    }

    /** Whether the gray in the middle has the lightness that makes steps about equally visible. */
    static boolean isEven(ColourConversion conversion) {
        short half = (short) (FULL / 2);
        short[] to = conversion.convert(new short[] {half, half, half}, 1);
        double light = linear((to[1] & FULL) / (double) FULL);
        double exponent = Math.log(light) / Math.log(0.5);
        return exponent >= LEAST && exponent <= MOST;
    }

    private static double linear(double srgb) {
        return srgb <= 0.04045 ? srgb / 12.92 : Math.pow((srgb + 0.055) / 1.055, 2.4);
    }

    /** Whether it makes a difference if the samples are 0 or full. */
    static boolean tells(ColourConversion conversion, int channels) {
        short[] from = new short[2 * channels];
        for (int c = 0; c < channels; c++) {
            from[channels + c] = (short) FULL;
        }
        short[] to = conversion.convert(from, 2);
        return to[0] != to[3] || to[1] != to[4] || to[2] != to[5];
    }
}
