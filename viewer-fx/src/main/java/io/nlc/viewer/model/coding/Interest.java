package io.nlc.viewer.model.coding;

import io.nlc.imageio.QualityMap;
import io.nlc.metrics.Psnr;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
import java.util.Objects;

/**
 * What matters in a picture.
 *
 * @param mask areas that have the quality that is asked for
 * @param drop how much lower it is elsewhere, 0 to 1 of the scale
 */
public record Interest(AreaMask mask, double drop) {

    public Interest {
        Objects.requireNonNull(mask, "mask");
        if (!(drop >= 0 && drop <= 1)) {
            throw new IllegalArgumentException("drop must be 0 to 1, not " + drop);
        }
    }

    /**
     * How good an encoding is in the areas that matter and elsewhere.
     *
     * @param inside PSNR in dB, infinite if nothing differs
     * @param elsewhere likewise
     */
    public record Split(double inside, double elsewhere) {}

    /** The same for the encoder. */
    public QualityMap map() {
        return QualityMap.regions(mask.rectangles(), 0, -drop);
    }

    /**
     * That of a part of the picture.
     *
     * @param part begins on a corner of an area
     */
    public Interest crop(Area part) {
        return new Interest(mask.crop(part), drop);
    }

    /**
     * Measures two pictures against each other.
     *
     * @param a RGB samples, row by row
     * @param b likewise
     * @param width of both
     */
    public Split split(byte[] a, byte[] b, int width) {
        double[] errors = new double[2];
        long[] counts = new long[2];
        for (int pixel = 0; pixel < a.length / 3; pixel++) {
            int side = mask.markedAt(pixel % width, pixel / width) ? 0 : 1;
            counts[side] += 3;
            for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
                int difference = (a[i] & 0xFF) - (b[i] & 0xFF);
                errors[side] += difference * difference;
            }
        }
        return new Split(Psnr.ofMse(errors[0] / counts[0]), Psnr.ofMse(errors[1] / counts[1]));
    }
}
