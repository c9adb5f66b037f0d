package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.content.TileContent;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.container.NlcHeader;
import io.nlc.failure.NlcException;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * What a picture's tiles consist of, from when it is needed until no tile needs it any more. For one thread; only
 * {@link #get} may be called by others.
 */
final class TileContents {

    private final PackManifest manifest;
    private final TileWorkers workers;
    private final TileGrid grid;
    private final NlcHeader header;
    private final TileSource source;
    private final DamageHandler damage;
    private final CodecProgress progress;
    private final LatentRefiner refiner;
    private final Concealment concealment;
    private final Map<Integer, TileContent> contents = new ConcurrentHashMap<>();
    private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();

    TileContents(
            PackSessions sessions,
            TileWorkers workers,
            DecodablePicture picture,
            DamageHandler damage,
            CodecProgress progress) {
        this.manifest = sessions.pack().manifest();
        this.workers = workers;
        this.grid = picture.grid();
        this.header = picture.header();
        this.source = picture.tiles();
        this.damage = damage;
        this.progress = progress;
        this.refiner = new LatentRefiner(sessions);
        this.concealment = new Concealment(picture.gains(), manifest.latent().stride());
    }

    /** What is in a tile that was decoded and not forgotten. */
    TileContent get(int tile) {
        return contents.get(tile);
    }

    /** Its latents. */
    Latents latents(int tile) {
        return contents.get(tile).latents();
    }

    /** Forgets some tiles. */
    void forget(IntPredicate tiles) {
        contents.keySet().removeIf(tiles::test);
    }

    /**
     * Reads the payloads of tiles, only to see that they can be read. That costs next to nothing beside decoding: a
     * file that is cut or damaged at its end fails at once, not after minutes.
     */
    void readAhead(Collection<Integer> tiles) throws IOException {
        for (int tile : tiles) {
            try {
                payload(tile);
            } catch (IOException e) {
                throw problem(tile, e);
            }
        }
    }

    /** Decodes the tiles that are not there yet; the damage handler hears of each damaged tile once. */
    void decode(Collection<Integer> tiles) throws IOException {
        workers.runAll(decoding(tiles), progress);
    }

    /** What {@link #decode} does, to be done beside other work. */
    List<TilePool.Job> decoding(Collection<Integer> tiles) {
        return tiles.stream()
                .filter(t -> !contents.containsKey(t))
                .map(t -> new TilePool.Job(() -> decodeTile(t), () -> {}))
                .toList();
    }

    /** Predicts what rounding took from the latents of tiles that are decoded, if the pack does so. */
    void refine(Collection<Integer> tiles) throws IOException {
        // What stands for a damaged tile has no hyper-latent to predict from, and what is around it is refined already.
        if (manifest.networks().hasResidual()) {
            workers.forEach(
                    tiles.stream()
                            .filter(t -> !damaged.contains(t)
                                    && contents.get(t).learned()
                                    && latents(t).residual() == null)
                            .toList(),
                    t -> contents.put(t, contents.get(t).with(workers.transform(() -> refiner.refine(latents(t))))),
                    () -> {},
                    progress);
        }
    }

    /** Fills the damaged tiles among these from the whole tiles beside them that are known by now. */
    void conceal(Collection<Integer> tiles) {
        for (int tile : damaged) {
            if (tiles.contains(tile)) {
                concealment.fill(
                        placed(tile),
                        grid.neighbours(tile).stream()
                                .filter(t -> contents.containsKey(t) && !damaged.contains(t))
                                .filter(t -> contents.get(t).learned())
                                .map(this::placed)
                                .toList());
            }
        }
    }

    private Concealment.Tile placed(int tile) {
        return new Concealment.Tile(grid.tile(tile), latents(tile));
    }

    private void decodeTile(int tile) throws IOException {
        Region core = grid.tile(tile);
        Region inside = core.intersection(grid.picture());
        int stride = manifest.latent().stride();
        ContentCoder.Shape shape = new ContentCoder.Shape(
                inside.width(),
                inside.height(),
                core.width() / stride,
                core.height() / stride,
                manifest.latent().channels());
        try {
            byte[] payload = payload(tile);
            contents.put(tile, workers.withCoder(coder -> ContentCoder.decode(header, tile, payload, shape, coder)));
        } catch (IOException e) {
            if (ours(e)) {
                throw problem(tile, e);
            }
            if (damaged.add(tile)) { // or else an earlier pass has told of it
                synchronized (damage) {
                    damage.damaged(tile, problem(tile, e));
                }
            }
            contents.put(tile, TileContent.of(shape.zeros()));
        }
    }

    /** Whether the file cannot be blamed, so that its tile must not be taken for damaged. */
    private static boolean ours(IOException e) {
        return e instanceof NlcException n
                && switch (n.kind()) {
                    case MEMORY, RUNTIME, INEXACT, PACK_BROKEN -> true;
                    default -> false;
                };
    }

    private byte[] payload(int tile) throws IOException {
        synchronized (source) {
            return source.tile(tile);
        }
    }

    private IOException problem(int tile, IOException e) {
        return NlcException.about("tile " + tile + " of " + grid.tiles(), e);
    }
}
