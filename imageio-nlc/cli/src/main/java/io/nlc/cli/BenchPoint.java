package io.nlc.cli;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A point of a codec's curve: means over the pictures.
 *
 * @param quality 0 to 1, as the codec takes it
 * @param bpp bits per pixel
 * @param psnr decibels
 * @param msSsim at most 1
 * @param ssimulacra2 at most 100
 * @param encodeSeconds a picture
 * @param decodeSeconds a picture
 */
record BenchPoint(
        double quality,
        double bpp,
        double psnr,
        double msSsim,
        double ssimulacra2,
        double encodeSeconds,
        double decodeSeconds) {

    /** The points of a codec, one for each quality. */
    static List<BenchPoint> curve(List<BenchRun> runs, String codec, List<Double> qualities) {
        return qualities.stream()
                .map(q -> of(
                        q,
                        runs.stream()
                                .filter(r -> r.codec().equals(codec) && r.quality() == q)
                                .toList()))
                .toList();
    }

    private static BenchPoint of(double quality, List<BenchRun> runs) {
        return new BenchPoint(
                quality,
                mean(runs, r -> r.measured().bpp()),
                mean(runs, r -> r.measured().psnr()),
                mean(runs, r -> r.measured().msSsim()),
                mean(runs, r -> r.measured().ssimulacra2()),
                mean(runs, BenchRun::encodeSeconds),
                mean(runs, BenchRun::decodeSeconds));
    }

    private static double mean(List<BenchRun> runs, ToDoubleFunction<BenchRun> value) {
        return runs.stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    /** For programs. */
    Map<String, Object> json() {
        return Json.object(
                "quality", quality,
                "bpp", bpp,
                "psnr", psnr,
                "msSsim", msSsim,
                "ssimulacra2", ssimulacra2,
                "encodeSeconds", encodeSeconds,
                "decodeSeconds", decodeSeconds);
    }
}
