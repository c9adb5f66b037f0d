package io.nlc.codec.tile;

import io.nlc.codec.latent.LevelMap;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.runtime.Precision;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * A picture whose pixels are being worked on, tile by tile.
 *
 * @param sessions networks of the pack
 * @param workers to share the tiles out
 * @param grid how the picture is cut
 * @param source of its pixels
 * @param map of its qualities
 * @param precision of the transforms
 * @param progress may stop the work; what it hears is for the one who knows how much there is to do
 */
public record PictureTask(
        PackSessions sessions,
        TileWorkers workers,
        TileGrid grid,
        PixelSource source,
        LevelMap map,
        Precision precision,
        CodecProgress progress) {

    /** A picture of the same quality everywhere, by floats. */
    public PictureTask(
            PackSessions sessions, TileWorkers workers, TileGrid grid, PixelSource source, CodecProgress progress) {
        this(sessions, workers, grid, source, LevelMap.NONE, Precision.FULL, progress);
    }

    /** The same picture by other transforms. */
    public PictureTask with(Precision other) {
        return new PictureTask(sessions, workers, grid, source, map, other, progress);
    }

    /** What the pack says of itself. */
    public PackManifest manifest() {
        return sessions.pack().manifest();
    }

    /** Its gains at a quality in units of 1/256 level. */
    public AreaGains gains(int quality) {
        return new AreaGains(manifest(), quality, map);
    }

    /** The analysis transform of this picture. */
    public Analyzer analyzer() {
        return new Analyzer(sessions, grid, source, precision);
    }

    /** The entropy coding of this picture. */
    public TileEncoder encoder() {
        return new TileEncoder(workers, manifest(), grid, map);
    }

    /** Numbers of all tiles. */
    public List<Integer> tiles() {
        return IntStream.range(0, grid.tiles()).boxed().toList();
    }

    /**
     * Does something for every tile, a few at a time.
     *
     * @param done called on this thread after each tile
     * @throws IOException the first failure
     * @throws CancellationException if progress says so
     */
    public void forEachTile(TileWorkers.Task task, Runnable done) throws IOException {
        workers.forEach(tiles(), task, done, progress);
    }

    /**
     * The latents of all tiles, before gain and rounding.
     *
     * @param share of this in the whole work, for the progress
     */
    public float[][] analyse(float share) throws IOException {
        Analyzer analyzer = analyzer();
        float[][] latents = new float[grid.tiles()][];
        int[] done = new int[1];
        forEachTile(
                tile -> latents[tile] = workers.transform(() -> analyzer.latent(tile)),
                () -> progress.progress(share * ++done[0] / latents.length));
        return latents;
    }
}
