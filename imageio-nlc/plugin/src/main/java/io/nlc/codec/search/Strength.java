package io.nlc.codec.search;

import io.nlc.codec.tile.TileEncoder;
import io.nlc.model.PackManifest;
import java.util.Optional;

/** How dear errors of symbols are held to be when latents are rounded by rate and distortion. */
public interface Strength {

    /*
     * A symbol may go to a neighbour of its value that saves more bits than the error costs (Rounding). By theory an
     * error costs what Cost.weights says, once. But errors that are made to save bits all go towards the mean: they add
     * up in the pixels, and the contexts of what follows expect still less. Without anything that takes that back, eight
     * times the price brings most; where back-projection has just spent bits on what the synthesis does not undo,
     * symbols are there that bring less than their bits, and three times is best. In between lies a straight line, by
     * the length of the step. It takes no time, and brings 0.1 to 1 % of the bits with cheng2020-128 and 1 to 2 % with
     * minnen2018-128 (models-onnx/docs/effort/README.md).
     */

    /** Multiple of the price where there is no back-projection. */
    double PLAIN = 8;

    /** The same behind long steps of back-projection. */
    double PROJECTED = 3;

    /** By so much less for a step of 1. */
    double SLOPE = 11;

    /** Of encoders without effort. */
    Strength USUAL = Strength::usual;

    /** To the nearest integers. */
    Strength NONE = manifest -> Optional.empty();

    /** What errors cost with a pack; empty where symbols are the nearest integers. */
    Optional<TileEncoder.Prices> prices(PackManifest manifest);

    /**
     * The same multiple at all qualities.
     *
     * @param multiple above 0
     */
    static Strength of(double multiple) {
        return manifest -> Optional.of(quality -> Cost.of(manifest, quality).weights(multiple));
    }

    private static Optional<TileEncoder.Prices> usual(PackManifest manifest) {
        return BackProjection.suits(manifest)
                ? Optional.of(quality -> Cost.of(manifest, quality).weights(usual(manifest, quality)))
                : Optional.empty();
    }

    /** The multiple at a quality, in units of 1/256 level. */
    static double usual(PackManifest manifest, int quality) {
        return Math.max(PROJECTED, Math.min(PLAIN, PLAIN - SLOPE * BackProjection.length(manifest, quality)));
    }
}
