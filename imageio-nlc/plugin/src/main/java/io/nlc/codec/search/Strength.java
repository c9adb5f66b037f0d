package io.nlc.codec.search;

import io.nlc.codec.latent.Rounding;
import io.nlc.codec.tile.TileEncoder;
import io.nlc.model.PackManifest;
import io.nlc.model.Tune;
import java.util.Optional;

/** How dear errors of symbols are held to be when latents are rounded by rate and distortion. */
public interface Strength {

    /*
     * A symbol may go to a neighbour of its value that saves more bits than the error costs (Rounding), as in video
     * encoders (rate-distortion optimised quantisation, Karczewicz et al. 2008). By theory an error costs what
     * Cost.weights says, once. But errors that are made to save bits all go towards the mean: they add
     * up in the pixels where there are many of them, and the contexts of what follows expect still less. So what brings
     * most is five times that price where a symbol is nearly sure to be zero, and more the less sure it is. Where
     * back-projection has just spent bits on what the synthesis does not undo, symbols are there that bring less than
     * their bits, and three times is best everywhere. In between both follow the length of the step. It takes next to
     * no time; what it brings is in models-onnx/docs/effort/README.md.
     */

    /** Multiples of the price of theory without back-projection, and behind steps of {@link #PROJECTED}. */
    double MULTIPLE = 5;

    double MULTIPLE_PROJECTED = 3;

    /** Without back-projection the price is by so many times higher where a symbol will not be zero. */
    double RISE = 4;

    /** The step from which on nothing changes. */
    double PROJECTED = 0.45;

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
        return manifest -> Optional.of(
                quality -> new Rounding.Price(Cost.of(manifest, quality).weights(multiple), 0));
    }

    /**
     * None with packs whose lambdas weigh something else than squared errors (mostly, for the eye), nor with those of
     * one rate, which are for comparing.
     */
    private static Optional<TileEncoder.Prices> usual(PackManifest manifest) {
        return manifest.about().tune() == Tune.MS_SSIM || manifest.gains().oneRate()
                ? Optional.empty()
                : Optional.of(quality -> usual(manifest, quality));
    }

    /** The price at a quality, in units of 1/256 level. */
    static Rounding.Price usual(PackManifest manifest, int quality) {
        double[] steps = BackProjection.steps(manifest, quality);
        double projected = steps.length == 0 ? 0 : Math.min(1, steps[0] / PROJECTED);
        double multiple = MULTIPLE + projected * (MULTIPLE_PROJECTED - MULTIPLE);
        return new Rounding.Price(Cost.of(manifest, quality).weights(multiple), (1 - projected) * RISE);
    }
}
