package io.nlc.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Bj&oslash;ntegaard's average differences between two rate-distortion curves (VCEG-M33, 2001). */
public final class BdRate {
    /*
     * Both curves are log rate as a function of quality, integrated over the qualities they share. `of` joins the
     * points by the monotone piecewise cubic of Fritsch and Butland (PCHIP, as VCEG-AL22 and JVET do), which does not
     * swing between points; `cubic` fits one third-degree polynomial in the least-squares sense (VCEG-M33), for
     * comparison with old figures.
     */
    private BdRate() {}

    /**
     * Average rate difference at equal quality.
     *
     * @param anchorRates rates of the reference curve, positive (bpp, bytes, ...), 2 points or more in any order
     * @param anchorQualities their qualities (dB), all different
     * @param rates rates of the other curve, in the same unit
     * @param qualities their qualities
     * @return percent, negative if the other curve needs less; NaN if the curves share no quality
     * @throws IllegalArgumentException if there are too few points or they are not as said
     */
    public static double of(double[] anchorRates, double[] anchorQualities, double[] rates, double[] qualities) {
        return percent(
                new Curve(anchorQualities, logs(anchorRates), 2), new Curve(qualities, logs(rates), 2), BdRate::pchip);
    }

    /** Like {@link #of} with one cubic polynomial for each curve; needs 4 points or more. */
    public static double cubic(double[] anchorRates, double[] anchorQualities, double[] rates, double[] qualities) {
        return percent(
                new Curve(anchorQualities, logs(anchorRates), 4),
                new Curve(qualities, logs(rates), 4),
                BdRate::polynomial);
    }

    /**
     * Average quality difference at equal rate, piecewise cubic over log rate; arguments as for {@link #of}.
     *
     * @return in the unit of the qualities, positive if the other curve is better; NaN if the curves share no rate
     */
    public static double quality(double[] anchorRates, double[] anchorQualities, double[] rates, double[] qualities) {
        return difference(
                new Curve(logs(anchorRates), anchorQualities, 2), new Curve(logs(rates), qualities, 2), BdRate::pchip);
    }

    /** Integral of an interpolated curve. */
    private interface Integral {
        double over(Curve curve, double from, double to);
    }

    /** Points sorted by x, which are all different. */
    private record Curve(double[] x, double[] y) {
        Curve(double[] x, double[] y, int least) {
            this(sorted(x, y, least, x), sorted(x, y, least, y));
        }

        private static double[] sorted(double[] x, double[] y, int least, double[] values) {
            if (x.length != y.length || x.length < least) {
                throw new IllegalArgumentException(
                        x.length + " and " + y.length + " numbers are not at least " + least + " points");
            }
            double[] ordered = IntStream.range(0, x.length)
                    .boxed()
                    .sorted((i, j) -> Double.compare(x[i], x[j]))
                    .mapToDouble(i -> values[i])
                    .toArray();
            for (int i = 0; i < x.length; i++) {
                if (!Double.isFinite(ordered[i]) || values == x && i > 0 && ordered[i] == ordered[i - 1]) {
                    throw new IllegalArgumentException("point with " + ordered[i] + " is not finite or repeated");
                }
            }
            return ordered;
        }

        double first() {
            return x[0];
        }

        double last() {
            return x[x.length - 1];
        }
    }

    private static double[] logs(double[] rates) {
        return Arrays.stream(rates)
                .map(rate -> {
                    if (!(rate > 0)) {
                        throw new IllegalArgumentException("rate " + rate + " is not positive");
                    }
                    return Math.log(rate);
                })
                .toArray();
    }

    private static double percent(Curve anchor, Curve other, Integral integral) {
        return Math.expm1(difference(anchor, other, integral)) * 100;
    }

    private static double difference(Curve anchor, Curve other, Integral integral) {
        double from = Math.max(anchor.first(), other.first());
        double to = Math.min(anchor.last(), other.last());
        if (from >= to) {
            return Double.NaN;
        }
        return (integral.over(other, from, to) - integral.over(anchor, from, to)) / (to - from);
    }

