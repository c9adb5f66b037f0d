package io.nlc.codec.content;

import io.nlc.residual.Parts;

/**
 * What a look at the pixels of a part says, whatever networks make of it.
 *
 * @param repeated share of the pixels that equal the one to the left or above
 * @param roughness energy of second differences of neighbours over that of differences of next neighbours; about 1 on
 *     photographs, 4 and more where single pixels alternate
 * @param detail energy of second differences a pixel
 * @param clipped how much larger the share of the pixels at an end of the range is in one colour than in another
 * @param spread variance of the samples of a colour, the mean of all three
 * @param mean colour, 0xRRGGBB
 */
record PartStatistics(double repeated, double roughness, double detail, double clipped, double spread, int mean) {

    /** @param rgb of the tile inside the picture, interleaved */
    static PartStatistics of(Parts parts, int part, byte[] rgb) {
        int left = parts.x(part);
        int top = parts.y(part);
        int right = left + parts.width(part);
        int bottom = top + parts.height(part);
        int row = 3 * parts.width();
        int repeated = 0;
        double second = 0;
        double first = 0;
        long[] sums = new long[3];
        long squares = 0;
        int[] ends = new int[3];
        for (int y = top; y < bottom; y++) {
            for (int x = left, at = y * row + 3 * left; x < right; x++, at += 3) {
                boolean inRow = x > left;
                boolean inColumn = y > top;
                if (inRow && same(rgb, at, at - 3) || inColumn && same(rgb, at, at - row)) {
                    repeated++;
                }
                for (int band = 0; band < 3; band++) {
                    int v = rgb[at + band] & 0xFF;
                    sums[band] += v;
                    squares += v * v;
                    ends[band] += v == 0 || v == 0xFF ? 1 : 0;
                }
                if (inRow && x + 1 < right) {
                    second += square(curvature(rgb, at, 3));
                    first += square(slope(rgb, at, 3));
                }
                if (inColumn && y + 1 < bottom) {
                    second += square(curvature(rgb, at, row));
                    first += square(slope(rgb, at, row));
                }
            }
        }
        int n = parts.width(part) * parts.height(part);
        int mean = 0;
        double spread = squares / (3.0 * n);
        for (int band = 0; band < 3; band++) {
            spread -= square(sums[band] / (double) n) / 3;
            mean = mean << 8 | (int) ((sums[band] + n / 2) / n);
        }
        int clipped = Math.max(ends[0], Math.max(ends[1], ends[2])) - Math.min(ends[0], Math.min(ends[1], ends[2]));
        return new PartStatistics(
                repeated / (double) n, second / (first + n), second / n, clipped / (double) n, spread, mean);
    }

    /** Energy of second differences for each pixel that is not repeated: how sharp what is drawn is. */
    double sharpness() {
        return detail / (1.0001 - repeated);
    }

    private static boolean same(byte[] rgb, int a, int b) {
        return rgb[a] == rgb[b] && rgb[a + 1] == rgb[b + 1] && rgb[a + 2] == rgb[b + 2];
    }

    /** Of the sum of the colours. */
    private static int curvature(byte[] rgb, int at, int step) {
        return sum(rgb, at - step) - 2 * sum(rgb, at) + sum(rgb, at + step);
    }

    private static int slope(byte[] rgb, int at, int step) {
        return sum(rgb, at + step) - sum(rgb, at - step);
    }

    private static int sum(byte[] rgb, int at) {
        return (rgb[at] & 0xFF) + (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF);
    }

    private static double square(double v) {
        return v * v;
    }
}
