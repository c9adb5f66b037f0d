package io.nlc.codec;

import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.failure.NlcException;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * The latents of a picture's tiles, from when they are needed until no tile needs them any more. For one thread; only
 * {@link #get} may be called by others.
 */
final class TileLatents {

    private final PackManifest manifest;
    private final TileWorkers workers;
    private final TileGrid grid;
    private final TileSource source;
    private final DamageHandler damage;
    private final CodecProgress progress;
    private final LatentRefiner refiner;
    private final Map<Integer, Latents> latents = new ConcurrentHashMap<>();
    private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();

    TileLatents(
            PackSessions sessions,
            TileWorkers workers,
            TileGrid grid,
            TileSource source,
            DamageHandler damage,
            CodecProgress progress) {
        this.manifest = sessions.pack().manifest();
        this.workers = workers;
        this.grid = grid;
        this.source = source;
        this.damage = damage;
        this.progress = progress;
        this.refiner = new LatentRefiner(sessions);
    }

    /** The latents of a tile that was decoded and not forgotten. */
    Latents get(int tile) {
        return latents.get(tile);
    }

    /** Forgets the latents of some tiles. */
    void forget(IntPredicate tiles) {
        latents.keySet().removeIf(tiles::test);
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
        workers.forEach(
                tiles.stream().filter(t -> !latents.containsKey(t)).toList(), this::decodeTile, () -> {}, progress);
    }

    /** Predicts what rounding took from the latents of tiles that are decoded, if the pack does so. */
    void refine(Collection<Integer> tiles) throws IOException {
        // What stands for a damaged tile has no hyper-latent to predict from, and what is around it is refined already.
        if (manifest.networks().hasResidual()) {
            workers.forEach(
                    tiles.stream()
                            .filter(t -> !damaged.contains(t) && latents.get(t).residual() == null)
                            .toList(),
                    t -> latents.put(t, workers.transform(() -> refiner.refine(latents.get(t)))),
                    () -> {},
                    progress);
        }
    }

    /** Fills the damaged tiles among these from the whole tiles beside them that are known by now. */
    void conceal(Collection<Integer> tiles) {
        for (int tile : damaged) {
            if (tiles.contains(tile)) {
                Concealment.fill(
                        latents.get(tile),
                        grid.neighbours(tile).stream()
                                .filter(t -> latents.containsKey(t) && !damaged.contains(t))
                                .map(latents::get)
                                .toList());
            }
        }
    }

    private void decodeTile(int tile) throws IOException {
        Region core = grid.tile(tile);
        int height = core.height() / manifest.latent().stride();
        int width = core.width() / manifest.latent().stride();
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
                    new Latents(
                            height,
                            width,
                            new short[0],
                            new short[manifest.latent().channels() * height * width]));
        }
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
