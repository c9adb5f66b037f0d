package io.nlc.imageio;

import java.time.Duration;

/**
 * A picture at one rate.
 *
 * @param bytes the complete {@code .nlc} file; not copied
 * @param quality 0 to 1, as {@link NlcImageWriteParam#setCompressionQuality} takes it
 * @param targetReached whether the target could be met; if not, this is the nearest the pack can come
 * @param time what it took, without the analysis that all rates share
 */
public record EncodedFile(byte[] bytes, double quality, boolean targetReached, Duration time) {}
