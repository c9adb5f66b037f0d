package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseTest {

    private static final int[] SIZES = {2, 2, 3, 4, 4, 2};

    @Test
    void everyTwoValuesMeet_inFewRows() {
        List<int[]> rows = Pairwise.rows(SIZES);
        for (int a = 0; a < SIZES.length; a++) {
            for (int b = a + 1; b < SIZES.length; b++) {
                for (int x = 0; x < SIZES[a]; x++) {
                    for (int y = 0; y < SIZES[b]; y++) {
                        int[] pair = {a, x, b, y};
                        assertThat(rows)
                                .as("%s", (Object) pair)
                                .anyMatch(r -> r[pair[0]] == pair[1] && r[pair[2]] == pair[3]);
                    }
                }
            }
        }
        assertThat(rows).hasSizeBetween(16, 20);
        assertThat(rows).allSatisfy(row -> {
            for (int f = 0; f < SIZES.length; f++) {
                assertThat(row[f]).isBetween(0, SIZES[f] - 1);
            }
        });
    }

    @Test
    void product_isEveryCombination() {
        assertThat(Pairwise.product(2, 3))
                .containsExactly(new int[][] {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}});
    }
}
