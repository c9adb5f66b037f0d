package io.nlc.codec;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.search.BackProjection;
import io.nlc.codec.search.Effort;
import io.nlc.codec.search.Plan;
import io.nlc.codec.search.TargetSearch;
import io.nlc.codec.search.TileSearch;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileEncoder;
import java.io.IOException;
import java.util.Optional;

/** Chooses the way that a picture takes to its target. */
final class PictureEncoding {

    /** Share of the analysis in the work of a search, for the progress only. */
    private static final float ANALYSIS_SHARE = 0.5f;

    private final PictureTask task;
    private final Effort effort;

    PictureEncoding(PictureTask task, Effort effort) {
        this.task = task;
        // What a trial brings is weighed by the price of one quality.
        this.effort = task.map().present() ? Effort.of(0) : effort;
    }

    /** Encodes a picture from its pixels. */
    EncodedPicture encode(RateTarget target, long overhead) throws IOException {
        if (target instanceof RateTarget.Quality q) {
            Analyzer analyzer = task.analyzer();
            return atQuality(q, tile -> task.workers().transform(() -> analyzer.latent(tile)));
        }
        return search(task.analyse(ANALYSIS_SHARE), ANALYSIS_SHARE, target, overhead);
    }

    /** Encodes a picture from the latents of its tiles. */
    EncodedPicture encode(float[][] latents, RateTarget target, long overhead) throws IOException {
        return target instanceof RateTarget.Quality q
                ? atQuality(q, tile -> latents[tile])
                : search(latents, 0, target, overhead);
    }

    private EncodedPicture atQuality(RateTarget.Quality target, BackProjection.Source latents) throws IOException {
        int quality = Gains.quality(task.manifest(), target.value());
        if (effort.any()) {
            TileSearch search = new TileSearch(task, effort);
            return new FixedQuality(task).encode(quality, tile -> search.encode(tile, quality));
        }
        Optional<BackProjection> projection = BackProjection.of(task, quality);
        BackProjection.Source source =
                projection.isPresent() ? tile -> projection.get().latent(tile, latents) : latents;
        TileEncoder encoder = task.encoder();
        return new FixedQuality(task)
                .encode(
                        quality,
                        tile -> Plan.usual(source.latent(tile)).encode(encoder, task.manifest(), tile, quality));
    }

    private EncodedPicture search(float[][] latents, float done, RateTarget target, long overhead) throws IOException {
        TargetSearch search = new TargetSearch(task, effort, latents, done);
        TargetSearch.Outcome o =
                target instanceof RateTarget.Psnr p ? search.toPsnr(p.value()) : search.toSize(bytes(target), overhead);
        task.progress().progress(1f);
        return new EncodedPicture(
                o.quality(), task.grid().tileWidth(), task.grid().tileHeight(), o.tiles(), o.reached(), o.psnr());
    }

    private double bytes(RateTarget target) {
        return target instanceof RateTarget.Bytes b
                ? b.value()
                : ((RateTarget.BitsPerPixel) target).value()
                        * task.grid().width()
                        * task.grid().height()
                        / 8;
    }
}
