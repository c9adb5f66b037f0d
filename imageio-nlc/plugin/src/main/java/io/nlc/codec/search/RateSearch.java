package io.nlc.codec.search;

import java.io.IOException;

/** Finds the quality that meets a target on a rising function of quality. */
public final class RateSearch {

    /*
     * Log size and PSNR are nearly straight lines over quality, so a secant step usually lands next to the target:
     * three or four probes instead of the eleven of a bisection. Every step stays inside the bracket of what is known
     * to be too low and too high, and after MAX_SECANT steps the bracket is halved, so the search ends whatever the
     * function does.
     */

    private static final int MAX_SECANT = 6;

    /** Value of the function at a quality. */
    public interface Probe {
        double at(int quality) throws IOException;
    }

    /**
     * The outcome.
     *
     * @param quality the best quality found
     * @param reached whether it meets the target
     */
    public record Result(int quality, boolean reached) {}

    /**
     * What is looked for.
     *
     * @param target value of the function
     * @param atMost whether the largest quality whose value is at most the target is looked for, or the smallest whose
     *     value is at least the target
     * @param tolerance a value on the right side of the target and this near to it ends the search
     * @param slope first guess of the rise per unit of quality
     */
    public record Aim(double target, boolean atMost, double tolerance, double slope) {

        boolean low(double value) {
            return atMost ? value <= target : value < target;
        }

        boolean close(double value) {
            boolean good = atMost ? value <= target : value >= target;
            return good && Math.abs(value - target) <= tolerance;
        }
    }

    private RateSearch() {}

    /**
     * Searches.
     *
     * @param max largest quality
     * @param start quality to try first
     */
    public static Result find(int max, int start, Aim aim, Probe probe) throws IOException {
        int below = -1; // largest quality known to lie below the target
        int above = max + 1; // smallest known to lie above it
        double belowValue = Double.NaN;
        double aboveValue = Double.NaN;
        int next = start;
        for (int step = 0; above - below > 1; step++) {
            double value = probe.at(next);
            if (aim.close(value)) {
                return new Result(next, true);
            }
            if (aim.low(value)) {
                below = next;
                belowValue = value;
            } else {
                above = next;
                aboveValue = value;
            }
            if (above - below <= 1) {
                break;
            }
            double rise = below >= 0 && above <= max && aboveValue > belowValue
                    ? (aboveValue - belowValue) / (above - below)
                    : aim.slope;
            double hit = next + (aim.target - value) / rise;
            int guess = step < MAX_SECANT ? (int) (aim.atMost ? Math.floor(hit) : Math.ceil(hit)) : (below + above) / 2;
            next = Math.max(below + 1, Math.min(above - 1, guess));
        }
        if (aim.atMost) {
            return below >= 0 ? new Result(below, true) : new Result(0, false);
        }
        return above <= max ? new Result(above, true) : new Result(max, false);
    }
}
