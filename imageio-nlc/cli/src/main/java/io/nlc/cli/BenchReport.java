package io.nlc.cli;

import io.nlc.metrics.BdRate;
import io.nlc.metrics.MsSsim;
import io.nlc.model.Arithmetic;
import io.nlc.model.ModelPack;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What {@code bench} found.
 *
 * @param pack that was measured
 * @param effort with which it encoded
 * @param adaptive whether by areas of the picture
 * @param arithmetic with which it decoded
 * @param pictures how many
 * @param nlc the pack's curve
 * @param jpeg that of JPEG; empty if it was not measured
 * @param runs what the curves are means of
 */
record BenchReport(
        ModelPack pack,
        int effort,
        boolean adaptive,
        Arithmetic arithmetic,
        int pictures,
        List<BenchPoint> nlc,
        List<BenchPoint> jpeg,
        List<BenchRun> runs) {

    /** For programs. */
    Map<String, Object> json() {
        return Json.object(
                "pack", pack.name(),
                "tune", pack.manifest().about().tune().toString(),
                "effort", effort,
                "adaptive", adaptive,
                "synthesis", arithmetic.toString(),
                "digest", pack.digestHex(),
                "pictures", pictures,
                "nlc", nlc.stream().map(BenchPoint::json).toList(),
                "jpeg", jpeg.stream().map(BenchPoint::json).toList(),
                "bdRatePsnr", bdRatePsnr(),
                "bdRateMsSsim", bdRateMsSsim(),
                "bdRateSsimulacra2", bdRateSsimulacra2(),
                "runs", runs.stream().map(BenchRun::json).toList());
    }

    /** For people. */
    void print(PrintWriter out) {
        String how = (effort > 0 ? ", effort " + effort : "") + (adaptive ? ", adaptive" : "") + ", " + arithmetic
                + " synthesis";
        String many = pictures == 1 ? " picture" : " pictures";
        table(out, "NLC " + pack.name() + how + ", means over " + pictures + many, nlc);
        if (jpeg.isEmpty()) {
            return;
        }
        out.println();
        table(out, "JPEG (the JDK's, at its best)", jpeg);
        out.println();
        out.println("BD-rate against JPEG: PSNR " + percent(bdRatePsnr()) + ", MS-SSIM " + percent(bdRateMsSsim())
                + ", SSIMULACRA 2 " + percent(bdRateSsimulacra2()));
    }

    private static void table(PrintWriter out, String title, List<BenchPoint> points) {
        out.println(title);
        out.println("quality      bpp  PSNR dB  MS-SSIM     (dB)  SSIMULACRA 2  encode s  decode s");
        for (BenchPoint p : points) {
            out.printf(
                    Locale.ROOT,
                    "%7.3f %8.4f %8.3f %8.5f %8.2f %13.3f %9.3f %9.3f%n",
                    p.quality(),
                    p.bpp(),
                    p.psnr(),
                    p.msSsim(),
                    MsSsim.decibels(p.msSsim()),
                    p.ssimulacra2(),
                    p.encodeSeconds(),
                    p.decodeSeconds());
        }
    }

    private static String percent(double value) {
        return Double.isNaN(value)
                ? "not to be had (the curves do not overlap)"
                : String.format(Locale.ROOT, "%+.1f %%", value);
    }

    private double bdRatePsnr() {
        return bdRate(BenchPoint::psnr);
    }

    private double bdRateMsSsim() {
        return bdRate(p -> MsSsim.decibels(p.msSsim()));
    }

    private double bdRateSsimulacra2() {
        return bdRate(BenchPoint::ssimulacra2);
    }

    private double bdRate(ToDoubleFunction<BenchPoint> quality) {
        try {
            return BdRate.of(
                    array(jpeg, BenchPoint::bpp),
                    array(jpeg, quality),
                    array(nlc, BenchPoint::bpp),
                    array(nlc, quality));
        } catch (IllegalArgumentException e) { // one point only, or equal pictures
            return Double.NaN;
        }
    }

    private static double[] array(List<BenchPoint> points, ToDoubleFunction<BenchPoint> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
