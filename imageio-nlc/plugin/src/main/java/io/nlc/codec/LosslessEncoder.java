package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.container.NlcHeader;
import io.nlc.container.PixelFormat;
import io.nlc.lossless.Samples;
import io.nlc.model.TileShape;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Pictures to lossless tiles. Needs no pack and no network. Thread-safe. */
public final class LosslessEncoder {

    private final int threads;

    /** @param threads tiles that are encoded at once, at most */
    public LosslessEncoder(int threads) {
        this.threads = threads;
    }

    /**
     * The header of the file of a picture.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     */
    public static NlcHeader header(int width, int height, PixelFormat pixels) {
        TileGrid grid = TileGrid.forPicture(width, height, TileShape.ENCODED);
        return NlcHeader.lossless(width, height, pixels, grid.tileWidth(), grid.tileHeight());
    }

    /**
     * Encodes a picture.
     *
     * @param header of {@link #header}
     * @return payloads of the tiles in row-major order
     * @throws IOException if the source fails
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public List<byte[]> encode(NlcHeader header, SampleSource source, CodecProgress progress) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(progress, "progress");
        if (!header.lossless()) {
            throw new IllegalArgumentException("the header is that of a learned file");
        }
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
        byte[][] payloads = new byte[grid.tiles()][];
        int[] done = new int[1];
        try (TilePool pool = new TilePool(threads, grid.tiles())) {
            pool.forEach(
                    IntStream.range(0, grid.tiles()).boxed().toList(),
                    tile -> {
                        Region area = grid.tile(tile).intersection(grid.picture());
                        int[][] planes = new int[header.pixels().samples()][area.width() * area.height()];
                        source.readSamples(area.x(), area.y(), area.width(), area.height(), planes);
                        payloads[tile] = ContentCoder.encode(new Samples(
                                        area.width(),
                                        area.height(),
                                        header.pixels().depth(),
                                        planes))
                                .bound(header, tile)
                                .toBytes();
                    },
                    () -> progress.progress(++done[0] / (float) payloads.length),
                    progress);
        }
        return Arrays.asList(payloads);
    }
}
