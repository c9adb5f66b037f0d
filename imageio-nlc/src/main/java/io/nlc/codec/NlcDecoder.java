package io.nlc.codec;

import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.DeviceChoice;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.IIOException;

/** Tiles of bits to pictures. Thread-safe. */
public final class NlcDecoder {

    /*
     * A tile's pixels depend on its own latents and on those around it (the halo of the synthesis transform), so tiles are made row
     * by row: first the latents of the row's tiles and of those they touch are decoded, in parallel and each once, then the row's
     * tiles are synthesised; latents that no later row needs are dropped. The memory is that of three rows of latents. A tile is
     * always synthesised whole, with the same halo, so that a region is the exact crop of the picture.
     */

    private final ModelPack pack;
    private final DeviceChoice device;

    /** Makes a decoder; loads nothing yet. */
    public NlcDecoder(ModelPack pack, DeviceChoice device) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.device = Objects.requireNonNull(device, "device");
    }

    /** {@link #decode(NlcHeader, TileSource, Region, PixelSink, DamageHandler, CodecProgress)} that gives up on a damaged tile. */
    public void decode(NlcHeader header, TileSource tiles, Region region, PixelSink sink, CodecProgress progress) throws IOException {
        decode(header, tiles, region, sink, DamageHandler.FAIL, progress);
    }

    /**
     * Decodes a picture or a part of it.
     *
     * @param region what to decode, inside the picture; {@code null} for all of it. Only the tiles it needs are read
     * @param damage what becomes of tiles that cannot be decoded
     * @throws IOException                                if a tile cannot be read or decoded, or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public void decode(NlcHeader header, TileSource tiles, Region region, PixelSink sink, DamageHandler damage, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(tiles, "tiles");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(damage, "damage");
        Objects.requireNonNull(progress, "progress");
        TileGrid grid = grid(header);
        Region wanted = grid.inPicture(region);
        try (PackSessions sessions = PackSessions.acquire(pack, device); TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            new Job(sessions, workers, grid, header.quality(), tiles, damage, progress).decode(wanted, sink);
        }
    }

    /**
     * Digest of all latents of a file, which is the same on every machine.
     *
     * @return hexadecimal SHA-256 over the tiles in row-major order, of each {@code z} then {@code y} as big-endian 32-bit integers
     * @throws IOException if a tile cannot be read or decoded
     */
    public String latentDigest(NlcHeader header, TileSource tiles) throws IOException {
        TileGrid grid = grid(header);
        try (PackSessions sessions = PackSessions.acquire(pack, device); TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            Job job = new Job(sessions, workers, grid, header.quality(), tiles, DamageHandler.FAIL, CodecProgress.NONE);
            for (int row = 0; row < grid.rows(); row++) {
                int first = row * grid.columns();
                List<Integer> tilesOfRow = IntStream.range(first, first + grid.columns()).boxed().toList();
                job.decodeLatents(tilesOfRow);
                tilesOfRow.forEach(t -> job.latents.remove(t).forEachBlock(sha::update));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Checks, before anything is loaded or allocated, that the pack can decode a file.
     *
     * @throws IIOException if the file's quality or tiles are beyond what the pack takes; the message names both
     */
    public void check(NlcHeader header) throws IIOException {
        Objects.requireNonNull(header, "header");
        int max = Gains.maxQuality(pack.manifest());
        if (header.quality() > max) {
            throw new IIOException("quality " + header.quality() + " of the file is above " + max + ", the highest of pack " + pack.name());
        }
        long area = (long) header.tileWidth() * header.tileHeight();
        if (area > pack.manifest().maxTile()) {
            throw new IIOException("tiles of " + header.tileWidth() + " x " + header.tileHeight() + " = " + area + " pixels in the file"
                    + " are above " + pack.manifest().maxTile() + ", the largest that pack " + pack.name() + " takes");
        }
    }

    /** How a file is cut into tiles, once it is checked. */
    TileGrid grid(NlcHeader header) throws IIOException {
        check(header);
        return new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
    }

    private static final class Job {
        private final PackSessions sessions;
        private final PackManifest manifest;
        private final TileWorkers workers;
        private final TileGrid grid;
        private final TileSource source;
        private final DamageHandler damage;
        private final CodecProgress progress;
        private final Synthesizer synthesizer;
        private final LatentRefiner refiner;
        private final Map<Integer, Latents> latents = new ConcurrentHashMap<>();
        private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();
        private int done;

        Job(PackSessions sessions, TileWorkers workers, TileGrid grid, int quality, TileSource source, DamageHandler damage,
                CodecProgress progress) {
            this.sessions = sessions;
            this.manifest = sessions.pack().manifest();
            this.workers = workers;
            this.grid = grid;
            this.source = source;
            this.damage = damage;
            this.progress = progress;
            this.synthesizer = new Synthesizer(sessions, grid, quality);
            this.refiner = new LatentRefiner(sessions);
        }

        void decode(Region wanted, PixelSink sink) throws IOException {
            int[] out = grid.touched(wanted);
            if (damage == DamageHandler.FAIL) {
                readAhead(out);
            }
            int total = (out[2] - out[0] + 1) * (out[3] - out[1] + 1);
            for (int row = out[1]; row <= out[3]; row++) {
                int first = row * grid.columns();
                List<Integer> tiles = IntStream.rangeClosed(first + out[0], first + out[2]).boxed().toList();
                Set<Integer> needed = new LinkedHashSet<>();
                tiles.forEach(t -> addTouched(synthesizer.seen(t), needed));
                latents.keySet().retainAll(needed);
                List<Integer> unknown = needed.stream().filter(t -> !latents.containsKey(t)).toList();
                decodeLatents(unknown);
                refine(unknown);
                conceal(needed);
                workers.forEach(tiles, t -> write(t, wanted, sink), () -> progress.progress(++done / (float) total), progress);
            }
        }

        // Reading costs next to nothing beside decoding: a file that is cut or damaged at its end fails at once, not after minutes.
        private void readAhead(int[] out) throws IOException {
            Set<Integer> needed = new LinkedHashSet<>();
            for (int row = out[1]; row <= out[3]; row++) {
                for (int column = out[0]; column <= out[2]; column++) {
                    addTouched(synthesizer.seen(row * grid.columns() + column), needed);
                }
            }
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

        private void addTouched(Region seen, Set<Integer> needed) {
            int[] touched = grid.touched(seen);
            for (int r = touched[1]; r <= touched[3]; r++) {
                for (int c = touched[0]; c <= touched[2]; c++) {
                    needed.add(r * grid.columns() + c);
                }
            }
        }

        void decodeLatents(List<Integer> tiles) throws IOException {
            workers.forEach(tiles, this::decodeTile, () -> { }, progress);
        }

        // What stands for a damaged tile has no hyper-latent to predict from, and what is around it is refined already.
        private void refine(List<Integer> tiles) throws IOException {
            if (manifest.hasResidual()) {
                workers.forEach(tiles.stream().filter(t -> !damaged.contains(t)).toList(),
                        t -> latents.put(t, workers.transform(() -> refiner.refine(latents.get(t)))), () -> { }, progress);
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
                synchronized (damage) {
                    damage.damaged(tile, problem(tile, e));
                }
                damaged.add(tile);
                latents.put(tile, new Latents(height, width, new short[0], new short[manifest.latentChannels() * height * width]));
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

        private void write(int tile, Region wanted, PixelSink sink) throws IOException {
            Region core = grid.tile(tile).intersection(grid.picture());
            if (!core.intersects(wanted)) {
                return;
            }
            byte[] rgb = workers.transform(() -> synthesizer.pixels(tile, latents::get));
            Region part = core.intersection(wanted);
            if (!part.equals(core)) {
                byte[] cut = new byte[3 * part.width() * part.height()];
                for (int r = 0; r < part.height(); r++) {
                    System.arraycopy(rgb, 3 * ((part.y() - core.y() + r) * core.width() + part.x() - core.x()),
                            cut, 3 * r * part.width(), 3 * part.width());
                }
                rgb = cut;
            }
            sink.writeRgb(part.x(), part.y(), part.width(), part.height(), rgb);
        }
    }
}
