package io.nlc.codec.tile;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LevelMap;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import java.io.IOException;

/** Latents of tiles to bits, at any quality. Thread-safe. */
public final class TileEncoder {

    private final TileWorkers workers;
    private final PackManifest manifest;
    private final TileGrid grid;
    private final LevelMap map;

    TileEncoder(TileWorkers workers, PackManifest manifest, TileGrid grid, LevelMap map) {
        this.workers = workers;
        this.manifest = manifest;
        this.grid = grid;
        this.map = map;
    }

    /**
     * Encodes a tile with the nearest integers.
     *
     * @param latent before gain and rounding, as {@link Analyzer#latent} gives it
     * @param quality of the file, in units of 1/256 level
     */
    public LatentCoder.Encoded encode(int tile, float[] latent, int quality) throws IOException {
        return encode(tile, latent, quality, LatentCoder::encode);
    }

    /**
     * Encodes a tile with symbols that suit the entropy model.
     *
     * @param latent as above
     * @param weights for each channel, what a squared error of 1 in a symbol costs in bits
     */
    public LatentCoder.Encoded encode(int tile, float[] latent, int quality, double[] weights) throws IOException {
        return encode(tile, latent, quality, (coder, y, height, width) -> coder.encode(y, height, width, weights));
    }

    private interface Coding {
        LatentCoder.Encoded run(LatentCoder coder, float[] y, int height, int width) throws IOException;
    }

    private LatentCoder.Encoded encode(int tile, float[] latent, int quality, Coding coding) throws IOException {
        Region core = grid.tile(tile);
        int height = core.height() / manifest.latent().stride();
        int width = core.width() / manifest.latent().stride();
        float[] y = new AreaGains(manifest, quality, map).times(latent, core);
        return workers.withCoder(coder -> coding.run(coder, y, height, width));
    }
}
