package io.nlc.samples;

/** Seeded value noise and its sums over octaves: the only source of detail in {@link RenderScene}. */
final class Noise {
    private Noise() {}

    /** Uniform in [0, 1), the same for the same three numbers on every machine. */
    static double hash(int x, int y, int seed) {
        int h = x * 0x27d4eb2d ^ y * 0x165667b1 ^ seed * 0x9e3779b1;
        h = (h ^ h >>> 15) * 0x2c1b3c6d;
        h = (h ^ h >>> 12) * 0x297a2d39;
        return ((h ^ h >>> 15) >>> 8) * 0x1p-24;
    }

    /** Smooth noise in [-1, 1] with features about one unit wide. */
    static double value(double x, double y, int seed) {
        double fx = Math.floor(x);
        double fy = Math.floor(y);
        int ix = (int) fx;
        int iy = (int) fy;
        double u = fade(x - fx);
        double v = fade(y - fy);
        double top = mix(hash(ix, iy, seed), hash(ix + 1, iy, seed), u);
        double bottom = mix(hash(ix, iy + 1, seed), hash(ix + 1, iy + 1, seed), u);
        return 2 * mix(top, bottom, v) - 1;
    }

    /** Sum of octaves, each half as high and twice as fine, turned so that the lattice does not show; about [-1, 1]. */
    static double fractal(double x, double y, int octaves, int seed) {
        double sum = 0;
        double amplitude = 0.5;
        for (int i = 0; i < octaves; i++) {
            sum += amplitude * value(x, y, seed + i);
            amplitude *= 0.5;
            double turned = 1.6 * x - 1.2 * y;
            y = 1.2 * x + 1.6 * y;
            x = turned;
        }
        return sum;
    }

    /**
     * Sharp crests where the noise crosses zero, finer octaves mostly on the crests, as erosion leaves them; [0, 1].
     */
    static double ridges(double x, double y, int octaves, int seed) {
        double sum = 0;
        double amplitude = 0.5;
        double weight = 1;
        for (int i = 0; i < octaves; i++) {
            double crest = 1 - Math.abs(value(x, y, seed + i));
            crest *= crest * weight;
            sum += amplitude * crest;
            weight = Math.min(1, 1.6 * crest);
            amplitude *= 0.52;
            double turned = 1.6 * x - 1.2 * y;
            y = 1.2 * x + 1.6 * y;
            x = turned;
        }
        return sum;
    }

    static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }

    /** 0 below {@code low}, 1 above {@code high}, smooth between. */
    static double step(double low, double high, double x) {
        double t = Math.max(0, Math.min(1, (x - low) / (high - low)));
        return t * t * (3 - 2 * t);
    }

    private static double fade(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }
}
