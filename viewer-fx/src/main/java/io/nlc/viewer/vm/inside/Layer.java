package io.nlc.viewer.vm.inside;

import io.nlc.viewer.model.inside.ErrorMeasure;

/** What lies over the picture. */
public enum Layer {
    NONE(null),
    BITS(null),
    CHANNEL(null),
    ORDER(null),
    ATTENTION(null),
    SQUARED_ERROR(ErrorMeasure.SQUARED_ERROR),
    SSIM(ErrorMeasure.SSIM),
    COLOUR_DIFFERENCE(ErrorMeasure.COLOUR_DIFFERENCE);

    private final ErrorMeasure measure;

    Layer(ErrorMeasure measure) {
        this.measure = measure;
    }

    /** How far from the original it shows the encoding to be; null if it shows something else. */
    ErrorMeasure measure() {
        return measure;
    }
}
