package io.nlc.colour;

/**
 * Chromaticities (CIE 1931 x, y) of the three colours that an RGB space mixes, and of its white.
 *
 * @param red of full red
 * @param green of full green
 * @param blue of full blue
 * @param white of all three
 */
record Primaries(Point red, Point green, Point blue, Point white) {

    /** A chromaticity. */
    record Point(double x, double y) {

        /** X, Y, Z of it with Y = 1. */
        double[] xyz() {
            return new double[] {x / y, 1, (1 - x - y) / y};
        }

        private boolean near(Point other) {
            return Math.abs(x - other.x) < NEAR && Math.abs(y - other.y) < NEAR;
        }
    }

    private static final double NEAR = 0.0015;

    static final Point D65 = new Point(0.3127, 0.3290);

    static final Primaries SRGB = of(0.640, 0.330, 0.300, 0.600, 0.150, 0.060, D65);
    static final Primaries ADOBE_RGB = of(0.640, 0.330, 0.210, 0.710, 0.150, 0.060, D65);
    static final Primaries DISPLAY_P3 = of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, D65);
    static final Primaries DCI_P3 = of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, new Point(0.314, 0.351));
    static final Primaries BT2020 = of(0.708, 0.292, 0.170, 0.797, 0.131, 0.046, D65);
    static final Primaries BT470M = of(0.670, 0.330, 0.210, 0.710, 0.140, 0.080, new Point(0.310, 0.316));
    static final Primaries BT470BG = of(0.640, 0.330, 0.290, 0.600, 0.150, 0.060, D65);
    static final Primaries BT601_525 = of(0.630, 0.340, 0.310, 0.595, 0.155, 0.070, D65);

    static final Primaries FILM = of(0.681, 0.319, 0.243, 0.692, 0.145, 0.049, new Point(0.310, 0.316));
    static final Primaries EBU3213 = of(0.630, 0.340, 0.295, 0.605, 0.155, 0.077, D65);

    static Primaries of(double rx, double ry, double gx, double gy, double bx, double by, Point white) {
        return new Primaries(new Point(rx, ry), new Point(gx, gy), new Point(bx, by), white);
    }

    /** Whether these are others written with other rounding. */
    boolean near(Primaries other) {
        return red.near(other.red) && green.near(other.green) && blue.near(other.blue) && white.near(other.white);
    }

    /** Whether they span a triangle around a white; forged ones need not. */
    boolean makeSense() {
        for (Point point : new Point[] {red, green, blue, white}) {
            if (!(point.x >= -1 && point.x <= 2 && point.y > -1 && point.y <= 2) || Math.abs(point.y) < 1e-4) {
                return false;
            }
        }
        if (white.x <= 0 || white.y <= 0 || white.x + white.y >= 1) {
            return false;
        }
        double twice = (green.x - red.x) * (blue.y - red.y) - (blue.x - red.x) * (green.y - red.y);
        if (Math.abs(twice) < 1e-3) {
            return false;
        }
        for (double share : Matrix.solve(columns(), white.xyz())) {
            if (!(share > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Rows X, Y, Z of the linear colours red, green, blue, relative to the white of profiles, D50. */
    double[][] toProfileSpace() {
        double[][] columns = columns();
        double[] share = Matrix.solve(columns, white.xyz());
        for (double[] row : columns) {
            for (int i = 0; i < 3; i++) {
                row[i] *= share[i];
            }
        }
        return Matrix.product(adaptation(), columns);
    }

    private double[][] columns() {
        double[] r = red.xyz();
        double[] g = green.xyz();
        double[] b = blue.xyz();
        return new double[][] {{r[0], g[0], b[0]}, {r[1], g[1], b[1]}, {r[2], g[2], b[2]}};
    }

    /** From this white to D50, linear Bradford (ICC.1:2022, annex E). */
    double[][] adaptation() {
        double[] from = Matrix.product(Matrix.BRADFORD, white.xyz());
        double[] to = Matrix.product(Matrix.BRADFORD, MatrixProfile.D50);
        double[][] scaled = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                scaled[i][j] = Matrix.BRADFORD[i][j] * to[i] / from[i];
            }
        }
        double[][] result = new double[3][3];
        for (int j = 0; j < 3; j++) {
            double[] column = Matrix.solve(Matrix.BRADFORD, new double[] {scaled[0][j], scaled[1][j], scaled[2][j]});
            for (int i = 0; i < 3; i++) {
                result[i][j] = column[i];
            }
        }
        return result;
    }
}
