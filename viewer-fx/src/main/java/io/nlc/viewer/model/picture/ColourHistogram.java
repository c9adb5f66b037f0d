package io.nlc.viewer.model.picture;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How often each sample occurs in a picture; what is wholly transparent does not count.
 *
 * @param red of 0 to 255
 * @param green likewise
 * @param blue likewise
 */
public record ColourHistogram(int[] red, int[] green, int[] blue) {

    private static final int VALUES = 256;

    /**
     * Counts.
     *
     * @throws CancellationException if that is asked for
     */
    public static ColourHistogram of(PictureSource picture, BooleanSupplier cancelled) {
        ColourHistogram counts = new ColourHistogram(new int[VALUES], new int[VALUES], new int[VALUES]);
        for (int y = 0; y < picture.height(); y++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("nobody wants the histogram any more");
            }
            for (int x = 0; x < picture.width(); x++) {
                int p = picture.sample(x, y);
                if (p >>> 24 != 0) {
                    counts.red[PictureSource.straight(p >> 16, p)]++;
                    counts.green[PictureSource.straight(p >> 8, p)]++;
                    counts.blue[PictureSource.straight(p, p)]++;
                }
            }
        }
        return counts;
    }

    /** The largest of all counts. */
    public int most() {
        int most = 0;
        for (int i = 0; i < VALUES; i++) {
            most = Math.max(most, Math.max(red[i], Math.max(green[i], blue[i])));
        }
        return most;
    }
}
