package io.nlc.colour;

/** From CIE L*a*b*, relative to D50, to sRGB (CIE 15:2018, section 8.2.1; IEC 61966-2-1). Thread-safe. */
public final class CieLab {

    private static final double EDGE = 6.0 / 29;

    private final double[][] toRgb = new double[3][3];

    /** Finds the matrix from D50 to sRGB's primaries. */
    public CieLab() {
        double[][] fromRgb = Primaries.SRGB.toProfileSpace();
        for (int j = 0; j < 3; j++) {
            double[] unit = new double[3];
            unit[j] = 1;
            double[] column = Matrix.solve(fromRgb, unit);
            for (int i = 0; i < 3; i++) {
                toRgb[i][j] = column[i];
            }
        }
    }

    /**
     * Converts a colour.
     *
     * @param l 0 to 100
     * @param a about -128 to 127
     * @param b likewise
     * @param full what is made of full intensity
     * @param rgb gets red, green and blue, 0 to full; what lies outside is cut off
     */
    public void toSrgb(double l, double a, double b, int full, int[] rgb) {
        double fy = (l + 16) / 116;
        double[] xyz = {
            MatrixProfile.D50[0] * light(fy + a / 500),
            MatrixProfile.D50[1] * light(fy),
            MatrixProfile.D50[2] * light(fy - b / 200)
        };
        double[] linear = Matrix.product(toRgb, xyz);
        for (int i = 0; i < 3; i++) {
            double v = Math.max(0, Math.min(1, linear[i]));
            double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
            rgb[i] = (int) Math.round(full * encoded);
        }
    }

    private static double light(double f) {
        return f > EDGE ? f * f * f : 3 * EDGE * EDGE * (f - 4.0 / 29);
    }
}
