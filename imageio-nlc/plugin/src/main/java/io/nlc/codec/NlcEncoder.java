package io.nlc.codec;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.search.Effort;
import io.nlc.codec.search.RateSearch;
import io.nlc.codec.search.TileSearch;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.model.Tune;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.DeviceChoice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Pictures to tiles of bits. Thread-safe. */
public final class NlcEncoder {

    /*
     * For a fixed quality the tiles pass through one after the other and nothing of them stays but their bits. For a
     * target the latents before gain are kept (3 bytes a pixel; with an effort twice), because every probe of the
     * search starts from them: the analysis transform, by far the dearest step, runs once. Who wants several rates of
     * one picture may keep them, too (AnalysedPicture).
     *
     * An effort searches each tile (TileSearch). For a target that would be too slow at every probe: the quality is
     * found without, the tiles are searched at that quality, and from there the quality is looked for again, with
     * each tile as it was best.
     */

    /** The largest effort: see {@link #NlcEncoder(ModelPack, DeviceChoice, int)}. */
    public static final int MAX_EFFORT = Effort.MAX;

    /** Share of the analysis in the work of a search, for the progress only. */
    private static final float ANALYSIS_SHARE = 0.5f;

    private static final int PROBES = 5;

    /** Octaves of size and decibels that a unit of quality usually brings; only first guesses of the search. */
    private static final double BITS_SLOPE = 0.45 / Gains.TICKS;

    private static final double PSNR_SLOPE = 1.4 / Gains.TICKS;
    private static final int SAMPLE = 12;

    private final ModelPack pack;
    private final DeviceChoice device;
    private final Effort effort;

    /** Makes an encoder of effort 0; loads nothing yet. */
    public NlcEncoder(ModelPack pack, DeviceChoice device) {
        this(pack, device, 0);
    }

