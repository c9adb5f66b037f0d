package io.nlc.imageio;

import java.awt.image.SampleModel;

/** Samples of one depth for bands that may have others, as those of a 565 image. */
final class SampleDepths {

    private final int from;
    private final int[] to;

    /**
     * @param from bits of the samples that come, 8 or 16
     * @param model of the bands that take them, 1 to 16 bits each
     */
    SampleDepths(int from, SampleModel model) {
        this.from = (1 << from) - 1;
        this.to = new int[model.getNumBands()];
        for (int band = 0; band < to.length; band++) {
            to[band] = (1 << Math.min(16, model.getSampleSize(band))) - 1;
        }
    }

    /** The sample as the band has it, rounded. */
    int scaled(int sample, int band) {
        int full = to[band];
        return full == from ? sample : (int) (((long) sample * full + from / 2) / from);
    }

    /** The largest value of the band. */
    int full(int band) {
        return to[band];
    }
}
