package io.nlc.runtime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Combinations of the values of some factors in which every two values of different factors meet, so that a dozen or
 * two stand for hundreds.
 */
final class Pairwise {

    /*
     * Greedy, after AETG (Cohen, Dalal, Fredman, Patton 1997) without its random trials: a row begins with the first
     * pair that has not met, and takes of each other factor the value that meets the most of those chosen so far for
     * the first time. Where none does, values take turns. The same factors give the same rows.
     */

    /** Value {@code x} of factor {@code a} beside value {@code y} of factor {@code b}, where {@code a < b}. */
    private record Pair(int a, int x, int b, int y) {
        static Pair of(int a, int x, int b, int y) {
            return a < b ? new Pair(a, x, b, y) : new Pair(b, y, a, x);
        }
    }

    private final int[] sizes;
    private final Set<Pair> open = new LinkedHashSet<>();
    private final List<int[]> rows = new ArrayList<>();

    private Pairwise(int... sizes) {
        this.sizes = sizes;
        for (int a = 0; a < sizes.length; a++) {
            for (int b = a + 1; b < sizes.length; b++) {
                for (int x = 0; x < sizes[a]; x++) {
                    for (int y = 0; y < sizes[b]; y++) {
                        open.add(new Pair(a, x, b, y));
                    }
                }
            }
        }
    }

    /**
     * Such combinations.
     *
     * @param sizes how many values each factor has, at least 1; at least two factors
     * @return of each combination the value of each factor, from 0
     */
    static List<int[]> rows(int... sizes) {
        Pairwise pairwise = new Pairwise(sizes);
        while (!pairwise.open.isEmpty()) {
            pairwise.add();
        }
        return pairwise.rows;
    }

    /** Every combination, in the same form. */
    static List<int[]> product(int... sizes) {
        List<int[]> all = List.of(new int[0]);
        for (int size : sizes) {
            List<int[]> longer = new ArrayList<>();
            for (int[] row : all) {
                for (int x = 0; x < size; x++) {
                    int[] more = java.util.Arrays.copyOf(row, row.length + 1);
                    more[row.length] = x;
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private void add() {
        Pair first = open.iterator().next();
        int[] row = new int[sizes.length];
        boolean[] chosen = new boolean[sizes.length];
        row[first.a] = first.x;
        row[first.b] = first.y;
        chosen[first.a] = true;
        chosen[first.b] = true;
        for (int f = 0; f < sizes.length; f++) {
            if (!chosen[f]) {
                row[f] = best(f, row, chosen);
                chosen[f] = true;
            }
        }
        for (int a = 0; a < sizes.length; a++) {
            for (int b = a + 1; b < sizes.length; b++) {
                open.remove(new Pair(a, row[a], b, row[b]));
            }
        }
        rows.add(row);
    }

    private int best(int factor, int[] row, boolean... chosen) {
        int best = rows.size() % sizes[factor];
        long most = 0;
        for (int x = 0; x < sizes[factor]; x++) {
            long meets = 0;
            for (int other = 0; other < sizes.length; other++) {
                if (chosen[other] && open.contains(Pair.of(factor, x, other, row[other]))) {
                    meets++;
                }
            }
            if (meets > most) {
                most = meets;
                best = x;
            }
        }
        return best;
    }
}
