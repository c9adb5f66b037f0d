package io.nlc.colour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/** A table of light (ICC.1:2022, section 10.6, curveType), for what no formula of ICC says. Immutable. */
final class SampledCurve implements Curve {

    private static final int STEPS = 1024;
    private static final int FULL = 65_535;

    /** One for the three colours, so that a profile has it once. */
    private final byte[] tag;

    /** @param light of samples 0 to 1; what is more or less than 0 to 1 is cut off */
    SampledCurve(DoubleUnaryOperator light) {
        ByteBuffer out = ByteBuffer.allocate(12 + 2 * STEPS);
        out.put("curv".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(STEPS);
        for (int i = 0; i < STEPS; i++) {
            double value = light.applyAsDouble(i / (STEPS - 1.0));
            out.putShort((short) Math.round(FULL * Math.max(0, Math.min(1, value))));
        }
        this.tag = out.array();
    }

    /** The same light of samples that leave room below black and above white, as video has it (ITU-T H.273, 8.3). */
    static SampledCurve narrow(Curve curve, int depth) {
        double full = (1L << depth) - 1.0;
        double black = 16 * Math.pow(2, depth - 8) / full;
        double range = 219 * Math.pow(2, depth - 8) / full;
        return new SampledCurve(sample -> curve.light(Math.max(0, Math.min(1, (sample - black) / range))));
    }

    @Override
    public double light(double sample) {
        double at = sample * (STEPS - 1);
        int left = (int) Math.max(0, Math.min(STEPS - 2, at));
        double share = at - left;
        return ((1 - share) * entry(left) + share * entry(left + 1)) / FULL;
    }

    private int entry(int i) {
        return ByteBuffer.wrap(tag).getShort(12 + 2 * i) & FULL;
    }

    @Override
    public byte[] toBytes() {
        return tag;
    }
}
