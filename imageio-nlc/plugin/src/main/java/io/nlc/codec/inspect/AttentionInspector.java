package io.nlc.codec.inspect;

import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.InspectOutput;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shows what the attention of a pack's encoder looks at in a picture. For people: no file depends on it. Thread-safe.
 */
public final class AttentionInspector {

    /*
     * Tiles are those of the encoder, with its halo, because attention depends on all that a network is given: what
     * is shown is what happens when the picture is encoded. For the same reason the values of non-local blocks have
     * seams between tiles.
     */

    /** Largest region in pixels; its maps take 43 MiB. */
    public static final int MAX_PIXELS = 1 << 23;

    private final ModelPack pack;
    private final RuntimeSettings settings;

    /** Makes an inspector; loads nothing yet. */
    public AttentionInspector(ModelPack pack, RuntimeSettings settings) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Whether a pack can be inspected: it has attention modules and the optional network that shows them. */
    public static boolean available(ModelPack pack) {
        return pack.manifest().networks().hasInspect();
    }

    /**
     * Inspects a part of a picture.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param source of the picture, asked for the tiles that the region touches and their halo
     * @param region what to inspect, inside the picture; at most {@link #MAX_PIXELS} pixels
     * @return the maps in the pack's order: masks from full size down, then non-local blocks
     * @throws IllegalArgumentException if the region is too large or not in the picture, or the pack is not
     *     {@link #available}
     * @throws IOException if the source fails or the network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public List<AttentionMap> inspect(int width, int height, PixelSource source, Region region, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(progress, "progress");
        if (!available(pack)) {
            throw new IllegalArgumentException("pack " + pack.name() + " has no inspect.onnx, which shows attention");
        }
        TileGrid grid =
                TileGrid.forPicture(width, height, pack.manifest().tiles().maxArea());
        check(region, grid);
        List<Integer> tiles = grid.touched(region).tiles();
        try (PackSessions sessions = PackSessions.acquire(pack, settings);
                TileWorkers workers = new TileWorkers(sessions, tiles.size())) {
            return new Job(new PictureTask(sessions, workers, grid, source, progress), region).inspect(tiles);
        }
    }

    private static void check(Region region, TileGrid grid) {
        grid.inPicture(region);
        if ((long) region.width() * region.height() > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "region must be at most " + MAX_PIXELS + " pixels, not " + region.width() + "x" + region.height());
        }
    }

    private static final class Job {
        private final PictureTask task;
        private final Analyzer analyzer;
        private final List<AttentionMap> maps;
        private int done;

        Job(PictureTask task, Region region) {
            this.task = task;
            this.analyzer = task.analyzer();
            this.maps = task.manifest().networks().inspect().stream()
                    .map(o -> empty(o, region))
                    .toList();
        }

        private static AttentionMap empty(InspectOutput o, Region region) {
            Region area = widened(region, o.stride());
            int size = area.width() / o.stride() * (area.height() / o.stride());
            return new AttentionMap(o.name(), o.kind(), o.place(), o.stride(), area, new float[size]);
        }

        // Tiles are multiples of every stride, so this touches no more tiles.
        private static Region widened(Region r, int stride) {
            int x = r.x() / stride * stride;
            int y = r.y() / stride * stride;
            return new Region(
                    x,
                    y,
                    (r.right() - x + stride - 1) / stride * stride,
                    (r.bottom() - y + stride - 1) / stride * stride);
        }

        List<AttentionMap> inspect(List<Integer> tiles) throws IOException {
            CodecProgress progress = task.progress();
            task.workers()
                    .forEach(tiles, this::inspect, () -> progress.progress(++done / (float) tiles.size()), progress);
            return maps;
        }

        private void inspect(int tile) throws IOException {
            Region seen = analyzer.seen(tile);
            Map<String, float[]> outputs = task.workers()
                    .transform(() -> task.sessions().inspect().orElseThrow().runAll(analyzer.pixels(seen)));
            for (AttentionMap map : maps) {
                float[] values = values(map, outputs, seen);
                Region part = task.grid().tile(tile).intersection(map.region());
                Analyzer.copy(values, seen, map.values(), map.region(), part, 0, map.stride());
            }
        }

        private float[] values(AttentionMap map, Map<String, float[]> outputs, Region seen) throws NlcException {
            float[] values = outputs.get(map.name());
            int expected = seen.height() / map.stride() * (seen.width() / map.stride());
            if (values == null || values.length != expected) {
                throw new NlcException(
                        FailureKind.PACK_BROKEN,
                        "pack " + task.sessions().pack().name() + ": output " + map.name() + " of inspect.onnx "
                                + (values == null
                                        ? "is missing"
                                        : "has " + values.length + " values for " + seen.width() + "x" + seen.height()
                                                + " pixels, not " + expected));
            }
            if (map.kind().equals(InspectOutput.NONLOCAL)) {
                // Weights add up to 1 however many positions share them: tiles of different sizes compare only by the
                // even share.
                for (int i = 0; i < values.length; i++) {
                    values[i] *= values.length;
                }
            }
            return values;
        }
    }
}
