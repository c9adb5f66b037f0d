package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.content.TileContent;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.container.NlcHeader;
import io.nlc.failure.NlcException;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tiles without latents to pictures, the same on every machine. Needs no pack and no network. Thread-safe. */
public final class PacklessDecoder {

    private final int threads;

    /** @param threads tiles that are decoded at once, at most */
    public PacklessDecoder(int threads) {
        this.threads = threads;
    }

    /**
     * Decodes a picture or a part of it.
     *
     * @param header of a file without a pack
     * @param region what to decode, inside the picture; {@code null} for all of it. Only the tiles it needs are read
     * @param sink takes whole tiles: all samples of a lossless file, or the colours of another, whose alpha is in
     *     {@code ALPH}
     * @param damage what becomes of tiles that cannot be decoded: where it returns, they get the mean of the tiles
     *     beside them
     * @throws IOException if a tile cannot be read or decoded
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public void decode(
            NlcHeader header,
            TileSource tiles,
            Region region,
            SampleSink sink,
            DamageHandler damage,
            CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(tiles, "tiles");
        Objects.requireNonNull(sink, "sink");
        Objects.requireNonNull(damage, "damage");
        Objects.requireNonNull(progress, "progress");
        if (header.learned()) {
            throw new IllegalArgumentException("the header is that of a learned file");
        }
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
        List<Integer> wanted = grid.touched(grid.inPicture(region)).tiles();
        Work work = new Work(header, grid, tiles, sink, damage);
        int[] done = new int[1];
        try (TilePool pool = new TilePool(threads, wanted.size())) {
            pool.forEach(wanted, work::decode, () -> progress.progress(++done[0] / (float) wanted.size()), progress);
        }
        for (int tile : work.damaged) {
            work.conceal(tile);
        }
    }

    /** The tiles of one picture. */
    private static final class Work {
        private final NlcHeader header;
        private final TileGrid grid;
        private final TileSource source;
        private final SampleSink sink;
        private final DamageHandler damage;
        private final ConcurrentHashMap<Integer, int[]> means = new ConcurrentHashMap<>();
        private final Set<Integer> damaged = ConcurrentHashMap.newKeySet();

        Work(NlcHeader header, TileGrid grid, TileSource source, SampleSink sink, DamageHandler damage) {
            this.header = header;
            this.grid = grid;
            this.source = source;
            this.sink = sink;
            this.damage = damage;
        }

        void decode(int tile) throws IOException {
            Region area = grid.tile(tile).intersection(grid.picture());
            int[][] planes;
            try {
                planes = planes(ContentCoder.decode(header, tile, payload(tile), area.width(), area.height()), area);
            } catch (IOException e) {
                damaged.add(tile);
                synchronized (damage) {
                    damage.damaged(tile, NlcException.about("tile " + tile + " of " + grid.tiles(), e));
                }
                return;
            }
            if (damage != DamageHandler.FAIL) {
                means.put(
                        tile,
                        Arrays.stream(planes)
                                .mapToInt(p -> (int)
                                        Math.round(Arrays.stream(p).average().orElse(0)))
                                .toArray());
            }
            sink.writeSamples(area.x(), area.y(), area.width(), area.height(), planes);
        }

        private int[][] planes(TileContent content, Region area) {
            if (content.samples() != null) {
                return content.samples().planes();
            }
            byte[] rgb = new byte[Math.multiplyExact(3 * area.width(), area.height())];
            content.paint(rgb);
            int[][] planes = new int[header.colour().code()][rgb.length / 3];
            for (int p = 0; p < planes.length; p++) {
                for (int i = 0; i < planes[p].length; i++) {
                    planes[p][i] = rgb[3 * i + p] & 0xFF;
                }
            }
            return planes;
        }

        private byte[] payload(int tile) throws IOException {
            synchronized (source) {
                return source.tile(tile);
            }
        }

        /** Gives every plane of a tile its mean in the whole tiles beside it, or the middle of the range. */
        void conceal(int tile) throws IOException {
            Region area = grid.tile(tile).intersection(grid.picture());
            List<int[]> around = grid.neighbours(tile).stream()
                    .filter(means::containsKey)
                    .map(means::get)
                    .toList();
            int count = header.lossless()
                    ? header.pixels().samples()
                    : header.colour().code();
            int[][] planes = new int[count][area.width() * area.height()];
            for (int p = 0; p < planes.length; p++) {
                int plane = p;
                double mean = around.stream()
                        .mapToInt(m -> m[plane])
                        .average()
                        .orElse(1 << header.pixels().depth() - 1);
                Arrays.fill(planes[p], (int) Math.round(mean));
            }
            sink.writeSamples(area.x(), area.y(), area.width(), area.height(), planes);
        }
    }
}
