package io.nlc.viewer.view.plot;

/**
 * Bounds of an axis and the steps between its labels, which are round numbers.
 *
 * @param lower a multiple of the step
 * @param upper as asked for
 * @param step between labels
 */
record Ticks(double lower, double upper, double step) {

    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** Labels for a range, about so many. */
    static Ticks of(double low, double high, int count) {
        double span = high > low ? high - low : Math.max(1e-3, Math.abs(low) * 0.1);
        double decade = Math.pow(10, Math.floor(Math.log10(span / count)));
        double step = 10 * decade;
        for (double round : ROUND) {
            if (round * decade * count >= span) {
                step = round * decade;
                break;
            }
        }
        return new Ticks(Math.floor(low / step + 1e-9) * step, Math.max(high, low + span), step);
    }
}
