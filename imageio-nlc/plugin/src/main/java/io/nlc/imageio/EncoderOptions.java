package io.nlc.imageio;

import io.nlc.model.Tune;

/**
 * What an encoder is to do beside meeting its target.
 *
 * @param effort 0 to {@link NlcImageWriteParam#MAX_EFFORT}
 * @param map where the quality is to be another one, null for nowhere
 * @param adaptive whether the picture says so, if no map does
 * @param exact whether colours count that nobody sees
 * @param networksOnly whether all tiles are to be learned
 */
record EncoderOptions(int effort, QualityMap map, boolean adaptive, boolean exact, boolean networksOnly) {

    /** The same with another map, null for none. */
    EncoderOptions with(QualityMap other) {
        return new EncoderOptions(effort, other, adaptive, exact, networksOnly);
    }

    static EncoderOptions of(NlcImageWriteParam param) {
        return new EncoderOptions(
                param.getEffort(),
                param.getQualityMap(),
                param.isAdaptive() || param.tune() == Tune.VISUAL,
                param.isExact(),
                param.isNetworksOnly());
    }
}
