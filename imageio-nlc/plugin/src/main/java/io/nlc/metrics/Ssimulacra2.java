package io.nlc.metrics;

import java.util.Arrays;

/**
 * SSIMULACRA 2, version 2.1 of April 2023: how alike two pictures look, as people judged compressed ones. By Jon
 * Sneyers (Cloudinary); weights, constants and the remapping are those of {@code tools/ssimulacra2.cc} of libjxl (BSD
 * licence), its colour space that of {@code lib/jxl/cms/opsin_params.h}, its filter that of {@code tools/gauss_blur.cc}
 * there.
 */
public final class Ssimulacra2 {
    /*
     * At six scales, halved in linear light, both pictures become XYB (cube roots of cone responses: red against
     * green, luma, blue less luma). Three maps a channel: a structural dissimilarity, ringing (edges that only the
     * other picture has) and blur (edges that only the original has). Of each the mean and the fourth root of the
     * mean fourth power: 108 numbers, a weighted sum, a remapping to 100 and below.
     *
     * libjxl filters by a recursion in float; its impulse response is finite, nine values, and those are used here.
     * On pictures with texture both agree to 0.002. On perfectly flat ones, where the variance is nothing but
     * rounding, libjxl itself is off by up to 2.
     *
     * Rows go through once, with the filtered ones in a ring of nine, so memory beyond the halved pictures is a few
     * rows.
     */
    private static final int SCALES = 6;
    private static final int LEAST_SIDE = 8;
    private static final int MOMENTS = 4;
    private static final int MAPS = 3;
    private static final double C2 = 0.0009;
    private static final double BIAS = 0.0037930732552754493;
    private static final double ROOT = Math.cbrt(BIAS);
    private static final double[] WINDOW = window(1.5);
    private static final int RADIUS = WINDOW.length / 2;
    private static final double[] LIGHT = light();

    // In the order channel X, Y, B-Y; scale; norm 1, 4; map dissimilarity, ringing, blur.
    private static final double[] WEIGHTS = {
        0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0,
        0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
        0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0,
        0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142, 0.0,
        0.0007289346991508072, 0.9677937080626833, 0.0, 0.00014003424285435884, 0.9981766977854967,
                0.00031949755934435053,
        0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0, 0.0,
        0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262,
        0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
        225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985,
        176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
        0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0,
        0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0,
        95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307,
                0.9807858872435379,
        0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537
    };

    private Ssimulacra2() {}

    // The Gaussian of Charalampidis 2016, "Recursive implementation of the Gaussian filter using truncated cosine
    // functions".
    private static double[] window(double sigma) {
        int n = (int) Math.round(3.2795 * sigma + 0.2546); // equation 57
        double[] omega = new double[3];
        double[] p = new double[3];
        double[] r = new double[3];
        double[] rho = new double[3];
        for (int i = 0; i < 3; i++) {
            int sign = i == 1 ? -1 : 1;
            omega[i] = (2 * i + 1) * Math.PI / (2 * n);
            p[i] = sign / Math.tan(omega[i] / 2); // 37
            r[i] = sign * p[i] * p[i] / Math.sin(omega[i]); // 44
            rho[i] = Math.exp(-0.5 * sigma * sigma * omega[i] * omega[i]) / n; // 50
        }
        double d13 = p[0] * r[1] - r[0] * p[1]; // 52
        double zeta15 = (p[1] * r[2] - r[1] * p[2]) / d13;
        double zeta35 = (p[2] * r[0] - r[2] * p[0]) / d13;
        double[][] a = {p, r, {zeta15, zeta35, 1}}; // 56
        double[] gamma = {1, n * n - sigma * sigma, zeta15 * rho[0] + zeta35 * rho[1] + rho[2]}; // 55
        double whole = determinant(a);
        double[] window = new double[2 * n - 1];
        for (int k = 0; k < 3; k++) {
            double[][] replaced = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < 3; i++) {
                replaced[i][k] = gamma[i];
            }
            double beta = determinant(replaced) / whole; // 53, by Cramer's rule
            for (int i = 0; i < window.length; i++) {
                window[i] += beta * Math.cos(omega[k] * (i - n + 1));
            }
        }
        return window;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    // Linear light of an sRGB sample.
    private static double[] light() {
        double[] light = new double[256];
        for (int i = 0; i < light.length; i++) {
            double v = i / 255.0;
            light[i] = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
        }
        return light;
    }

