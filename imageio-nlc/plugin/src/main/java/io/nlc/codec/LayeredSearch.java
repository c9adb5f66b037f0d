package io.nlc.codec;

import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.search.RateSearch;
import io.nlc.picture.CodecProgress;
import java.io.IOException;

/** Finds the price at which a picture meets a target of size or PSNR. For one thread. */
final class LayeredSearch {

    /*
     * Of a picture that is for networks only, NlcEncoder finds the quality. Where that is above the one that networks
     * are good enough for, or ends, the search goes on without networks, and the better one of both is taken. Other
     * pictures are searched along all qualities and beyond. Where the quality differs from place to place, networks are
     * good enough to their end: what is above the quality of the most part is not what is above that of all.
     */

    /** Qualities that are tried of pictures that are not for networks only. */
    private static final int QUALITIES = 128;

    /** What log2 of bytes rises by from one rung to the next, about. */
    private static final double BITS_SLOPE = 0.01;

    private static final double NEAR_BITS = 0.003;
    private static final double NEAR_DECIBELS = 0.02;

    private final LayeredEncoding encoding;
    private final PreparedPicture picture;
    private final long overhead;
    private float done;

    LayeredSearch(LayeredEncoding encoding, PreparedPicture picture, long overhead) {
        this.encoding = encoding;
        this.picture = picture;
        this.overhead = overhead;
    }

    CodedPicture find(RateTarget target) throws IOException {
        PartMap map = picture.map();
        boolean psnr = target instanceof RateTarget.Psnr;
        if (psnr) {
            encoding.promiseError();
        }
        if (!map.none()) {
            int rungs = Price.RUNGS - Price.rungOfOne();
            return search(
                            target,
                            QUALITIES + rungs,
                            QUALITIES / 2,
                            (k, part) -> k <= QUALITIES
                                    ? encoding.at(k / (double) QUALITIES, psnr, part)
                                    : encoding.beyond(Price.rungOfOne() + k - QUALITIES, part))
                    .picture;
        }
        int tiles = map.grid().tiles();
        EncodedPicture e = encoding.learned(target, overhead + tiles, new PartProgress(encoding.progress(), 0, 0.5f));
        CodedTiles coded = encoding.over(e, null, Price.at(0), new Silent(encoding.progress()));
        CodedPicture learned = new CodedPicture(coded.forFile(), e.quality(), e.targetReached(), e.psnr());
        boolean missed = psnr && !e.targetReached();
        double enough = picture.subject().offsets() == null
                ? Price.NETWORKS_TO * encoding.highestQuality()
                : encoding.highestQuality() - 1;
        if (!missed && (e.quality() <= enough || !e.targetReached())) {
            encoding.progress().progress(1);
            return learned;
        }
        done = 0.5f;
        Found finer = search(target, Price.RUNGS - 1, Price.rungOfOne(), encoding::beyond);
        if (missed || !finer.picture.targetReached()) {
            return finer.picture.targetReached() ? finer.picture : learned;
        }
        boolean better;
        if (psnr) {
            better = finer.tiles.bytes() < coded.bytes();
        } else {
            byte[][] synthesised = encoding.synthesise(e, new Silent(encoding.progress()));
            better = finer.tiles.squaredError()
                    < encoding.over(e, synthesised, Price.at(0), new Silent(encoding.progress()))
                            .squaredError();
        }
        return better ? finer.picture : learned;
    }

    private record Found(CodedPicture picture, CodedTiles tiles) {}

    private interface Ladder {
        CodedTiles at(int rung, CodecProgress part) throws IOException;
    }

    private Found search(RateTarget target, int max, int start, Ladder ladder) throws IOException {
        boolean psnr = target instanceof RateTarget.Psnr;
        RateSearch.Aim aim = target instanceof RateTarget.Psnr p
                ? new RateSearch.Aim(p.value(), false, NEAR_DECIBELS, Price.DECIBELS)
                : new RateSearch.Aim(log2(bytes(target)), true, NEAR_BITS, BITS_SLOPE);
        CodedTiles[] last = new CodedTiles[1];
        int[] at = {-1};
        RateSearch.Result found = RateSearch.find(max, start, aim, rung -> {
            last[0] = ladder.at(rung, next());
            at[0] = rung;
            return psnr ? last[0].psnr() : log2(overhead + last[0].bytes());
        });
        CodedTiles best = at[0] == found.quality() ? last[0] : ladder.at(found.quality(), next());
        encoding.progress().progress(1);
        return new Found(
                new CodedPicture(best.forFile(), best.quality(), found.reached(), psnr ? best.psnr() : Double.NaN),
                best);
    }

    /** Progress of one more probe: how many there will be is not known, so each has a quarter of what is left. */
    private CodecProgress next() {
        float from = done;
        done += (1 - done) / 4;
        return new PartProgress(encoding.progress(), from, done);
    }

    private double bytes(RateTarget target) {
        return target instanceof RateTarget.Bytes b
                ? b.value()
                : ((RateTarget.BitsPerPixel) target).value()
                        * picture.subject().width()
                        * picture.subject().height()
                        / 8;
    }

    private static double log2(double v) {
        return Math.log(v) / Math.log(2);
    }
}
