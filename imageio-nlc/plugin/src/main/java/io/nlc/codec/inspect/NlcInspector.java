package io.nlc.codec.inspect;

import io.nlc.codec.NlcDecoder;
import io.nlc.codec.TileSource;
import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.content.TileContent;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileRange;
import io.nlc.container.NlcHeader;
import io.nlc.context.CodingOrder;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Looks into files: what their symbols are, what the entropy model expected of them, and what they cost. Thread-safe.
 */
public final class NlcInspector {

    /**
     * The most pixels that are inspected at once, counted in whole tiles of the padded picture: 88 MB of results with
     * 192 channels (14 bytes a symbol, a symbol a channel for 256 pixels). Of larger pictures, inspect regions.
     */
    public static final int MAX_PIXELS = 1 << 23;

    private final ModelPack pack;
    private final RuntimeSettings settings;

    /** Makes an inspector; loads nothing yet. */
    public NlcInspector(ModelPack pack, RuntimeSettings settings) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Decodes the tiles that a region touches, as far as their latents, and says what they consist of.
     *
     * @param region inside the picture; {@code null} for all of it. Only the tiles it touches are read
     * @throws IllegalArgumentException if the region is not in the picture or touches tiles of more than
     *     {@link #MAX_PIXELS} pixels
     * @throws IOException if a tile cannot be read or decoded, or a network cannot run
     * @throws CancellationException if progress says so; it is asked twice a tile
     */
    public Inspection inspect(NlcHeader header, TileSource tiles, Region region, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(tiles, "tiles");
        Objects.requireNonNull(progress, "progress");
        new NlcDecoder(pack, settings).check(header);
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
        TileRange touched = grid.touched(grid.inPicture(region));
        Region covered = touched.region();
        long pixels = (long) covered.width() * covered.height();
        if (pixels > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "region must touch tiles of at most " + MAX_PIXELS + " pixels, not " + pixels);
        }
        try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
            sessions.loadExact(); // so that it is not timed
            return new Job(sessions, header, grid, covered, tiles).run(touched, progress);
        }
    }

    private static void stopIfCancelled(CodecProgress progress) {
        if (progress.cancelled()) {
            throw new CancellationException("cancelled by the caller");
        }
    }

    private static final class Job {
        private final PackManifest manifest;
        private final NlcHeader header;
        private final TileGrid grid;
        private final Region covered;
        private final TileSource source;
        private final int stride;
        private final LatentCoder coder;
        private final SymbolCollector collector;
        private long nanos;

        Job(PackSessions sessions, NlcHeader header, TileGrid grid, Region covered, TileSource source) {
            this.header = header;
            this.manifest = sessions.pack().manifest();
            this.grid = grid;
            this.covered = covered;
            this.source = source;
            this.stride = manifest.latent().stride();
            this.coder = new LatentCoder(sessions, header.corrected());
            this.collector = new SymbolCollector(
                    manifest.latent().channels(),
                    covered.height() / stride,
                    covered.width() / stride,
                    manifest.latent().hyperStride() / stride);
        }

        // One tile after the other, so that the time is that of the work and not of how it was spread over threads.
        Inspection run(TileRange touched, CodecProgress progress) throws IOException {
            int halves = 2 * touched.count();
            int done = 0;
            for (int tile : touched.tiles()) {
                stopIfCancelled(progress);
                TileContent content = decode(tile);
                progress.progress(++done / (float) halves);
                stopIfCancelled(progress);
                Region core = grid.tile(tile);
                if (content.learned()) { // of other tiles there is nothing to see
                    collector.add(
                            coder,
                            content.latents(),
                            (core.y() - covered.y()) / stride,
                            (core.x() - covered.x()) / stride);
                }
                progress.progress(++done / (float) halves);
            }
            CodingOrder order = manifest.context().order();
            DecodeSteps steps = new DecodeSteps(
                    order,
                    collector.channels,
                    collector.height,
                    collector.width,
                    grid.tileHeight() / stride,
                    grid.tileWidth() / stride);
            return new Inspection(covered, stride, collector, steps, Duration.ofNanos(nanos));
        }

        private TileContent decode(int tile) throws IOException {
            Region core = grid.tile(tile);
            Region inside = core.intersection(grid.picture());
            ContentCoder.Shape shape = new ContentCoder.Shape(
                    inside.width(),
                    inside.height(),
                    core.width() / stride,
                    core.height() / stride,
                    manifest.latent().channels());
            try {
                byte[] payload = source.tile(tile);
                long start = System.nanoTime();
                TileContent content = ContentCoder.decode(header, tile, payload, shape, coder);
                nanos += System.nanoTime() - start;
                return content;
            } catch (IOException e) {
                throw NlcException.about("tile " + tile + " of " + grid.tiles(), e);
            }
        }
    }
}
