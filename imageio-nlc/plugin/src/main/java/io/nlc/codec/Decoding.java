package io.nlc.codec;

import io.nlc.codec.content.TileContent;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.Previewer;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.codec.tile.TileRange;
import io.nlc.codec.tile.TileTransform;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A picture that is being decoded: a preview first, if the pack has one and somebody wants it, then the picture itself.
 * For one thread; to be closed.
 */
public final class Decoding implements AutoCloseable {

    /*
     * A tile's pixels depend on its own latents and on those around it (the halo of the synthesis transform), so
     * tiles are made row by row: first the latents of the row's tiles and of those they touch are decoded, in
     * parallel and each once (TileContents), then the row's tiles are synthesised; latents that no later row needs are
     * dropped. What the next row needs is decoded while the last tiles of a row are synthesised, so that no thread
     * waits for another's. The memory is that of four rows of latents. Damaged tiles are filled before a row is
     * synthesised, from what earlier rows and this one need (Concealment), and their neighbours see that. A tile is
     * always synthesised whole, with the same halo, so that a region is the exact crop of the picture.
     *
     * A preview needs all latents before the first tile is synthesised. Of up to KEPT pixels they are kept for the
     * picture, 1.5 bytes a pixel; those of larger ones are decoded twice, which adds a tenth or so to the time of the
     * synthesis.
     */

    static final long KEPT = 1 << 24;

    private final PackSessions sessions;
    private final TileWorkers workers;
    private final TileGrid grid;
    private final Region wanted;
    private final CodecProgress progress;
    private final TileContents contents;
    private final Synthesizer synthesizer;
    private final Previewer previewer;
    private final boolean readAhead;
    private final long kept;

    /**
     * Takes the sessions over.
     *
     * @param kept pixels up to which a preview's latents are kept for the picture
     */
    Decoding(
            DecodablePicture picture,
            PackSessions sessions,
            Region wanted,
            DamageHandler damage,
            CodecProgress progress,
            long kept) {
        this.sessions = sessions;
        this.grid = picture.grid();
        this.workers = new TileWorkers(sessions, grid.tiles(), picture.header().corrected());
        this.wanted = wanted;
        this.progress = progress;
        this.contents = new TileContents(sessions, workers, picture, damage, progress);
        this.synthesizer = Synthesizer.ofPictures(sessions, grid, picture.gains(), picture.precision());
        this.previewer = new Previewer(sessions, grid, picture.gains());
        this.readAhead = damage == DamageHandler.FAIL;
        this.kept = kept;
    }

    /** Whether {@link #preview} can be called. */
    public boolean hasPreview() {
        return sessions.pack().manifest().networks().hasPreview();
    }

    /**
     * Decodes the latents and makes pictures of half the size of them, enlarged again: soft, but there in a fraction of
     * the time. Progress hears only of the wish to stop.
     *
     * @param sink takes the pixels of the region
     * @throws IOException as of {@link NlcDecoder#decode}
     * @throws CancellationException if progress says so
     * @throws IllegalStateException if the pack has no preview
     */
    public void preview(PixelSink sink) throws IOException {
        if (!hasPreview()) {
            throw new IllegalStateException("pack " + sessions.pack().name() + " has no preview");
        }
        boolean keep = (long) grid.touched(wanted).count() * grid.tileWidth() * grid.tileHeight() <= kept;
        rows(previewer, keep, sink, () -> {}, end -> {});
    }

    /**
     * Decodes the picture.
     *
     * @param sink takes the pixels of the region
     * @throws IOException as of {@link NlcDecoder#decode}
     * @throws CancellationException if progress says so
     */
    public void picture(PixelSink sink) throws IOException {
        int total = grid.touched(wanted).count();
        int[] done = new int[1];
        rows(synthesizer, false, sink, () -> progress.progress(++done[0] / (float) total), progress::rows);
    }

    /** Ends the work that is still going on and gives the networks back. */
    @Override
    public void close() {
        workers.close();
        sessions.close();
    }

    /** Hands the latents of all tiles over, in row-major order, and forgets them. */
    void latents(Consumer<Latents> consumer) throws IOException {
        TileRange all = grid.touched(grid.padded());
        for (int row = 0; row < grid.rows(); row++) {
            List<Integer> tiles = all.row(row);
            contents.decode(tiles);
            tiles.forEach(t -> consumer.accept(contents.latents(t)));
            contents.forget(t -> true);
        }
    }

    /** @param keep whether latents stay that no later row needs */
    private void rows(TileTransform transform, boolean keep, PixelSink sink, Runnable done, IntConsumer rows)
            throws IOException {
        TileRange out = grid.touched(wanted);
        if (readAhead) {
            contents.readAhead(needed(transform, out.tiles()));
        }
        RegionSink part = new RegionSink(wanted, sink);
        for (int row = out.firstRow(); row <= out.lastRow(); row++) {
            List<Integer> tiles = out.row(row);
            Set<Integer> needed = needed(transform, tiles);
            if (!keep) {
                int first = row; // what an earlier pass has kept for later rows stays
                contents.forget(t -> !needed.contains(t) && t / grid.columns() < first);
            }
            contents.decode(needed);
            if (transform.refined()) {
                contents.refine(needed);
            }
            contents.conceal(needed);
            List<TilePool.Job> jobs = new ArrayList<>();
            tiles.forEach(t -> jobs.add(new TilePool.Job(() -> write(t, transform, part), done)));
            if (row < out.lastRow()) {
                jobs.addAll(contents.decoding(needed(transform, out.row(row + 1))));
            }
            workers.runAll(jobs, progress);
            rows.accept(grid.tile(tiles.get(0)).bottom());
        }
    }

    /** The tiles whose latents some tiles need, their own among them. */
    private Set<Integer> needed(TileTransform transform, List<Integer> tiles) {
        Set<Integer> needed = new LinkedHashSet<>();
        tiles.forEach(t -> needed.addAll(grid.touched(transform.seen(t)).tiles()));
        return needed;
    }

    private void write(int tile, TileTransform transform, RegionSink part) throws IOException {
        TileContent content = contents.get(tile);
        Region area = grid.tile(tile).intersection(grid.picture());
        TileTransform pixels = content.layered() ? transform.ofBases() : transform;
        byte[] rgb = content.needsBase()
                ? workers.transform(() -> pixels.pixels(tile, contents::latents))
                : new byte[Math.multiplyExact(3 * area.width(), area.height())];
        content.paint(rgb);
        part.write(area, rgb);
    }
}
