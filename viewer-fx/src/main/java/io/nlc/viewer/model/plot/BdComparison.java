package io.nlc.viewer.model.plot;

import io.nlc.metrics.BdRate;
import io.nlc.viewer.model.coding.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How many bits one curve needs at the quality of others, on average over the qualities that both have (BD-rate).
 *
 * @param reference whose bits; null if there are none of it
 * @param lines against whom; only curves with points enough
 */
public record BdComparison(Codec reference, List<Line> lines) {

    /** Nothing can be said. */
    public static final BdComparison NONE = new BdComparison(null, List.of());

    /** Fewer points make no curve. */
    private static final int LEAST = 4;

    /**
     * One of the others.
     *
     * @param codec which one
     * @param percent more bits, so negative where the reference needs fewer
     */
    public record Line(Codec codec, double percent) {}

    /**
     * Compares curves.
     *
     * @param points of all curves
     * @param reference whose bits are wanted
     * @param others with what; the reference itself is left out
     * @param metric of the quality
     */
    public static BdComparison of(
            Collection<RatePoint> points, Codec reference, Collection<Codec> others, Metric metric) {
        List<RatePoint> ours = curve(points, reference, metric);
        List<Line> lines = new ArrayList<>();
        for (Codec codec : others) {
            List<RatePoint> theirs = curve(points, codec, metric);
            if (!codec.equals(reference) && ours.size() >= LEAST && theirs.size() >= LEAST) {
                double percent =
                        BdRate.of(rates(theirs), qualities(theirs, metric), rates(ours), qualities(ours, metric));
                if (Double.isFinite(percent)) {
                    lines.add(new Line(codec, percent));
                }
            }
        }
        return lines.isEmpty() ? NONE : new BdComparison(reference, List.copyOf(lines));
    }

    // By quality; of points of one quality the cheapest, for a curve has one rate at each.
    private static List<RatePoint> curve(Collection<RatePoint> points, Codec codec, Metric metric) {
        List<RatePoint> sorted = points.stream()
                .filter(point -> point.codec().equals(codec) && Double.isFinite(metric.of(point)))
                .sorted(Comparator.comparingDouble(metric::of).thenComparingDouble(RatePoint::bpp))
                .toList();
        List<RatePoint> curve = new ArrayList<>();
        for (RatePoint point : sorted) {
            if (curve.isEmpty() || metric.of(point) > metric.of(curve.get(curve.size() - 1))) {
                curve.add(point);
            }
        }
        return curve;
    }

    private static double[] rates(List<RatePoint> curve) {
        return curve.stream().mapToDouble(RatePoint::bpp).toArray();
    }

    private static double[] qualities(List<RatePoint> curve, Metric metric) {
        return curve.stream().mapToDouble(metric::of).toArray();
    }
}