    private static double pchip(Curve curve, double from, double to) {
        double[] x = curve.x;
        double[] y = curve.y;
        double[] slopes = slopes(x, y);
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = Math.max(from, x[i]);
            double b = Math.min(to, x[i + 1]);
            if (a < b) {
                double h = x[i + 1] - x[i];
                double delta = (y[i + 1] - y[i]) / h;
                double c = (3 * delta - 2 * slopes[i] - slopes[i + 1]) / h;
                double d = (slopes[i] + slopes[i + 1] - 2 * delta) / (h * h);
                double[] cubic = {y[i], slopes[i], c, d};
                sum += antiderivative(cubic, b - x[i]) - antiderivative(cubic, a - x[i]);
            }
        }
        return sum;
    }

    private static double[] slopes(double[] x, double[] y) {
        int n = x.length;
        double[] h = new double[n - 1];
        double[] delta = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            h[i] = x[i + 1] - x[i];
            delta[i] = (y[i + 1] - y[i]) / h[i];
        }
        double[] slopes = new double[n];
        if (n == 2) {
            Arrays.fill(slopes, delta[0]);
            return slopes;
        }
        for (int i = 1; i < n - 1; i++) {
            if (delta[i - 1] * delta[i] > 0) {
                double w1 = 2 * h[i] + h[i - 1];
                double w2 = h[i] + 2 * h[i - 1];
                slopes[i] = (w1 + w2) / (w1 / delta[i - 1] + w2 / delta[i]);
            }
        }
        slopes[0] = edgeSlope(h[0], h[1], delta[0], delta[1]);
        slopes[n - 1] = edgeSlope(h[n - 2], h[n - 3], delta[n - 2], delta[n - 3]);
        return slopes;
    }

    /** Three-point slope at an end, kept from overshooting. */
    private static double edgeSlope(double h0, double h1, double delta0, double delta1) {
        double slope = ((2 * h0 + h1) * delta0 - h0 * delta1) / (h0 + h1);
        if (Math.signum(slope) != Math.signum(delta0)) {
            return 0;
        }
        if (Math.signum(delta0) != Math.signum(delta1) && Math.abs(slope) > 3 * Math.abs(delta0)) {
            return 3 * delta0;
        }
        return slope;
    }

    private static double polynomial(Curve curve, double from, double to) {
        // Centred and scaled to about -1..1; powers of raw decibels would cost half the digits.
        double centre = (curve.first() + curve.last()) / 2;
        double scale = (curve.last() - curve.first()) / 2;
        double[][] system = new double[4][5];
        for (int i = 0; i < curve.x.length; i++) {
            double t = (curve.x[i] - centre) / scale;
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 4; column++) {
                    system[row][column] += Math.pow(t, row + column);
                }
                system[row][4] += Math.pow(t, row) * curve.y[i];
            }
        }
        double[] cubic = solve(system);
        return scale * (antiderivative(cubic, (to - centre) / scale) - antiderivative(cubic, (from - centre) / scale));
    }

    /** Gauss-Jordan elimination with row exchange. */
    private static double[] solve(double[][] system) {
        int n = system.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int row = k + 1; row < n; row++) {
                if (Math.abs(system[row][k]) > Math.abs(system[pivot][k])) {
                    pivot = row;
                }
            }
            double[] swap = system[k];
            system[k] = system[pivot];
            system[pivot] = swap;
            for (int row = 0; row < n; row++) {
                if (row != k) {
                    double factor = system[row][k] / system[k][k];
                    for (int column = k; column <= n; column++) {
                        system[row][column] -= factor * system[k][column];
                    }
                }
            }
        }
        double[] solution = new double[n];
        for (int k = 0; k < n; k++) {
            solution[k] = system[k][n] / system[k][k];
        }
        return solution;
    }

    private static double antiderivative(double[] c, double x) {
        return x * (c[0] + x * (c[1] / 2 + x * (c[2] / 3 + x * c[3] / 4)));
    }
}
