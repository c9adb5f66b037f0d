package io.nlc.codec.inspect;

import io.nlc.codec.tile.TileGrid;
import io.nlc.context.CodingOrder;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;

/**
 * How many steps the entropy part of a pack takes, one after another; a measure of its cost that no machine changes.
 */
public final class CodingSteps {

    private CodingSteps() {}

    /**
     * The steps that decoding a picture takes, all its tiles together.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     */
    public static long of(PackManifest manifest, int width, int height) {
        CodingOrder order = manifest.context().order();
        TileGrid grid = TileGrid.forPicture(width, height, manifest.tiles().maxArea());
        long steps = 0;
        for (int tile = 0; tile < grid.tiles(); tile++) {
            Region core = grid.tile(tile);
            steps += order.steps(
                    manifest.latent().channels(),
                    core.height() / manifest.latent().stride(),
                    core.width() / manifest.latent().stride());
        }
        return steps;
    }
}
