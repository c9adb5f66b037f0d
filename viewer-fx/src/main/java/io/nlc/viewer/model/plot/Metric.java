package io.nlc.viewer.model.plot;

import io.nlc.viewer.model.coding.Scores;

/** What the vertical axis of the plot shows. */
public enum Metric {
    /** Peak signal-to-noise ratio in dB. */
    PSNR,
    /** MS-SSIM in dB, see {@link Scores#msSsimDb}. */
    MS_SSIM,
    /** SSIMULACRA 2. */
    SSIMULACRA2;

    /** The value of a point; not finite if it has none. */
    public double of(RatePoint point) {
        return switch (this) {
            case PSNR -> point.psnr();
            case MS_SSIM -> point.scores().msSsimDb();
            case SSIMULACRA2 -> point.scores().ssimulacra2();
        };
    }
}
