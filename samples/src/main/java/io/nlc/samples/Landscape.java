package io.nlc.samples;

/**
 * A lake between wooded hills below a range of mountains, as a height above every point of the ground. Metres; x to the
 * right, z away from the viewer, the lake's surface at height 0.
 */
final class Landscape {
    /** No ground or tree is higher. */
    static final double TOP = 2100;

    private static final double TREE_SPACING = 8.5;
    private static final double TREE_TOP = 21;

    /** x, z, radius, height. */
    private static final double[][] BOULDERS = {
        {-9.5, -116, 2.3, 2.1},
        {-6.2, -117.5, 1.1, 0.9},
        {-12.9, -111, 1.9, 1.5},
        {-4.6, -111.5, 0.9, 0.7},
        {-14.5, -117.8, 1.4, 1.2},
        {-8.0, -105, 1.5, 0.9},
        {-10.6, -121.0, 0.8, 0.8},
        {7.8, -117.9, 1.3, 0.75},
        {9.9, -116.6, 0.7, 0.5},
        {-2.3, -118.9, 0.6, 0.45},
        {-20, -104, 2.6, 2.4},
        {-7.2, -120.6, 0.7, 0.6},
        {5.6, -113.0, 0.5, 0.4},
    };

    private Landscape() {}

    /** Height of the bare ground; {@code octaves} bounds the detail, 9 being all there is. */
    static double ground(double x, double z, int octaves) {
        double shore = shore(x, z);
        double inland = Math.max(0, shore);
        double hills = 0.11 * inland
                + 70 * Noise.step(0, 900, inland) * (0.9 + Noise.fractal(x / 420, z / 420, Math.min(octaves, 6), 11));
        double rise = Noise.step(500, 3400, inland);
        double mountains = 0;
        if (rise > 0) {
            mountains = rise * (1750 * Noise.ridges(x / 2900 + 4.35, z / 2900 + 0.6, octaves, 31) - 60);
        }
        double rough = octaves < 5 ? 0 : 2.5 * Noise.fractal(x / 23, z / 23, octaves - 3, 51);
        double bed = Math.min(0, shore) * 0.12;
        double ground = bed
                + Math.max(hills, 0.6 * hills + mountains)
                + rough * Noise.step(-10, 30, shore)
                + 0.15 * Noise.step(-15, -5, shore);
        if (z > -60) {
            return ground;
        }
        double gravel = Noise.step(-3, 1, shore)
                * (0.22 * Noise.ridges(x / 0.8, z / 0.8, 4, 57) + 0.3 * Noise.fractal(x / 5, z / 5, 3, 58) - 0.05);
        return Math.max(ground + gravel, boulders(x, z));
    }

    /** Boulders in the shallows before the viewer: half ellipsoids, knocked about. */
    private static double boulders(double x, double z) {
        double best = -10;
        for (double[] boulder : BOULDERS) {
            double dx = (x - boulder[0]) / boulder[2];
            double dz = (z - boulder[1]) / boulder[2];
            double r = dx * dx + dz * dz;
            if (r < 2) {
                double scale = 0.75 * boulder[2];
                double knocks = 0.55 * Noise.fractal(x / scale, z / scale, 8, 61 + (int) boulder[0])
                        - 0.30 * (Noise.ridges(x / scale + 3, z / scale, 6, 65) - 0.5);
                double round = 1 - r * (1 + knocks);
                best = Math.max(
                        best,
                        round <= 0 ? -10 : boulder[3] * (1.25 * Math.pow(round, 0.36) * (1 + 0.85 * knocks) - 0.35));
            }
        }
        return best;
    }

    /** Height of what is seen: the ground, or the tree standing on it. */
    static double surface(double x, double z, double ground) {
        return ground + (mayHaveTrees(ground) ? tree(x, z, ground) : 0);
    }

    /** Whether a ray at this height above the ground can pass through a tree. */
    static boolean nearTrees(double above, double ground) {
        return above < TREE_TOP && mayHaveTrees(ground);
    }

    private static boolean mayHaveTrees(double ground) {
        return ground > 1.0 && ground < 620;
    }

    /** Distance from the lake, negative on it; rough, for shaping only. */
    private static double shore(double x, double z) {
        double wiggle = 95 * Noise.fractal(x / 330, z / 330, 5, 3) + 60 * Noise.value(z / 500, 0.3, 5);
        double half = 330 + 0.10 * z - 150 * Noise.step(700, 1900, z);
        double sides = Math.abs(x - 60 - 0.05 * z) - half;
        double end = z - 1750;
        double far = Math.max(sides, end) < 0 ? Math.max(sides, end) : Math.hypot(Math.max(0, sides), Math.max(0, end));
        double headland = 62 - Math.hypot((x + 235) / 2.6, z - 330) + 0.35 * wiggle;
        double beach = 13 - Math.hypot((x + 27) / 1.5, z + 112) + 5 * Noise.fractal(x / 9, z / 9, 3, 7);
        return Math.max(Math.max(far + wiggle, headland), beach);
    }

    /** Height of the trees at a point: spruces, one per cell of a jittered grid, where the forest grows. */
    private static double tree(double x, double z, double ground) {
        double line = Noise.step(620, 330, ground + 110 * Noise.fractal(x / 120, z / 120, 3, 71));
        double density = line * Noise.step(-0.42, 0.05, Noise.fractal(x / 210, z / 210, 4, 73));
        if (density <= 0.02) {
            return 0;
        }
        int cx = (int) Math.floor(x / TREE_SPACING);
        int cz = (int) Math.floor(z / TREE_SPACING);
        double best = 0;
        for (int j = -1; j <= 1; j++) {
            for (int i = -1; i <= 1; i++) {
                int ix = cx + i;
                int iz = cz + j;
                if (Noise.hash(ix, iz, 80) > density) {
                    continue;
                }
                double dx = x - (ix + 0.1 + 0.8 * Noise.hash(ix, iz, 81)) * TREE_SPACING;
                double dz = z - (iz + 0.1 + 0.8 * Noise.hash(ix, iz, 82)) * TREE_SPACING;
                double size = 0.45 + 0.55 * Noise.hash(ix, iz, 83);
                double radius = 4.4 * size * (1 + 0.35 * Noise.value(Math.atan2(dz, dx) * 3.3, 10 * size, 84));
                double r = Math.sqrt(dx * dx + dz * dz) / radius;
                if (r < 1) {
                    double layers = 0.045 * Math.sin(r * 34);
                    best = Math.max(best, TREE_TOP * size * (1 - Math.pow(r, 0.85) + layers * r));
                }
            }
        }
        return best;
    }
}
