package io.nlc.model;

/**
 * Channels of what the networks exchange, and how many pixels a position of it stands for.
 *
 * @param channels M, of {@code y}
 * @param stride pixels a position of {@code y}, in each direction
 * @param hyperChannels N, of {@code z}
 * @param hyperStride pixels a position of {@code z}, a multiple of {@code stride}
 * @param hyperFeatures of the hyper synthesis' output
 * @param contextFeatures of the context network's output, 0 without one
 */
public record LatentShape(
        int channels, int stride, int hyperChannels, int hyperStride, int hyperFeatures, int contextFeatures) {}
