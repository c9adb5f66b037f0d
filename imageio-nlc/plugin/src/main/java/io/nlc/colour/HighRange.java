package io.nlc.colour;

/**
 * The curves of pictures that are brighter than white, PQ and HLG (ITU-R BT.2100-2), as those who show them on white
 * paper see them: {@value #WHITE} cd/m2 are white (BT.2408-7, section 2.1), and what is brighter, up to the brightest
 * that there is, {@value #PEAK} if nobody says, is compressed, each colour alone, by the curve of BT.2390-11, section
 * 5.4.1.
 */
final class HighRange {

    private static final double WHITE = 203;
    /** The brightest of screens that HLG is made for, and of most PQ pictures, in cd/m2. */
    static final double PEAK = 1000;

    private static final double M1 = 2610 / 16_384.0;
    private static final double M2 = 2523 / 4096.0 * 128;
    private static final double C1 = 3424 / 4096.0;
    private static final double C2 = 2413 / 4096.0 * 32;
    private static final double C3 = 2392 / 4096.0 * 32;
    /** The brightest light of PQ, in cd/m2. */
    static final double MOST = 10_000;

    private static final double A = 0.17883277;
    private static final double B = 1 - 4 * A;
    private static final double C = 0.5 - A * Math.log(4 * A);

    /** From the light of a scene to that of a screen of {@value #PEAK} cd/m2. */
    private static final double SCREEN = 1.2;

    private HighRange() {}

    /**
     * Perceptual quantisation, transfer characteristics 16 of ITU-T H.273.
     *
     * @param peak the brightest light of the picture in cd/m2, at most {@value #MOST}; nothing is compressed if that is
     *     white or less
     */
    static Curve pq(double peak) {
        return new SampledCurve(sample -> mapped(light(sample), peak));
    }

    /** Hybrid log-gamma, transfer characteristics 18. */
    static Curve hlg() {
        return new SampledCurve(sample -> {
            double scene = sample <= 0.5 ? sample * sample / 3 : (Math.exp((sample - C) / A) + B) / 12;
            return mapped(PEAK * Math.pow(scene, SCREEN), PEAK);
        });
    }

    /** What is white has 1. @param light in cd/m2 */
    private static double mapped(double light, double peak) {
        double source = sample(Math.max(WHITE, peak));
        double most = sample(WHITE) / source;
        double knee = 1.5 * most - 0.5;
        double e = Math.min(1, sample(light) / source);
        if (e > knee) {
            double t = (e - knee) / (1 - knee);
            double t2 = t * t;
            double t3 = t2 * t;
            e = (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * most;
        }
        return light(e * source) / WHITE;
    }

    /** PQ: light in cd/m2 of a sample. */
    private static double light(double sample) {
        double power = Math.pow(sample, 1 / M2);
        return MOST * Math.pow(Math.max(0, power - C1) / (C2 - C3 * power), 1 / M1);
    }

    /** And back. */
    private static double sample(double light) {
        double power = Math.pow(light / MOST, M1);
        return Math.pow((C1 + C2 * power) / (1 + C3 * power), M2);
    }
}
