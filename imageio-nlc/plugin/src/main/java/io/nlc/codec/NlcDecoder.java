package io.nlc.codec;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.tile.TileGrid;
import io.nlc.container.NlcHeader;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Tiles of bits to pictures. Thread-safe. */
public final class NlcDecoder {

    private final ModelPack pack;
    private final RuntimeSettings settings;

    /** Makes a decoder; loads nothing yet. */
    public NlcDecoder(ModelPack pack, RuntimeSettings settings) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * {@link #decode(NlcHeader, TileSource, Region, PixelSink, DamageHandler, CodecProgress)} that gives up on a
     * damaged tile.
     */
    public void decode(NlcHeader header, TileSource tiles, Region region, PixelSink sink, CodecProgress progress)
            throws IOException {
        decode(header, tiles, region, sink, DamageHandler.FAIL, progress);
    }

    /**
     * Decodes a picture or a part of it.
     *
     * @param region what to decode, inside the picture; {@code null} for all of it. Only the tiles it needs are read
     * @param damage what becomes of tiles that cannot be decoded
     * @throws IOException if a tile cannot be read or decoded, or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public void decode(
            NlcHeader header,
            TileSource tiles,
            Region region,
            PixelSink sink,
            DamageHandler damage,
            CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(sink, "sink");
        try (Decoding decoding = open(header, tiles).start(region, damage, progress)) {
            decoding.picture(sink);
        }
    }

    /**
     * Checks a file and gets ready to decode it: for callers that want a preview first, or want to know that the pack
     * can decode the file before they allocate anything.
     *
     * @param tiles and the quality map, if the header says that there is one: see {@link TileSource#of}
     * @throws IOException as {@link #check} does; also if the quality map is damaged
     * @throws IllegalArgumentException if it is not given
     */
    public DecodablePicture open(NlcHeader header, TileSource tiles) throws IOException {
        check(header);
        byte[] map = header.mapped() ? tiles.qualityMap() : null;
        if (header.mapped() && map == null) {
            throw new IllegalArgumentException("the header says that there is a quality map, but none is given");
        }
        LevelMap decoded = map == null ? LevelMap.NONE : QualityMaps.decode(header, map);
        return new DecodablePicture(pack, settings, header, tiles, decoded);
    }

    /** @param map whatever the header says of one */
    DecodablePicture open(NlcHeader header, TileSource tiles, LevelMap map) throws IOException {
        check(header);
        return new DecodablePicture(pack, settings, header, tiles, map);
    }

    /**
     * Digest of all latents of a file, which is the same on every machine.
     *
     * @return hexadecimal SHA-256 over the tiles in row-major order, of each {@code z} then {@code y} as big-endian
     *     32-bit integers
     * @throws IOException if a tile cannot be read or decoded
     */
    public String latentDigest(NlcHeader header, TileSource tiles) throws IOException {
        try (Decoding decoding = open(header, tiles).start(null, DamageHandler.FAIL, CodecProgress.NONE)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            decoding.latents(l -> l.forEachBlock(sha::update));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Checks, before anything is loaded or allocated, that the pack can decode a file.
     *
     * @throws NlcException if the file's quality or tiles are beyond what the pack takes; the message names both. Also
     *     if a tile takes more memory than there may be
     */
    public void check(NlcHeader header) throws NlcException {
        Objects.requireNonNull(header, "header");
        if (!header.learned()) {
            throw new NlcException(FailureKind.UNSUPPORTED, "no tile of the file has latents; it needs no pack");
        }
        int max = Gains.maxQuality(pack.manifest());
        if (header.quality() > max) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "quality " + header.quality() + " of the file is above " + max + ", the highest of pack "
                            + pack.name());
        }
        long area = (long) header.tileWidth() * header.tileHeight();
        if (area > pack.manifest().tiles().maxArea()) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "tiles of " + header.tileWidth() + " x " + header.tileHeight() + " = " + area
                            + " pixels in the file" + " are above "
                            + pack.manifest().tiles().maxArea() + ", the largest that pack "
                            + pack.name() + " takes");
        }
        if (settings.surelyOnCpu()) {
            TileGrid grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
            int stride = pack.manifest().latent().stride();
            settings.budget()
                    .check(
                            "a tile of " + header.tileWidth() + " x " + header.tileHeight() + " pixels of pack "
                                    + pack.name(),
                            pack.manifest().synthesisMemory(),
                            grid.largest(pack.manifest().tiles().synthesisHalo()) / (stride * stride));
        }
    }
}
