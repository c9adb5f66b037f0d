package io.nlc.model;

/**
 * What the transforms want of tiles.
 *
 * @param maxArea of the largest tile that they take, in pixels; at least 512 x 512, and at most {@link #ENCODED}
 * @param analysisHalo pixels around a tile that its analysis should see
 * @param synthesisHalo pixels around a tile whose latents its synthesis should see
 */
public record TileShape(int maxArea, int analysisHalo, int synthesisHalo) {

    /**
     * The largest tile that encoders write, in pixels: 768 x 768, or another shape of this area. The memory of a
     * decoder grows with its tiles, so no pack takes larger ones, whatever its manifest says.
     */
    public static final int ENCODED = 768 * 768;
}
