package io.nlc.viewer.vm.inside;

import io.nlc.viewer.model.picture.MemoryPicture;

/**
 * A channel in the grid.
 *
 * @param number of the channel
 * @param bits that its symbols take
 * @param share of all bits, 0 to 1
 * @param energy mean square of its symbols
 * @param heatmap the chosen quantity, small
 */
public record Channel(int number, double bits, double share, double energy, MemoryPicture heatmap) {}
