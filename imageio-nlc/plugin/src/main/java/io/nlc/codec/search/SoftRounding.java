package io.nlc.codec.search;

/**
 * Rounding that can be differentiated: a number between two integers becomes one nearer to the nearest of them, the
 * more so the lower the temperature is. It is the mean of what Stochastic Gumbel Annealing draws (Yang, Bamler and
 * Mandt 2020, equations 9 and 10): odds of exp(-artanh(distance) / temperature), sharpened by the temperature once
 * more.
 *
 * @param temperature above 0; at 0.05 it is rounding but for what lies next to the middle
 */
record SoftRounding(double temperature) {

    /** Odds are infinite at integers themselves. */
    private static final double LEAST = 1e-3;

    /** What a value becomes. */
    double value(double y) {
        double floor = Math.floor(y);
        return floor + upper(part(y - floor));
    }

    /** How it changes with the value; 0 at integers. */
    double slope(double y) {
        double rest = y - Math.floor(y);
        double d = part(rest);
        if (d != rest) {
            return 0;
        }
        double q = upper(d);
        return q * (1 - q) * (1 / (1 - d * d) + 1 / (d * (2 - d))) / (temperature * temperature);
    }

    private static double part(double rest) {
        return Math.max(LEAST, Math.min(1 - LEAST, rest));
    }

    /** The share of the upper integer. */
    private double upper(double d) {
        // artanh(d) - artanh(1 - d)
        double odds = 0.5 * Math.log((1 + d) * d / ((1 - d) * (2 - d)));
        return 1 / (1 + Math.exp(-odds / (temperature * temperature)));
    }
}