    /**
     * The score of a picture. Not symmetric: ringing and blur weigh differently. Below 113 pixels a side has room for
     * fewer than six scales, and such scores do not compare with others.
     *
     * @param original interleaved 8-bit sRGB samples, {@code width * height * channels} for 1 or 3 channels
     * @param other likewise
     * @return 100 for equal pictures; about 90 for no visible difference, 70 for high, 50 for medium and 30 for low
     *     quality; negative for very bad ones; NaN if a side is below 8
     * @throws IllegalArgumentException if the lengths do not fit the size
     */
    public static double of(byte[] original, byte[] other, int width, int height) {
        long pixels = (long) width * height;
        if (width < 1
                || height < 1
                || original.length != other.length
                || original.length != pixels && original.length != 3 * pixels) {
            throw new IllegalArgumentException("pictures of " + original.length + " and " + other.length
                    + " samples do not fit " + width + " x " + height);
        }
        if (Math.min(width, height) < LEAST_SIDE) {
            return Double.NaN;
        }
        int channels = (int) (original.length / pixels);
        Plane a = new Plane(width, height, channels, original, null);
        Plane b = new Plane(width, height, channels, other, null);
        double[][][] scales = new double[SCALES][][];
        int count = 0;
        // As in libjxl the side is asked for before it is halved, so that the last scale may be as small as 4 pixels.
        while (count < SCALES && Math.min(a.width, a.height) >= LEAST_SIDE) {
            if (count > 0) {
                a = a.halved();
                b = b.halved();
            }
            scales[count++] = new Scale(a, b).norms();
        }
        return score(scales, count);
    }

