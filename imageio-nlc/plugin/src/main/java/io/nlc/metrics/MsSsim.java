package io.nlc.metrics;

import java.util.Arrays;

/** Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003) of 8-bit pictures. */
public final class MsSsim {
    /*
     * Agrees with pytorch-msssim, which the learned-compression literature uses: an 11-tap Gaussian of sigma 1.5,
     * only windows that lie within the picture, 2x2 mean pooling between scales, negative means clamped to 0, each
     * channel by itself and then the mean over channels. An odd side is pooled with a row or column of zeros before
     * its first one, and the five weights, which add up to 1.0001, are taken as they are, as it does.
     * nlc_models.evaluation.metrics in Python is the same.
     *
     * The five local moments come from a separable filter: each row is filtered horizontally once and kept in a ring
     * of 11, so memory beyond the two planes is a few rows. Sums are in double: variance is a difference of nearly
     * equal numbers.
     */
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final int TAPS = 11;
    private static final int MOMENTS = 5;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    private static final double[] WINDOW = window();

    private MsSsim() {}

    private static double[] window() {
        double[] window = new double[TAPS];
        for (int i = 0; i < TAPS; i++) {
            int d = i - TAPS / 2;
            window[i] = Math.exp(-d * d / (2 * SIGMA * SIGMA));
        }
        double sum = Arrays.stream(window).sum();
        return Arrays.stream(window).map(w -> w / sum).toArray();
    }

    /**
     * MS-SSIM of two pictures. Five scales need sides of at least 161; below that fewer scales are used with their
     * weights divided by the sum of those used (one scale, plain SSIM, for 11 to 20 pixels), so such values do not
     * compare with others.
     *
     * @param a interleaved 8-bit samples, {@code width * height * channels} for 1 or 3 channels
     * @param b likewise
     * @return 0..1, 1 for equal pictures; NaN if a side is below 11
     * @throws IllegalArgumentException if the lengths do not fit the size
     */
    public static double of(byte[] a, byte[] b, int width, int height) {
        long pixels = (long) width * height;
        if (width < 1 || height < 1 || a.length != b.length || a.length != pixels && a.length != 3 * pixels) {
            throw new IllegalArgumentException(
                    "pictures of " + a.length + " and " + b.length + " samples do not fit " + width + " x " + height);
        }
        int scales = scales(width, height);
        if (scales == 0) {
            return Double.NaN;
        }
        int channels = (int) (a.length / pixels);
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += channel(plane(a, c, channels), plane(b, c, channels), width, height, scales);
        }
        return sum / channels;
    }

    /** Number of scales a picture of this size is compared at, 0 to 5. */
    public static int scales(int width, int height) {
        int scales = 0;
        while (scales < WEIGHTS.length && Math.min(width, height) > (TAPS - 1) << scales) {
            scales++;
        }
        return scales;
    }

    /** -10 log10(1 - value), the scale on which MS-SSIM is usually drawn; infinity for 1. */
    public static double decibels(double msSsim) {
        return -10 * Math.log10(1 - msSsim);
    }

    private static float[] plane(byte[] samples, int channel, int channels) {
        float[] plane = new float[samples.length / channels];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = samples[i * channels + channel] & 0xFF;
        }
        return plane;
    }

    private static double channel(float[] a, float[] b, int width, int height, int scales) {
        double weights =
                scales == WEIGHTS.length ? 1 : Arrays.stream(WEIGHTS, 0, scales).sum();
        double product = 1;
        for (int scale = 0; scale < scales; scale++) {
            boolean last = scale == scales - 1;
            double similarity = similarity(a, b, width, height, last);
            product *= Math.pow(Math.max(similarity, 0), WEIGHTS[scale] / weights);
            if (!last) {
                a = pool(a, width, height);
                b = pool(b, width, height);
                width = (width + 1) / 2;
                height = (height + 1) / 2;
            }
        }
        return product;
    }

    /** Mean over all windows of contrast times structure and, if asked, times luminance. */
    private static double similarity(float[] a, float[] b, int width, int height, boolean luminance) {
        int columns = width - TAPS + 1;
        double[][][] ring = new double[TAPS][MOMENTS][columns];
        double[][] at = new double[MOMENTS][columns];
        double sum = 0;
        for (int y = 0; y < height; y++) {
            filterRow(a, b, y * width, ring[y % TAPS]);
            if (y >= TAPS - 1) {
                filterColumns(ring, y - TAPS + 1, at);
                for (int x = 0; x < columns; x++) {
                    double meanA = at[0][x];
                    double meanB = at[1][x];
                    double varA = at[2][x] - meanA * meanA;
                    double varB = at[3][x] - meanB * meanB;
                    double cov = at[4][x] - meanA * meanB;
                    double value = (2 * cov + C2) / (varA + varB + C2);
                    if (luminance) {
                        value *= (2 * meanA * meanB + C1) / (meanA * meanA + meanB * meanB + C1);
                    }
                    sum += value;
                }
            }
        }
        return sum / ((double) columns * (height - TAPS + 1));
    }

    private static void filterRow(float[] a, float[] b, int offset, double[][] moments) {
        for (int x = 0; x < moments[0].length; x++) {
            double sa = 0;
            double sb = 0;
            double saa = 0;
            double sbb = 0;
            double sab = 0;
            for (int i = 0; i < TAPS; i++) {
                double w = WINDOW[i];
                double va = a[offset + x + i];
                double vb = b[offset + x + i];
                sa += w * va;
                sb += w * vb;
                saa += w * va * va;
                sbb += w * vb * vb;
                sab += w * va * vb;
            }
            moments[0][x] = sa;
            moments[1][x] = sb;
            moments[2][x] = saa;
            moments[3][x] = sbb;
            moments[4][x] = sab;
        }
    }

    private static void filterColumns(double[][][] ring, int firstRow, double[][] at) {
        for (int m = 0; m < MOMENTS; m++) {
            Arrays.fill(at[m], 0);
            for (int i = 0; i < TAPS; i++) {
                double[] row = ring[(firstRow + i) % TAPS][m];
                for (int x = 0; x < row.length; x++) {
                    at[m][x] += WINDOW[i] * row[x];
                }
            }
        }
    }

    private static float[] pool(float[] plane, int width, int height) {
        int shiftX = width % 2;
        int shiftY = height % 2;
        int columns = (width + 1) / 2;
        int rows = (height + 1) / 2;
        float[] pooled = new float[columns * rows];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pooled[(y + shiftY) / 2 * columns + (x + shiftX) / 2] += plane[y * width + x] * 0.25f;
            }
        }
        return pooled;
    }
}
