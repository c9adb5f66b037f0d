package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileEncoder;
import io.nlc.model.PackManifest;
import io.nlc.runtime.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the quality at which a picture meets a target of size or PSNR. For one thread. */
public final class TargetSearch {

    /*
     * Every probe of the search starts from the latents before gain: the analysis transform, by far the dearest step,
     * runs once. Back-projection, or a search of each tile (TileSearch), at every probe would be too slow: the quality is
     * found without, the tiles get theirs at that quality, and from there the quality is looked for again, with each tile
     * as it was best.
     */

    /** Octaves of size and decibels that a unit of quality usually brings; only first guesses of the search. */
    private static final double BITS_SLOPE = 0.45 / Gains.TICKS;

    private static final double PSNR_SLOPE = 1.4 / Gains.TICKS;
    private static final int SAMPLE = 12;

    private final PictureTask task;
    private final PackManifest manifest;
    private final TileEncoder encoder;
    private final Effort effort;
    private final Plan[] plans;
    private final ProbeProgress progress;

    /**
     * For one picture.
     *
     * @param latents of all tiles, before gain
     * @param from share of the whole work that lies behind, for the progress
     */
    public TargetSearch(PictureTask task, Effort effort, float[][] latents, float from) {
        this.task = task;
        this.manifest = task.manifest();
        this.encoder = task.encoder();
        this.effort = effort;
        this.plans = Arrays.stream(latents).map(Plan::usual).toArray(Plan[]::new);
        this.progress = new ProbeProgress(task.progress(), from, plans.length);
    }

    /**
     * What was found.
     *
     * @param quality in units of 1/256 level
     * @param tiles payloads in row-major order
     * @param reached whether the target is met; if not, this is the nearest that the pack can come
     * @param psnr in dB if that was the target, else NaN
     */
    public record Outcome(int quality, List<byte[]> tiles, boolean reached, double psnr) {}

    /**
     * The best quality whose file is at most so large.
     *
     * @param bytes of the whole file
     * @param overhead of them, what is not the tiles' payloads
     */
    public Outcome toSize(double bytes, long overhead) throws IOException {
        RateSearch.Aim aim = new RateSearch.Aim(log2(bytes), true, log2(1.003), BITS_SLOPE);
        Measure size = (tiles, quality) -> log2(overhead + size(tiles));
        return search(aim, size, guess(bytes - overhead)).outcome(Double.NaN);
    }

    /** The lowest quality whose 8-bit RGB PSNR reaches this. */
    public Outcome toPsnr(double decibels) throws IOException {
        RateSearch.Aim aim = new RateSearch.Aim(decibels, false, 0.02, PSNR_SLOPE);
        PsnrMeter meter = new PsnrMeter(task, progress);
        Found found = search(aim, meter::psnr, Gains.maxQuality(manifest) / 2);
        return found.outcome(found.probe.value);
    }

    private interface Measure {
        double of(LatentCoder.Encoded[] tiles, int quality) throws IOException;
    }

    private record Probe(int quality, LatentCoder.Encoded[] tiles, double value) {}

    private record Found(Probe probe, boolean reached) {
        /** Of two that aim at a PSNR: the one that meets it with fewer bytes, or comes nearer. */
        boolean isBetter(Found other) {
            return reached && other.reached
                    ? size(probe.tiles) < size(other.probe.tiles)
                    : probe.value > other.probe.value;
        }

        Outcome outcome(double psnr) {
            return new Outcome(
                    probe.quality,
                    Arrays.stream(probe.tiles).map(LatentCoder.Encoded::payload).toList(),
                    reached,
                    psnr);
        }
    }

    private Found search(RateSearch.Aim aim, Measure measure, int start) throws IOException {
        Found found = probes(aim, measure, start);
        int near = found.probe.quality;
        // What a PSNR is promised of is decoded by floats.
        Optional<BackProjection> projection = BackProjection.of(aim.atMost() ? task : task.with(Precision.FULL), near);
        if (effort.any()) {
            TileSearch search = new TileSearch(task, effort);
            task.forEachTile(tile -> plans[tile] = search.plan(tile, near), progress::tileDone);
            return probes(aim, measure, near);
        }
        if (projection.isEmpty()) {
            return found;
        }
        task.forEachTile(
                tile -> plans[tile] = Plan.usual(projection.get().latent(tile, t -> plans[t].latent())),
                progress::tileDone);
        Found other = probes(aim, measure, near);
        return aim.atMost() || other.isBetter(found) ? other : found;
    }

    private Found probes(RateSearch.Aim aim, Measure measure, int start) throws IOException {
        // Only the last probe is kept: it is the answer in all but a few searches, and the others can be made again.
        Probe[] last = new Probe[1];
        RateSearch.Result r = RateSearch.find(Gains.maxQuality(manifest), start, aim, quality -> {
            last[0] = probe(measure, quality);
            return last[0].value;
        });
        Probe best = last[0].quality == r.quality() ? last[0] : probe(measure, r.quality());
        return new Found(best, r.reached());
    }

    private Probe probe(Measure measure, int quality) throws IOException {
        LatentCoder.Encoded[] tiles = encode(task.tiles(), quality);
        return new Probe(quality, tiles, measure.of(tiles, quality));
    }

    private LatentCoder.Encoded[] encode(List<Integer> some, int quality) throws IOException {
        LatentCoder.Encoded[] out = new LatentCoder.Encoded[plans.length];
        task.workers()
                .forEach(
                        some,
                        tile -> out[tile] = plans[tile].encode(encoder, manifest, tile, quality),
                        progress::tileDone,
                        task.progress());
        return out;
    }

    // Of a large picture a sample of tiles shows nearly what the whole will need.
    private int guess(double bytes) throws IOException {
        int max = Gains.maxQuality(manifest);
        if (plans.length < 2 * SAMPLE || bytes <= 0) {
            return max / 2;
        }
        List<Integer> some = IntStream.range(0, SAMPLE)
                .mapToObj(i -> (int) ((i + 0.5) * plans.length / SAMPLE))
                .toList();
        double share = some.stream().mapToInt(t -> plans[t].latent().length).sum()
                / Arrays.stream(plans).mapToDouble(p -> p.latent().length).sum();
        RateSearch.Aim aim = new RateSearch.Aim(log2(bytes * share), true, log2(1.01), BITS_SLOPE);
        return RateSearch.find(max, max / 2, aim, quality -> log2(size(encode(some, quality))))
                .quality();
    }

    private static long size(LatentCoder.Encoded[] tiles) {
        return Arrays.stream(tiles)
                .filter(Objects::nonNull)
                .mapToLong(t -> t.payload().length)
                .sum();
    }

    private static double log2(double v) {
        return Math.log(v) / Math.log(2);
    }
}