    // libjxl counts its weights on from one scale that is there to the next, so a small picture is weighed by the first
    // ones only.
    private static double score(double[][][] scales, int count) {
        double sum = 0;
        int i = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int scale = 0; scale < count; scale++) {
                for (double value : scales[scale][channel]) {
                    sum += WEIGHTS[i++] * value;
                }
            }
        }
        double e = 0.9562382616834844 * sum;
        e = 2.326765642916932 * e - 0.020884521182843837 * e * e + 6.248496625763138e-05 * e * e * e;
        return e > 0 ? 100 - 10 * Math.pow(e, 0.6276336467831387) : 100;
    }

    /** A picture in linear light: either the samples that were given or values. */
    private record Plane(int width, int height, int channels, byte[] samples, float[] values) {

        double at(int x, int y, int channel) {
            int i = (y * width + x) * channels + channel;
            return samples != null ? LIGHT[samples[i] & 0xFF] : values[i];
        }

        /** 2x2 means; the last row or column of an odd side counts twice. */
        Plane halved() {
            int columns = (width + 1) / 2;
            int rows = (height + 1) / 2;
            float[] half = new float[columns * rows * channels];
            int i = 0;
            for (int y = 0; y < rows; y++) {
                int below = Math.min(2 * y + 1, height - 1);
                for (int x = 0; x < columns; x++) {
                    int right = Math.min(2 * x + 1, width - 1);
                    for (int c = 0; c < channels; c++) {
                        half[i++] = (float) (0.25
                                * (at(2 * x, 2 * y, c)
                                        + at(right, 2 * y, c)
                                        + at(2 * x, below, c)
                                        + at(right, below, c)));
                    }
                }
            }
            return new Plane(columns, rows, channels, null, half);
        }

        /** X, Y, B-Y of a row, each moved to about 0..1. */
        void xyb(int y, double[][] row) {
            boolean gray = channels == 1;
            for (int x = 0; x < width; x++) {
                double red = at(x, y, 0);
                double green = gray ? red : at(x, y, 1);
                double blue = gray ? red : at(x, y, 2);
                double l = Math.cbrt(0.30 * red + 0.622 * green + 0.078 * blue + BIAS) - ROOT;
                double m = Math.cbrt(0.23 * red + 0.692 * green + 0.078 * blue + BIAS) - ROOT;
                double s = Math.cbrt(0.24342268924547819 * red
                                + 0.20476744424496821 * green
                                + 0.5518098665095536 * blue
                                + BIAS)
                        - ROOT;
                double luma = (l + m) / 2;
                row[0][x] = 7 * (l - m) + 0.42;
                row[1][x] = luma + 0.01;
                row[2][x] = s - luma + 0.55;
            }
        }
    }

    /** Both pictures at one scale. */
    private static final class Scale {
        private final Plane a;
        private final Plane b;
        private final int width;
        private final double[][][] rowsA; // ring of rows by channel and column, as they are
        private final double[][][] rowsB;
        private final double[][][][] filtered; // ring by channel, moment and column: a, b, a^2 + b^2, a b
        private final double[] product;
        private final double[][] at;
        private final double[][] sums = new double[3][2 * MAPS];

        Scale(Plane a, Plane b) {
            this.a = a;
            this.b = b;
            this.width = a.width;
            this.rowsA = new double[WINDOW.length][3][width];
            this.rowsB = new double[WINDOW.length][3][width];
            this.filtered = new double[WINDOW.length][3][MOMENTS][width];
            this.product = new double[width + 2 * RADIUS]; // zeros beyond the edges, as in libjxl
            this.at = new double[MOMENTS][width];
        }

        /** By channel: the mean of each map, then the fourth root of each one's mean fourth power. */
        double[][] norms() {
            for (int y = 0; y < a.height + RADIUS; y++) {
                if (y < a.height) {
                    add(y);
                }
                if (y >= RADIUS) {
                    for (int channel = 0; channel < 3; channel++) {
                        measure(y - RADIUS, channel);
                    }
                }
            }
            double pixels = (double) width * a.height;
            for (double[] sum : sums) {
                for (int i = 0; i < MAPS; i++) {
                    sum[i] /= pixels;
                    sum[MAPS + i] = Math.sqrt(Math.sqrt(sum[MAPS + i] / pixels));
                }
            }
            return sums;
        }

        private void add(int y) {
            int slot = y % WINDOW.length;
            a.xyb(y, rowsA[slot]);
            b.xyb(y, rowsB[slot]);
            for (int channel = 0; channel < 3; channel++) {
                double[] va = rowsA[slot][channel];
                double[] vb = rowsB[slot][channel];
                double[][] out = filtered[slot][channel];
                System.arraycopy(va, 0, product, RADIUS, width);
                filter(out[0]);
                System.arraycopy(vb, 0, product, RADIUS, width);
                filter(out[1]);
                for (int x = 0; x < width; x++) {
                    product[RADIUS + x] = va[x] * va[x] + vb[x] * vb[x];
                }
                filter(out[2]);
                for (int x = 0; x < width; x++) {
                    product[RADIUS + x] = va[x] * vb[x];
                }
                filter(out[3]);
            }
        }

        private void filter(double[] out) {
            Arrays.fill(out, 0);
            for (int i = 0; i < WINDOW.length; i++) {
                double w = WINDOW[i];
                for (int x = 0; x < out.length; x++) {
                    out[x] += w * product[x + i];
                }
            }
        }

        private void measure(int y, int channel) {
            for (int m = 0; m < MOMENTS; m++) {
                Arrays.fill(at[m], 0);
                for (int i = Math.max(0, y - RADIUS); i <= Math.min(a.height - 1, y + RADIUS); i++) {
                    double w = WINDOW[i - y + RADIUS];
                    double[] row = filtered[i % WINDOW.length][channel][m];
                    for (int x = 0; x < width; x++) {
                        at[m][x] += w * row[x];
                    }
                }
            }
            double[] va = rowsA[y % WINDOW.length][channel];
            double[] vb = rowsB[y % WINDOW.length][channel];
            double[] sum = sums[channel];
            for (int x = 0; x < width; x++) {
                double meanA = at[0][x];
                double meanB = at[1][x];
                double difference = meanA - meanB;
                double structure = 2 * (at[3][x] - meanA * meanB) + C2;
                double energy = at[2][x] - meanA * meanA - meanB * meanB + C2;
                add(sum, 0, 1 - (1 - difference * difference) * structure / energy);
                double edges = (1 + Math.abs(vb[x] - meanB)) / (1 + Math.abs(va[x] - meanA)) - 1;
                add(sum, 1, edges);
                add(sum, 2, -edges);
            }
        }

        private static void add(double[] sum, int map, double value) {
            if (value > 0) {
                double square = value * value;
                sum[map] += value;
                sum[MAPS + map] += square * square;
            }
        }
    }
}
