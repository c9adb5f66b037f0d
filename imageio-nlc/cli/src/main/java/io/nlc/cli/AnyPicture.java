package io.nlc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench --any} found out about one picture.
 *
 * @param file its name
 * @param alpha whether some of it may be transparent
 * @param flatPsnr of the flat mean colours of its blocks, dB; infinite if each block has one colour
 * @param sourceBytes of the file
 * @param sizes of the same picture in other formats
 * @param points qualities that rise
 */
record AnyPicture(
        String file,
        int width,
        int height,
        boolean alpha,
        double flatPsnr,
        long sourceBytes,
        LosslessSizes sizes,
        List<AnyPoint> points) {

    /** What quality 1 must have at least, dB. */
    static final double BEST_PSNR = 40;

    /** How far a mean colour may be off from {@link #MEAN_FROM} up. */
    static final double MEAN_SHIFT = 1.5;

    /** The quality from which mean colours count. */
    static final double MEAN_FROM = 0.5;

    /** What a codec for any picture must keep. */
    enum Promise {
        FLAT("below the flat colours"),
        BEST("quality 1 below 40 dB"),
        PSNR("PSNR not monotone"),
        BYTES("bytes not monotone"),
        MEAN("mean colour off");

        private final String broken;

        Promise(String broken) {
            this.broken = broken;
        }

        /** Broken, in words. */
        String broken() {
            return broken;
        }
    }

    /** A promise that is broken. @param text with figures */
    record Violation(Promise promise, String text) {}

    /** The file of quality 1, or the best there is. */
    AnyPoint best() {
        return points.get(points.size() - 1);
    }

    /** Those there are. */
    List<Violation> violations() {
        List<Violation> found = new ArrayList<>();
        AnyPoint before = null;
        for (AnyPoint p : points) {
            if (p.psnr() < flatPsnr) {
                add(found, Promise.FLAT, "%.3f dB at quality %.3f, flat colours %.3f", p.psnr(), p.quality(), flatPsnr);
            }
            if (p.quality() == 1 && p.psnr() < BEST_PSNR) {
                add(found, Promise.BEST, "%.3f dB", p.psnr());
            }
            if (before != null && p.psnr() < before.psnr()) {
                add(found, Promise.PSNR, "%.3f dB, then %.3f at %.3f", before.psnr(), p.psnr(), p.quality());
            }
            if (before != null && p.bytes() < before.bytes()) {
                add(found, Promise.BYTES, "%d, then %d at %.3f", before.bytes(), p.bytes(), p.quality());
            }
            if (p.quality() >= MEAN_FROM && p.meanShift() > MEAN_SHIFT) {
                add(found, Promise.MEAN, "by %.3f at quality %.3f", p.meanShift(), p.quality());
            }
            before = p;
        }
        return found;
    }

    private static void add(List<Violation> found, Promise promise, String format, Object... values) {
        found.add(new Violation(promise, String.format(Locale.ROOT, promise.broken() + ": " + format, values)));
    }

    /** For programs. */
    Map<String, Object> json() {
        return Json.object(
                "file", file,
                "width", width,
                "height", height,
                "alpha", alpha,
                "flatPsnr", flatPsnr,
                "sourceBytes", sourceBytes,
                "pngBytes", sizes.png(),
                "webpBytes", sizes.webp(),
                "points", points.stream().map(AnyPoint::json).toList(),
                "violations", violations().stream().map(Violation::text).toList());
    }
}
