package io.nlc.codec.search;

import java.util.List;

/**
 * What an encoder tries on each tile beyond plain rounding: see {@link TileSearch}.
 *
 * @param analysed whether rounding by rate and distortion is tried before any step, too
 * @param steps most steps of back-projection, 0 or more
 * @param step length of one, above 0 and at most 1
 * @param strengths rounding by rate and distortion, one trial for each then and after each step: what an error of a
 *     symbol costs, as a multiple of what it would cost if the inverse gain were all that the synthesis did; empty if
 *     nothing is to be tried
 * @param polish most steps that start from the rounded latents, 0 or more
 * @param descent steps of {@link SymbolDescent} from there, with packs that have what it needs; 0 for none
 */
public record Effort(boolean analysed, int steps, double step, List<Double> strengths, int polish, int descent) {

    /** The largest effort. */
    public static final int MAX = 9;

    /*
     * Trials cost about one synthesis and one decoding of the entropy part each, steps a synthesis and an analysis.
     * Measured in README.md. Multiples around 2 are best: errors of symbols are not independent once they all go
     * towards the mean.
     */
    private static final List<Effort> LEVELS = List.of(
            new Effort(true, 0, 1, List.of(), 0, 0),
            new Effort(true, 0, 1, List.of(2.8), 0, 0),
            new Effort(false, 1, 1, List.of(2.0), 0, 0),
            new Effort(true, 1, 1, List.of(2.0), 1, 0),
            new Effort(true, 2, 0.7, List.of(2.0), 1, 0),
            new Effort(true, 3, 0.7, List.of(2.0), 2, 0),
            new Effort(true, 3, 0.7, List.of(2.0, 1.4), 3, 24),
            new Effort(true, 5, 0.5, List.of(2.0, 1.4), 5, 40),
            new Effort(true, 6, 0.5, List.of(2.0, 1.4, 2.8), 8, 80),
            new Effort(true, 8, 0.5, List.of(2.0, 1.4, 2.8), 16, 160));

    /**
     * What an effort means.
     *
     * @param level 0 (nothing) to {@link #MAX}
     * @throws IllegalArgumentException if it is outside
     */
    public static Effort of(int level) {
        if (level < 0 || level > MAX) {
            throw new IllegalArgumentException("effort must be 0 to " + MAX + ", not " + level);
        }
        return LEVELS.get(level);
    }

    /** Whether there is anything to try. */
    public boolean any() {
        return !strengths.isEmpty();
    }
}
