package io.nlc.codec.tile;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.latent.Rounding;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

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

    /** What errors of symbols cost at a quality, in units of 1/256 level. */
    public interface Prices {
        Rounding.Price at(int quality);
    }

    /**
     * Encodes a tile with symbols that suit the entropy model.
     *
     * @param latent as above
     * @param prices of errors, asked once for each quality that areas of the tile have
     */
    public LatentCoder.Encoded encode(int tile, float[] latent, int quality, Prices prices) throws IOException {
        Rounding.Prices there = prices(grid.tile(tile), quality, prices);
        return encode(tile, latent, quality, (coder, y, height, width) -> coder.encode(y, height, width, there));
    }

    private Rounding.Prices prices(Region core, int quality, Prices prices) {
        if (!map.present()) {
            Rounding.Price everywhere = prices.at(quality);
            return position -> everywhere;
        }
        int stride = manifest.latent().stride();
        int width = core.width() / stride;
        AreaGains gains = new AreaGains(manifest, quality, map);
        Map<Integer, Rounding.Price> known = new HashMap<>();
        Rounding.Price[] there = new Rounding.Price[width * (core.height() / stride)];
        for (int p = 0; p < there.length; p++) {
            int here = gains.quality(core.x() + p % width * stride, core.y() + p / width * stride);
            there[p] = known.computeIfAbsent(here, prices::at);
        }
        return position -> there[position];
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
