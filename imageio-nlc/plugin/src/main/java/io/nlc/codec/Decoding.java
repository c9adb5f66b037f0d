package io.nlc.codec;

import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.Previewer;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileRange;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import javax.imageio.IIOException;

/**
 * A picture that is being decoded: a preview first, if the pack has one and somebody wants it, then the picture itself.
 * For one thread; to be closed.
 */
public final class Decoding implements AutoCloseable {

    /*
     * A tile's pixels depend on its own latents and on those around it (the halo of the synthesis transform), so
     * tiles are made row by row: first the latents of the row's tiles and of those they touch are decoded, in
     * parallel and each once, then the row's tiles are synthesised; latents that no later row needs are dropped. The
     * memory is that of three rows of latents. A tile is always synthesised whole, with the same halo, so that a
     * region is the exact crop of the picture.
     *
     * A preview needs all latents before the first tile is synthesised. Of up to KEPT pixels they are kept for the
     * picture, 1.5 bytes a pixel; those of larger ones are decoded twice, which adds a tenth or so to the time of the
     * synthesis.
     */

    static final long KEPT = 1 << 24;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final TileWorkers workers;
    private final TileGrid grid;
    private final TileSource source;
    private final Region wanted;
    private final DamageHandler damage;
    private final CodecProgress progress;
    private final Synthesizer synthesizer;
    private final Previewer previewer;
    private final LatentRefiner refiner;
    private final Map<Integer, Latents> latents = new ConcurrentHashMap<>();
    private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();
    private final long kept;
    private boolean keeping;

