package io.nlc.codec;

import io.nlc.picture.PixelSource;
import io.nlc.picture.QualityOffsets;
import java.io.IOException;
import java.util.Arrays;

/** How busy the areas of a picture are, and what quality suits eyes best where. */
public final class Activity {

    /*
     * Networks that are trained for the squared error spend bits where errors are largest, which is where a picture is
     * busy, and where eyes see them least (masking). So areas that are calmer than most of the picture get a better
     * quality than what was asked for, and busier ones a worse one, in proportion to the logarithm of their activity:
     * the mean deviation of luma within blocks of 8 x 8 pixels. Encoders of AV1 and HEVC do likewise with the
     * quantiser ("variance based adaptive quantisation").
     *
     * The logarithm begins at some gray levels, below which nothing calms a picture further, and differences have a
     * limit, because a background out of focus would take bits from what it is the background of. Areas that are flat
     * do not count in the mean: else a photograph on a page would be the worse the more paper is around it.
     *
     * The constants were chosen by SSIMULACRA 2 on six Kodak pictures; docs/java.md says what they bring on the others.
     */

    private static final int BLOCK = 8;
    private static final double SHARE = 0.12;
    private static final double FLOOR = 1;
    private static final double LIMIT = 0.25;

    /** Mean deviation, in gray levels, below which an area is flat. */
    private static final double FLAT = 0.5;

    private final int columns;
    private final int rows;
    private final double[] deviations;

    private Activity(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.deviations = new double[Math.multiplyExact(columns, rows)];
    }

    /**
     * Looks at all of a picture.
     *
     * @throws IOException if it cannot be read
     */
    public static Activity of(int width, int height, PixelSource source) throws IOException {
        int side = QualityOffsets.SIDE;
        Activity activity = new Activity((width + side - 1) / side, (height + side - 1) / side);
        byte[] rgb = new byte[3 * side * side];
        for (int i = 0; i < activity.deviations.length; i++) {
            int x = i % activity.columns * side;
            int y = i / activity.columns * side;
            int w = Math.min(side, width - x);
            int h = Math.min(side, height - y);
            source.readRgb(x, y, w, h, rgb);
            activity.deviations[i] = deviation(rgb, w, h);
        }
        return activity;
    }

    /** The mean over blocks of the standard deviation of luma. */
    private static double deviation(byte[] rgb, int width, int height) {
        double sum = 0;
        int blocks = 0;
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = 0; left < width; left += BLOCK) {
                sum += deviation(rgb, width, left, top, Math.min(width, left + BLOCK), Math.min(height, top + BLOCK));
                blocks++;
            }
        }
        return sum / blocks;
    }

    private static double deviation(byte[] rgb, int width, int left, int top, int right, int bottom) {
        double sum = 0;
        double squares = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int i = 3 * (y * width + x);
                double luma = 0.299 * (rgb[i] & 0xFF) + 0.587 * (rgb[i + 1] & 0xFF) + 0.114 * (rgb[i + 2] & 0xFF);
                sum += luma;
                squares += luma * luma;
            }
        }
        int n = (right - left) * (bottom - top);
        double mean = sum / n;
        return Math.sqrt(Math.max(0, squares / n - mean * mean));
    }

    /**
     * By how much the quality of each area is to differ from what is asked for, within about a quarter of the scale.
     *
     * @return null if all areas are alike
     */
    public QualityOffsets offsets() {
        double mean = Arrays.stream(deviations)
                .filter(d -> d >= FLAT)
                .map(Activity::logarithm)
                .average()
                .orElse(0);
        double[] offsets = Arrays.stream(deviations)
                .map(d -> Math.max(-LIMIT, Math.min(LIMIT, SHARE * (mean - logarithm(d)))))
                .toArray();
        boolean alike = Arrays.stream(offsets).allMatch(offset -> offset == offsets[0]);
        return alike ? null : new QualityOffsets(columns, rows, offsets);
    }

    private static double logarithm(double deviation) {
        return Math.log(FLOOR + deviation) / Math.log(2);
    }
}
