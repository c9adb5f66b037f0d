package io.nlc.viewer.vm.coding;

import io.nlc.codec.RateTarget;

/** Which of the three sliders leads; the other two follow what came of it. */
public enum RateMode {

    /** Quality 0 to 1. */
    QUALITY(0, 1),

    /** Bits a pixel; the range of the packs that ship. */
    BPP(0.05, 2),

    /** PSNR in dB. */
    PSNR(24, 40);

    private final double min;
    private final double max;

    RateMode(double min, double max) {
        this.min = min;
        this.max = max;
    }

    /** The slider's left end. */
    public double min() {
        return min;
    }

    /** The slider's right end. */
    public double max() {
        return max;
    }

    /**
     * The value inside the slider's range, in steps fine enough to be called continuous, so that coming back meets the
     * cache.
     */
    public double rounded(double value) {
        double steps = this == PSNR ? 20 : 1000;
        return Math.rint(Math.max(min, Math.min(max, value)) * steps) / steps;
    }

    /** What the encoder is to aim at. */
    public RateTarget target(double value) {
        return switch (this) {
            case QUALITY -> new RateTarget.Quality(rounded(value));
            case BPP -> new RateTarget.BitsPerPixel(rounded(value));
            case PSNR -> new RateTarget.Psnr(rounded(value));
        };
    }
}