    /**
     * Takes the sessions over.
     *
     * @param kept pixels up to which a preview's latents are kept for the picture
     */
    Decoding(
            PackSessions sessions,
            TileGrid grid,
            int quality,
            TileSource source,
            Region wanted,
            DamageHandler damage,
            CodecProgress progress,
            long kept) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.workers = new TileWorkers(sessions, grid.tiles());
        this.grid = grid;
        this.source = source;
        this.wanted = wanted;
        this.damage = damage;
        this.progress = progress;
        this.kept = kept;
        this.synthesizer = new Synthesizer(sessions, grid, quality);
        this.previewer = new Previewer(sessions, grid, quality);
        this.refiner = new LatentRefiner(sessions);
    }

    /** Whether {@link #preview} can be called. */
    public boolean hasPreview() {
        return manifest.hasPreview();
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
        keeping = pixels() <= kept;
        rows(previewer::seen, (tile, all) -> previewer.pixels(tile, all), sink, false, () -> {});
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
        keeping = false;
        rows(
                synthesizer::seen,
                (tile, all) -> synthesizer.pixels(tile, all),
                sink,
                true,
                () -> progress.progress(++done[0] / (float) total));
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
            decodeLatents(tiles);
            tiles.forEach(t -> consumer.accept(latents.remove(t)));
        }
    }

    private long pixels() {
        return (long) grid.touched(wanted).count() * grid.tileWidth() * grid.tileHeight();
    }

    private interface Transform {
        byte[] pixels(int tile, IntFunction<Latents> latents) throws IOException;
    }

    // seen: the area whose latents a tile needs.
    private void rows(IntFunction<Region> seen, Transform transform, PixelSink sink, boolean refined, Runnable done)
            throws IOException {
        TileRange out = grid.touched(wanted);
        if (damage == DamageHandler.FAIL) {
            readAhead(out, seen);
        }
        for (int row = out.firstRow(); row <= out.lastRow(); row++) {
            List<Integer> tiles = out.row(row);
            Set<Integer> needed = new LinkedHashSet<>();
            tiles.forEach(t -> needed.addAll(grid.touched(seen.apply(t)).tiles()));
            if (!keeping) {
                int first = row; // what an earlier pass has kept for later rows stays
                latents.keySet().removeIf(t -> !needed.contains(t) && t / grid.columns() < first);
            }
            decodeLatents(needed.stream().filter(t -> !latents.containsKey(t)).toList());
            if (refined) {
                refine(needed);
            }
            conceal(needed);
            workers.forEach(tiles, t -> write(t, transform, sink), done, progress);
        }
    }

    // Reading costs next to nothing beside decoding: a file that is cut or damaged at its end fails at once, not after
    // minutes.
    private void readAhead(TileRange out, IntFunction<Region> seen) throws IOException {
        Set<Integer> needed = new LinkedHashSet<>();
        out.tiles().forEach(t -> needed.addAll(grid.touched(seen.apply(t)).tiles()));
        for (int tile : needed) {
            try {
                payload(tile);
            } catch (IOException e) {
                throw problem(tile, e);
            }
        }
    }

    private IIOException problem(int tile, IOException e) {
        return new IIOException("tile " + tile + " of " + grid.tiles() + ": " + e.getMessage(), e);
    }

    private void decodeLatents(List<Integer> tiles) throws IOException {
        workers.forEach(tiles, this::decodeTile, () -> {}, progress);
    }

    // What stands for a damaged tile has no hyper-latent to predict from, and what is around it is refined already.
    private void refine(Set<Integer> tiles) throws IOException {
        if (manifest.hasResidual()) {
            workers.forEach(
                    tiles.stream()
                            .filter(t -> !damaged.contains(t) && latents.get(t).residual() == null)
                            .toList(),
                    t -> latents.put(t, workers.transform(() -> refiner.refine(latents.get(t)))),
                    () -> {},
                    progress);
        }
    }

    private void decodeTile(int tile) throws IOException {
        Region core = grid.tile(tile);
        int height = core.height() / manifest.latentStride();
        int width = core.width() / manifest.latentStride();
        try {
            byte[] payload = payload(tile);
            latents.put(tile, workers.withCoder(coder -> coder.decode(payload, height, width)));
        } catch (IOException e) {
            if (damaged.add(tile)) { // or else an earlier pass has told of it
                synchronized (damage) {
                    damage.damaged(tile, problem(tile, e));
                }
            }
            latents.put(
                    tile,
                    new Latents(height, width, new short[0], new short[manifest.latentChannels() * height * width]));
        }
    }

    private byte[] payload(int tile) throws IOException {
        synchronized (source) {
            return source.tile(tile);
        }
    }

    // A damaged tile takes, channel by channel, the mean of the whole tiles beside it that are known by now.
    private void conceal(Set<Integer> tiles) {
        for (int tile : new ArrayList<>(damaged)) {
            if (tiles.contains(tile)) {
                List<Latents> around = new ArrayList<>();
                for (int other : neighbours(tile)) {
                    if (latents.containsKey(other) && !damaged.contains(other)) {
                        around.add(latents.get(other));
                    }
                }
                fill(latents.get(tile), around);
            }
        }
    }

    private List<Integer> neighbours(int tile) {
        int row = tile / grid.columns();
        int column = tile % grid.columns();
        List<Integer> out = new ArrayList<>();
        if (row > 0) {
            out.add(tile - grid.columns());
        }
        if (row + 1 < grid.rows()) {
            out.add(tile + grid.columns());
        }
        if (column > 0) {
            out.add(tile - 1);
        }
        if (column + 1 < grid.columns()) {
            out.add(tile + 1);
        }
        return out;
    }

    private void fill(Latents target, List<Latents> around) {
        int area = target.height() * target.width();
        for (int c = 0; c < manifest.latentChannels(); c++) {
            double sum = 0;
            long n = 0;
            for (Latents l : around) {
                int size = l.height() * l.width();
                for (int i = 0; i < size; i++) {
                    sum += l.y()[c * size + i];
                }
                n += size;
            }
            Arrays.fill(target.y(), c * area, (c + 1) * area, (short) Math.rint(n == 0 ? 0 : sum / n));
        }
    }

    private void write(int tile, Transform transform, PixelSink sink) throws IOException {
        Region core = grid.tile(tile).intersection(grid.picture());
        if (!core.intersects(wanted)) {
            return;
        }
        byte[] rgb = workers.transform(() -> transform.pixels(tile, latents::get));
        Region part = core.intersection(wanted);
        if (!part.equals(core)) {
            byte[] cut = new byte[3 * part.width() * part.height()];
            for (int r = 0; r < part.height(); r++) {
                System.arraycopy(
                        rgb,
                        3 * ((part.y() - core.y() + r) * core.width() + part.x() - core.x()),
                        cut,
                        3 * r * part.width(),
                        3 * part.width());
            }
            rgb = cut;
        }
        sink.writeRgb(part.x(), part.y(), part.width(), part.height(), rgb);
    }
}
