package io.nlc.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code bench --any} found.
 *
 * @param pack name of the model pack
 * @param pictures that were measured
 * @param unreadable messages of files that are no pictures to ImageIO
 * @param optipng whether PNG was made smaller
 * @param cwebp whether WebP was measured
 */
record AnyReport(String pack, List<AnyPicture> pictures, List<String> unreadable, boolean optipng, boolean cwebp) {

    /** How many promises are broken. */
    int violations() {
        return pictures.stream().mapToInt(p -> p.violations().size()).sum();
    }

    /** For people. */
    void print(PrintWriter out) {
        out.println("NLC " + pack + " on any picture, at qualities 0, 0.5 and 1");
        out.println("flat dB     0: dB   bytes   0.5: dB   bytes     1: dB   bytes  shift     file      PNG     WebP");
        for (AnyPicture p : pictures) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%7s", decibels(p.flatPsnr())));
            for (AnyPoint at : p.points()) {
                line.append(String.format(Locale.ROOT, " %9s %7d", decibels(at.psnr()), at.bytes()));
            }
            out.printf(
                    Locale.ROOT,
                    "%s %6.2f %8d %8s %8s  %s, %d x %d, %s%n",
                    line,
                    shift(p),
                    p.sourceBytes(),
                    Objects.requireNonNullElse(p.sizes().png(), "-"),
                    Objects.requireNonNullElse(p.sizes().webp(), "-"),
                    p.file(),
                    p.width(),
                    p.height(),
                    p.best().kinds());
        }
        out.println();
        for (AnyPicture p : pictures) {
            p.violations().forEach(v -> out.println(p.file() + ": " + v.text()));
        }
        printSummary(out);
    }

    private void printSummary(PrintWriter out) {
        out.println(pictures.size() + " pictures (" + unreadable.size() + " files not readable): " + violations()
                + " violations (" + text(counts()) + ")");
        out.println("lossless at quality 1: " + lossless() + "; tiles: " + text(kinds()));
        out.printf(
                Locale.ROOT,
                "worst: %s above the flat colours, %s at quality 1, mean colour off by %.3f%n",
                decibels(least(p ->
                        p.points().stream().mapToDouble(AnyPoint::psnr).min().orElseThrow() - p.flatPsnr())),
                decibels(least(p -> p.best().psnr())),
                -least(p -> -shift(p)));
        out.println("bytes at quality 1: " + text(totals()));
        out.println("Compared where alpha is above 0. PNG is the JDK's" + (optipng ? " after optipng -o2" : "")
                + (cwebp ? "" : "; cwebp is not installed") + ".");
    }

    /** Bytes of all pictures, against formats of those pictures that they can hold. */
    private Map<String, Long> totals() {
        Map<String, Long> totals = new LinkedHashMap<>();
        totals.put("nlc", sum(p -> p.best().bytes()));
        totals.put("files", sum(AnyPicture::sourceBytes));
        against(totals, "png", p -> p.sizes().png());
        against(totals, "webp", p -> p.sizes().webp());
        return totals;
    }

    private void against(Map<String, Long> totals, String name, Function<AnyPicture, Long> bytes) {
        totals.put(name, sum(bytes));
        if (pictures.stream().anyMatch(p -> bytes.apply(p) == null)) {
            totals.put(
                    "nlc of those",
                    sum(p -> bytes.apply(p) == null ? null : p.best().bytes()));
        }
    }

    private long sum(Function<AnyPicture, Long> bytes) {
        return pictures.stream()
                .map(bytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (AnyPicture.Promise promise : AnyPicture.Promise.values()) {
            counts.put(
                    promise.broken(),
                    pictures.stream()
                            .flatMap(p -> p.violations().stream())
                            .filter(v -> v.promise() == promise)
                            .count());
        }
        return counts;
    }

    private Map<String, Long> kinds() {
        Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("learned", sum(p -> (long) p.best().kinds().learned()));
        kinds.put("layered", sum(p -> (long) p.best().kinds().layered()));
        kinds.put("lossless", sum(p -> (long) p.best().kinds().lossless()));
        return kinds;
    }

    private long lossless() {
        return pictures.stream().filter(p -> Double.isInfinite(p.best().psnr())).count();
    }

    private double least(ToDoubleFunction<AnyPicture> value) {
        // equal pictures of flat colours have no difference in dB
        return pictures.stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .min()
                .orElse(Double.NaN);
    }

    private static double shift(AnyPicture picture) {
        return picture.points().stream()
                .filter(p -> p.quality() >= AnyPicture.MEAN_FROM)
                .mapToDouble(AnyPoint::meanShift)
                .max()
                .orElse(0);
    }

    private static String text(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String decibels(double value) {
        return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** For programs. */
    Map<String, Object> json() {
        return Json.object(
                "pack",
                pack,
                "pictures",
                pictures.stream().map(AnyPicture::json).toList(),
                "unreadable",
                unreadable,
                "compared",
                "where alpha is above 0",
                "optipng",
                optipng,
                "cwebp",
                cwebp,
                "bytes",
                totals(),
                "violations",
                violations(),
                "violationsByPromise",
                counts());
    }

    /** For spreadsheets, one line a picture; equal pictures have a PSNR of {@code Infinity}. */
    List<String> csv() {
        String head = "file,width,height,alpha,flat_psnr,psnr_0,bytes_0,psnr_0.5,bytes_0.5,psnr_1,bytes_1,mean_shift,"
                + "source_bytes,png_bytes,webp_bytes,learned,layered,lossless,violations";
        return Stream.concat(Stream.of(head), pictures.stream().map(AnyReport::row))
                .toList();
    }

    private static String row(AnyPicture p) {
        StringBuilder row = new StringBuilder('"' + p.file().replace("\"", "\"\"") + '"');
        add(row, p.width(), p.height(), p.alpha(), p.flatPsnr());
        p.points().forEach(at -> add(row, at.psnr(), at.bytes()));
        TileKinds kinds = p.best().kinds();
        add(row, shift(p), p.sourceBytes(), p.sizes().png(), p.sizes().webp());
        add(
                row,
                kinds.learned(),
                kinds.layered(),
                kinds.lossless(),
                p.violations().size());
        return row.toString();
    }

    private static void add(StringBuilder row, Object... values) {
        Arrays.stream(values).forEach(v -> row.append(',').append(v == null ? "" : v));
    }
}
