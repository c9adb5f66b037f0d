package io.nlc.codec;

import io.nlc.container.QualityMapPayload;
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
     * Differences have limits. That upwards is the narrower one, because a sky or a background out of focus looks no
     * better for the bits that it would take from what is in front of it. Areas that are flat do not count in the mean:
     * else a photograph on a page would be the worse the more paper is around it. Nor is an area made worse of which many
     * blocks are flat: what is busy in it are letters and lines, which nothing masks.
     *
     * The constants were chosen by SSIMULACRA 2 on fourteen Kodak pictures; docs/java.md says what they bring on the
     * other ten. Logarithms that begin at 4 instead of 1 gray levels are no better.
     */

    private static final int BLOCK = 8;

    /** Most columns that are read at a time. Not area by area, since sources may make their pixels by rows. */
    private static final int STRETCH = 256 * QualityOffsets.SIDE;

    /** Of the scale of quality, for twice the activity. */
    private static final double SHARE = 0.1;

    private static final double MOST_BETTER = 0.07;
    private static final double MOST_WORSE = 0.25;

    /** Deviation, in gray levels, below which a block or an area is flat. */
    private static final double FLAT = 0.5;

    /** Share of flat blocks from which on an area is held to be drawn. */
    private static final double DRAWN = 0.25;

    private final int columns;
    private final int rows;
    private final double[] deviations;
    private final boolean[] drawn;

    private Activity(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.deviations = new double[Math.multiplyExact(columns, rows)];
        this.drawn = new boolean[deviations.length];
    }

    /**
     * Looks at all of a picture, each pixel once.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @throws IOException if it cannot be read
     */
    public static Activity of(int width, int height, PixelSource source) throws IOException {
        int side = QualityOffsets.SIDE;
        Activity activity = new Activity(QualityMapPayload.areas(width), QualityMapPayload.areas(height));
        byte[] rgb = new byte[3 * side * Math.min(width, STRETCH)];
        for (int y = 0; y < height; y += side) {
            int rows = Math.min(side, height - y);
            for (int x = 0; x < width; x += STRETCH) {
                int columns = Math.min(STRETCH, width - x);
                source.readRgb(x, y, columns, rows, rgb);
                for (int left = 0; left < columns; left += side) {
                    int area = y / side * activity.columns + (x + left) / side;
                    activity.look(area, rgb, columns, left, Math.min(columns, left + side), rows);
                }
            }
        }
        return activity;
    }

    /** Looks at some columns of a stretch, all of which is so wide. */
    private void look(int area, byte[] rgb, int width, int from, int to, int height) {
        double sum = 0;
        int blocks = 0;
        int flat = 0;
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = from; left < to; left += BLOCK) {
                double deviation =
                        deviation(rgb, width, left, top, Math.min(to, left + BLOCK), Math.min(height, top + BLOCK));
                sum += deviation;
                flat += deviation < FLAT ? 1 : 0;
                blocks++;
            }
        }
        deviations[area] = sum / blocks;
        drawn[area] = flat >= DRAWN * blocks;
    }

    /** The standard deviation of luma in a block. */
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
     * By how much the quality of each area is to differ from what is asked for, from a quarter of the scale less to
     * 0.07 more.
     *
     * @return null if all areas are alike
     */
    public QualityOffsets offsets() {
        double mean = Arrays.stream(deviations)
                .filter(d -> d >= FLAT)
                .map(Activity::logarithm)
                .average()
                .orElse(0);
        double[] offsets = new double[deviations.length];
        for (int i = 0; i < offsets.length; i++) {
            double least = drawn[i] ? 0 : -MOST_WORSE;
            offsets[i] = Math.max(least, Math.min(MOST_BETTER, SHARE * (mean - logarithm(deviations[i]))));
        }
        boolean alike = Arrays.stream(offsets).allMatch(offset -> offset == offsets[0]);
        return alike ? null : new QualityOffsets(columns, rows, offsets);
    }

    private static double logarithm(double deviation) {
        return Math.log1p(deviation) / Math.log(2);
    }
}