    /**
     * Makes an encoder; loads nothing yet.
     *
     * @param effort 0 (rounds the latent, and that is all) to {@link #MAX_EFFORT}: how long to look for symbols that
     *     cost less at equal quality. Files of all efforts decode alike. Packs that are tuned for something else than
     *     the PSNR only have effort 0, whatever is asked for: what they weigh against bits cannot be measured on a tile
     * @throws IllegalArgumentException if the effort is outside
     */
    public NlcEncoder(ModelPack pack, DeviceChoice device, int effort) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.device = Objects.requireNonNull(device, "device");
        Effort asked = Effort.of(effort);
        this.effort = pack.manifest().tune() == Tune.PSNR ? asked : Effort.of(0);
    }

    /**
     * Encodes a picture.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param target what to aim at
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public EncodedPicture encode(
            int width, int height, PixelSource source, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        TileGrid grid = TileGrid.forPicture(width, height, pack.manifest().maxTile());
        try (PackSessions sessions = PackSessions.acquire(pack, device);
                TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            return new Job(sessions, workers, grid, source, effort, progress, ANALYSIS_SHARE)
                    .encode(target, overheadBytes);
        }
    }

    /**
     * Does the work that all rates of a picture have in common.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param source kept, and read again for targets of PSNR; its pixels must not change
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public AnalysedPicture analyse(int width, int height, PixelSource source, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(progress, "progress");
        AnalysedPicture.Kind kind = kind(width, height);
        try (PackSessions sessions = PackSessions.acquire(pack, device);
                TileWorkers workers = new TileWorkers(sessions, kind.grid().tiles())) {
            return new AnalysedPicture(
                    kind, source, new Job(sessions, workers, kind.grid(), source, effort, progress, 1).analyse());
        }
    }

    /**
     * Encodes a picture that is analysed already. The bytes are those that the encoder of whoever analysed it makes of
     * the picture itself.
     *
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IllegalArgumentException if the picture was analysed for a pack with another analysis
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public EncodedPicture encode(AnalysedPicture picture, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        TileGrid grid = picture.kind().grid();
        if (!picture.kind().equals(kind(grid.width(), grid.height()))) {
            throw new IllegalArgumentException(
                    "picture was analysed for a pack with another analysis than that of " + pack.name());
        }
        try (PackSessions sessions = PackSessions.acquire(pack, device);
                TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            return new Job(sessions, workers, grid, picture.source(), effort, progress, 0)
                    .encode(picture.latents(), target, overheadBytes);
        }
    }

    /**
     * Whether this encoder takes a picture of this size that another one analysed: both packs have the same analysis
     * network and cut the picture into the same tiles. On another device the latents may differ in their last digits,
     * as they always may.
     */
    public boolean sharesAnalysis(NlcEncoder other, int width, int height) {
        return kind(width, height).equals(other.kind(width, height));
    }

    private AnalysedPicture.Kind kind(int width, int height) {
        PackManifest m = pack.manifest();
        return new AnalysedPicture.Kind(
                m.analysisDigest(),
                m.latentChannels(),
                m.latentStride(),
                m.analysisHalo(),
                TileGrid.forPicture(width, height, m.maxTile()));
    }

    /** Number of tiles a picture of this size is cut into. */
    public int tiles(int width, int height) {
        return TileGrid.forPicture(width, height, pack.manifest().maxTile()).tiles();
    }

    private static final class Job {
        private final PackSessions sessions;
        private final PackManifest manifest;
        private final TileWorkers workers;
        private final TileGrid grid;
        private final PixelSource source;
        private final CodecProgress progress;
        private final Effort effort;
        private final Analyzer analyzer;
        private final List<Integer> all;
        private final float analysisShare;
        private int done;

        Job(
                PackSessions sessions,
                TileWorkers workers,
                TileGrid grid,
                PixelSource source,
                Effort effort,
                CodecProgress progress,
                float analysisShare) {
            this.effort = effort;
            this.analysisShare = analysisShare;
            this.sessions = sessions;
            this.manifest = sessions.pack().manifest();
            this.workers = workers;
            this.grid = grid;
            this.source = source;
            this.progress = progress;
            this.analyzer = new Analyzer(sessions, grid, source);
            this.all = IntStream.range(0, grid.tiles()).boxed().toList();
        }

        EncodedPicture encode(RateTarget target, long overhead) throws IOException {
            if (target instanceof RateTarget.Quality q) {
                int quality = Gains.quality(manifest, q.value());
                return effort.any()
                        ? searched(quality)
                        : fixed(tile -> plain(workers.transform(() -> analyzer.latent(tile))), quality);
            }
            return encode(analyse(), target, overhead);
        }

        EncodedPicture encode(float[][] latents, RateTarget target, long overhead) throws IOException {
            TileSearch.Plan[] plans = Arrays.stream(latents).map(Job::plain).toArray(TileSearch.Plan[]::new);
            if (target instanceof RateTarget.Quality q) {
                int quality = Gains.quality(manifest, q.value());
                return effort.any() ? searched(quality) : fixed(tile -> plans[tile], quality);
            }
            EncodedPicture picture = toTarget(plans, target, overhead, Gains.maxQuality(manifest) / 2, true);
            if (effort.any()) {
                int near = picture.quality();
                TileSearch search = search();
                workers.forEach(
                        all, tile -> plans[tile] = search.search(tile, near).plan(), this::probed, progress);
                picture = toTarget(plans, target, overhead, near, false);
            }
            progress.progress(1f);
            return picture;
        }

        private static TileSearch.Plan plain(float[] latent) {
            return new TileSearch.Plan(latent, 0);
        }

        private TileSearch search() {
            return new TileSearch(sessions, workers, grid, source, effort, progress);
        }

        /** @param sample whether a sample of tiles may find a better start */
        private EncodedPicture toTarget(
                TileSearch.Plan[] plans, RateTarget target, long overhead, int start, boolean sample)
                throws IOException {
            if (target instanceof RateTarget.Psnr p) {
                return toPsnr(plans, p.value(), start);
            }
            double bytes = target instanceof RateTarget.Bytes b
                    ? b.value()
                    : ((RateTarget.BitsPerPixel) target).value() * grid.width() * grid.height() / 8;
            return toBytes(plans, bytes, overhead, sample ? guess(plans, bytes - overhead) : start);
        }

        private interface PlanSource {
            TileSearch.Plan plan(int tile) throws IOException;
        }

        private EncodedPicture fixed(PlanSource plans, int quality) throws IOException {
            return fixed(quality, tile -> encodeTile(plans.plan(tile), quality, tile));
        }

        private EncodedPicture searched(int quality) throws IOException {
            TileSearch search = search();
            return fixed(quality, tile -> search.search(tile, quality).encoded());
        }

        private interface TileEncoder {
            LatentCoder.Encoded encode(int tile) throws IOException;
        }

        private EncodedPicture fixed(int quality, TileEncoder encoder) throws IOException {
            byte[][] payloads = new byte[grid.tiles()][];
            workers.forEach(
                    all,
                    tile -> payloads[tile] = encoder.encode(tile).payload(),
                    () -> progress.progress(++done / (float) all.size()),
                    progress);
            return new EncodedPicture(
                    quality, grid.tileWidth(), grid.tileHeight(), Arrays.asList(payloads), true, Double.NaN);
        }

        float[][] analyse() throws IOException {
            float[][] latents = new float[grid.tiles()][];
            workers.forEach(
                    all,
                    tile -> latents[tile] = workers.transform(() -> analyzer.latent(tile)),
                    () -> progress.progress(analysisShare * ++done / all.size()),
                    progress);
            done = 0;
            return latents;
        }

        private LatentCoder.Encoded encodeTile(TileSearch.Plan plan, int quality, int tile) throws IOException {
            return TileSearch.encode(workers, manifest, grid.tile(tile), plan, quality);
        }

        private LatentCoder.Encoded[] encodeAll(TileSearch.Plan[] plans, int quality) throws IOException {
            return encode(all, plans, quality);
        }

        private LatentCoder.Encoded[] encode(List<Integer> some, TileSearch.Plan[] plans, int quality)
                throws IOException {
            LatentCoder.Encoded[] out = new LatentCoder.Encoded[grid.tiles()];
            workers.forEach(some, tile -> out[tile] = encodeTile(plans[tile], quality, tile), this::probed, progress);
            return out;
        }

        // The number of probes is not known beforehand, so the last share of the way is never more than nearly gone.
        private void probed() {
            float probes = ++done / (float) all.size();
            progress.progress(analysisShare + (1 - analysisShare) * probes / (probes + PROBES / 2f));
        }

        private EncodedPicture toBytes(TileSearch.Plan[] plans, double bytes, long overhead, int start)
                throws IOException {
            Best best = new Best();
            int max = Gains.maxQuality(manifest);
            RateSearch.Result r = RateSearch.find(max, start, BITS_SLOPE, log2(bytes), true, log2(1.003), quality -> {
                LatentCoder.Encoded[] tiles = encodeAll(plans, quality);
                best.keep(quality, tiles, Double.NaN);
                return log2(overhead + size(tiles));
            });
            return finish(best.quality == r.quality() ? best.tiles : encodeAll(plans, r.quality()), r, Double.NaN);
        }

        // Of a large picture a sample of tiles shows nearly what the whole will need.
        private int guess(TileSearch.Plan[] plans, double bytes) throws IOException {
            int max = Gains.maxQuality(manifest);
            if (all.size() < 2 * SAMPLE || bytes <= 0) {
                return max / 2;
            }
            List<Integer> some = IntStream.range(0, SAMPLE)
                    .mapToObj(i -> (int) ((i + 0.5) * all.size() / SAMPLE))
                    .toList();
            double share = some.stream().mapToInt(t -> plans[t].latent().length).sum()
                    / Arrays.stream(plans).mapToDouble(p -> p.latent().length).sum();
            return RateSearch.find(
                            max,
                            max / 2,
                            BITS_SLOPE,
                            log2(bytes * share),
                            true,
                            log2(1.01),
                            quality -> log2(size(encode(some, plans, quality))))
                    .quality();
        }

        private static long size(LatentCoder.Encoded[] tiles) {
            return Arrays.stream(tiles)
                    .filter(Objects::nonNull)
                    .mapToLong(t -> t.payload().length)
                    .sum();
        }

        private EncodedPicture toPsnr(TileSearch.Plan[] plans, double decibels, int start) throws IOException {
            Best best = new Best();
            RateSearch.Result r =
                    RateSearch.find(Gains.maxQuality(manifest), start, PSNR_SLOPE, decibels, false, 0.02, quality -> {
                        LatentCoder.Encoded[] tiles = encodeAll(plans, quality);
                        double psnr = psnr(tiles, quality);
                        best.keep(quality, tiles, psnr);
                        return psnr;
                    });
            if (best.quality != r.quality()) {
                LatentCoder.Encoded[] tiles = encodeAll(plans, r.quality());
                best.keep(r.quality(), tiles, psnr(tiles, r.quality()));
            }
            return finish(best.tiles, r, best.psnr);
        }

        private EncodedPicture finish(LatentCoder.Encoded[] tiles, RateSearch.Result r, double psnr) {
            return new EncodedPicture(
                    r.quality(),
                    grid.tileWidth(),
                    grid.tileHeight(),
                    Arrays.stream(tiles).map(LatentCoder.Encoded::payload).toList(),
                    r.reached(),
                    psnr);
        }

        private double psnr(LatentCoder.Encoded[] tiles, int quality) throws IOException {
            Synthesizer synthesizer = new Synthesizer(sessions, grid, quality);
            Latents[] latents = refined(tiles);
            long[] errors = new long[grid.tiles()];
            workers.forEach(
                    all,
                    tile -> {
                        byte[] decoded = workers.transform(() -> synthesizer.pixels(tile, i -> latents[i]));
                        Region core = grid.tile(tile).intersection(grid.picture());
                        byte[] original = new byte[decoded.length];
                        source.readRgb(core.x(), core.y(), core.width(), core.height(), original);
                        for (int i = 0; i < decoded.length; i++) {
                            int d = (decoded[i] & 255) - (original[i] & 255);
                            errors[tile] += d * d;
                        }
                    },
                    this::probed,
                    progress);
            double mse = Arrays.stream(errors).sum() / (3.0 * grid.width() * grid.height());
            return 10 * Math.log10(255 * 255 / mse);
        }

        // What the decoder will synthesise from.
        private Latents[] refined(LatentCoder.Encoded[] tiles) throws IOException {
            Latents[] latents =
                    Arrays.stream(tiles).map(LatentCoder.Encoded::latents).toArray(Latents[]::new);
            if (manifest.hasResidual()) {
                LatentRefiner refiner = new LatentRefiner(sessions);
                workers.forEach(
                        all,
                        tile -> latents[tile] = workers.transform(() -> refiner.refine(latents[tile])),
                        () -> {},
                        progress);
            }
            return latents;
        }

        private static double log2(double v) {
            return Math.log(v) / Math.log(2);
        }
    }

    private static final class Best {
        private int quality = -1;
        private LatentCoder.Encoded[] tiles;
        private double psnr;

        // Only the last probe is kept: it is the answer in all but a few searches, and the others can be made again.
        void keep(int q, LatentCoder.Encoded[] t, double p) {
            quality = q;
            tiles = t;
            psnr = p;
        }
    }
}
