package io.nlc.codec;

import io.nlc.codec.content.LayerPlanner;
import io.nlc.codec.tile.TileGrid;
import io.nlc.container.FileFrame;
import io.nlc.container.Layers;
import io.nlc.container.TilePayload;
import java.util.List;

/**
 * A picture at one price.
 *
 * @param grid of the tiles
 * @param quality level in 1/256 that networks ran at
 * @param plans of the tiles
 */
record CodedTiles(TileGrid grid, int quality, List<LayerPlanner.Plan> plans) {

    /** Bytes of the payloads. */
    long bytes() {
        return plans.stream().mapToLong(p -> p.payload().length()).sum();
    }

    /** Squared error of all samples, if it is known. */
    double squaredError() {
        return plans.stream().mapToLong(LayerPlanner.Plan::squaredError).sum();
    }

    /** 8-bit RGB PSNR in dB, if the errors are known; 200 of a picture without any. */
    double psnr() {
        double error = squaredError();
        double mean = error / (3.0 * grid.width() * grid.height());
        return error == 0 ? 200 : 10 * Math.log10(255 * 255 / mean);
    }

    /** For the file. */
    FileFrame.Tiles forFile() {
        List<TilePayload> payloads =
                plans.stream().map(LayerPlanner.Plan::payload).toList();
        boolean learned = plans.stream().anyMatch(LayerPlanner.Plan::learned);
        boolean layered = payloads.stream().anyMatch(TilePayload::layered);
        Layers layers = layered || !learned ? Layers.EXACT : Layers.NONE;
        return new FileFrame.Tiles(layers, learned, quality, grid.tileWidth(), grid.tileHeight(), payloads);
    }
}
