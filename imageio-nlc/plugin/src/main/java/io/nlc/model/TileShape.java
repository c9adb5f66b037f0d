package io.nlc.model;

/**
 * What the transforms want of tiles.
 *
 * @param maxArea of the largest tile that they take, in pixels; at least 512 x 512, the tile of encoders
 * @param analysisHalo pixels around a tile that its analysis should see
 * @param synthesisHalo pixels around a tile whose latents its synthesis should see
 */
public record TileShape(int maxArea, int analysisHalo, int synthesisHalo) {}
