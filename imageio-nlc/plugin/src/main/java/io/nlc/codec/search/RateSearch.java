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

    private RateSearch() {}

    /**
     * Finds the largest quality whose value is at most the target ({@code atMost}), or the smallest whose value is at
     * least the target.
     *
     * @param max largest quality
     * @param start quality to try first
     * @param slope first guess of the rise per unit of quality
     * @param tolerance a value on the right side of the target and this near to it ends the search
     */
    public static Result find(
            int max, int start, double slope, double target, boolean atMost, double tolerance, Probe probe)
            throws IOException {
        int below = -1; // largest quality known to lie below the target
        int above = max + 1; // smallest known to lie above it
        double belowValue = Double.NaN;
        double aboveValue = Double.NaN;
        int next = start;
        for (int step = 0; above - below > 1; step++) {
            double value = probe.at(next);
            boolean low = atMost ? value <= target : value < target;
            boolean good = atMost ? value <= target : value >= target;
            if (good && Math.abs(value - target) <= tolerance) {
                return new Result(next, true);
            }
            if (low) {
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
                    : slope;
            double aim = next + (target - value) / rise;
            int guess = step < MAX_SECANT ? (int) (atMost ? Math.floor(aim) : Math.ceil(aim)) : (below + above) / 2;
            next = Math.max(below + 1, Math.min(above - 1, guess));
        }
        if (atMost) {
            return below >= 0 ? new Result(below, true) : new Result(0, false);
        }
        return above <= max ? new Result(above, true) : new Result(max, false);
    }
}
