package io.nlc.codec;

import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.tile.AreaGains;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.Objects;

/** A picture in a file that the pack was found able to decode; nothing is loaded yet. Thread-safe if its tiles are. */
public final class DecodablePicture {

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcHeader header;
    private final TileGrid grid;
    private final TileSource tiles;
    private final LevelMap map;

    /** @param header checked, see {@link NlcDecoder#check} */
    DecodablePicture(ModelPack pack, RuntimeSettings settings, NlcHeader header, TileSource tiles, LevelMap map) {
        this.pack = pack;
        this.settings = settings;
        this.header = header;
        this.grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
        this.tiles = Objects.requireNonNull(tiles, "tiles");
        this.map = map;
    }

    /**
     * Begins to decode the picture or a part of it.
     *
     * @param region what to decode, inside the picture; {@code null} for all of it. Only the tiles it needs are read
     * @param damage what becomes of tiles that cannot be decoded
     * @throws IllegalArgumentException if the region is not in the picture
     * @throws IOException if the networks cannot be loaded
     */
    public Decoding start(Region region, DamageHandler damage, CodecProgress progress) throws IOException {
        return start(region, damage, progress, Decoding.KEPT);
    }

    /** @param kept pixels up to which a preview's latents are kept for the picture */
    Decoding start(Region region, DamageHandler damage, CodecProgress progress, long kept) throws IOException {
        Objects.requireNonNull(damage, "damage");
        Objects.requireNonNull(progress, "progress");
        Region wanted = grid.inPicture(region);
        PackManifest m = pack.manifest();
        int stride = m.latent().stride();
        RuntimeSettings sharing = TileWorkers.sharing(
                settings,
                grid.touched(wanted).count(),
                m.synthesisMemory(),
                grid.largest(m.tiles().synthesisHalo()) / (stride * stride));
        return new Decoding(this, PackSessions.acquire(pack, sharing), wanted, damage, progress, kept);
    }

    NlcHeader header() {
        return header;
    }

    AreaGains gains() {
        return new AreaGains(pack.manifest(), header.quality(), map);
    }

    Precision precision() {
        return settings.precision();
    }

    TileGrid grid() {
        return grid;
    }

    TileSource tiles() {
        return tiles;
    }
}
