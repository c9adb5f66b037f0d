package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.model.PackManifest;

/**
 * What a tile costs at a quality: bits + lambda * 255^2 * MSE of its pixels, as in training.
 *
 * @param quality in units of 1/256 level
 * @param lambda weight of the squared error of 8-bit samples, in bits
 */
record Cost(PackManifest manifest, int quality, double lambda) {

    /*
     * Along a pack's curve of qualities a decibel costs about 4/3 of the bits that the level's lambda, the price in
     * training, would give for it (cheng2020-128 and minnen2018-128 on Kodak: 1.2 to 1.5), because all levels share
     * their networks. Who asks for a quality could have had the decibels at the curve's price.
     */
    private static final double CURVE = 4 / 3.0;

    /** @param manifest of a pack that is tuned for the PSNR: the lambdas of others weigh something else */
    static Cost of(PackManifest manifest, int quality) {
        return new Cost(manifest, quality, CURVE * Gains.lambda(manifest, quality) / 3);
    }

    /**
     * Cost of a tile in bits.
     *
     * @param bytes of its payload
     * @param squaredError sum over its 8-bit samples
     */
    double of(long bytes, double squaredError) {
        return 8 * bytes + lambda * squaredError;
    }

    /**
     * What an error of one in a symbol is held to cost, in bits, for each channel: as if the synthesis were an
     * orthonormal transform of the latent times the inverse gain, which the packs' transforms roughly are.
     *
     * @param strength multiple of that
     */
    double[] weights(double strength) {
        float[] inverse = Gains.inverse(manifest, quality).toArray(null);
        double[] weights = new double[inverse.length];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = strength * lambda * 255 * 255 * inverse[c] * inverse[c];
        }
        return weights;
    }
}
