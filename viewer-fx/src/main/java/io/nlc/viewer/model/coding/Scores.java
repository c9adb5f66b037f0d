package io.nlc.viewer.model.coding;

import io.nlc.metrics.MsSsim;
import io.nlc.model.Tune;

/**
 * How good a picture is by measures that take a while, unlike the PSNR.
 *
 * @param msSsim 0 to 1; NaN if it is not known, or the picture is too small for it
 * @param ssimulacra2 100 and below; NaN likewise
 */
public record Scores(double msSsim, double ssimulacra2) {

    /** Not known, or not yet. */
    public static final Scores UNKNOWN = new Scores(Double.NaN, Double.NaN);

    /** MS-SSIM on a scale on which equal steps look about equal: {@code -10 log10(1 - msSsim)}. */
    public double msSsimDb() {
        return MsSsim.decibels(msSsim);
    }

    /** What a pack of some tune is to be judged by; the PSNR is given for that of the PSNR. */
    public double by(Tune tune, double psnr) {
        return switch (tune) {
            case PSNR -> psnr;
            case MS_SSIM -> msSsimDb();
            case VISUAL -> ssimulacra2;
        };
    }
}
