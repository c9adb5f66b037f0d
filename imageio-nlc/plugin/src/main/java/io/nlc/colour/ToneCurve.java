package io.nlc.colour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * From samples to linear light, both 0 to 1: {@code (a x + b)^g} from {@code d} on, and {@code c x} below it.
 * ICC.1:2022, section 10.18, has it as parametricCurveType, function type 3.
 */
record ToneCurve(double g, double a, double b, double c, double d) implements Curve {

    /** IEC 61966-2-1. */
    static final ToneCurve SRGB = new ToneCurve(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);

    /** ITU-R BT.709, section 1.2, inverted; BT.601 and BT.2020 have the same. */
    static final ToneCurve BT709 = new ToneCurve(1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081);

    /** SMPTE 240M, section 4.1, inverted. */
    static final ToneCurve SMPTE240 = new ToneCurve(1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4.0, 0.0912);

    private static final int FUNCTION = 3;
    private static final double LEAST = 0.1;
    private static final double MOST = 10;

    /** A power. */
    static ToneCurve gamma(double exponent) {
        return new ToneCurve(exponent, 1, 0, 0, 0);
    }

    /** Whether an exponent is one that a picture may have; others are noise in a damaged file. */
    static boolean isGamma(double exponent) {
        return exponent >= LEAST && exponent <= MOST;
    }

    @Override
    public double light(double sample) {
        return sample >= d ? Math.pow(Math.max(0, a * sample + b), g) : c * sample;
    }

    @Override
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(12 + 20);
        out.put("para".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putShort((short) FUNCTION)
                .putShort((short) 0);
        for (double value : new double[] {g, a, b, c, d}) {
            out.putInt(MatrixProfile.fixed(value));
        }
        return out.array();
    }
}
