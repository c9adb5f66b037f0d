package io.nlc.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingOrderTest {

    @ParameterizedTest
    @CsvSource({"none,1,1", "none,3,5", "checkerboard,1,1", "checkerboard,1,2", "checkerboard,4,4", "checkerboard,5,7", "checkerboard,32,48"})
    void passes_visitEveryPositionOnce(String type, int height, int width) {
        int[] visits = new int[height * width];
        for (Pass pass : CodingOrder.of(type).passes(height, width)) {
            for (int p : pass.positions()) {
                visits[p]++;
            }
        }
        assertThat(visits).containsOnly(1);
    }

    @Test
    void checkerboard_anchorsFirstAndBlind() {
        List<Pass> passes = new CheckerboardOrder().passes(3, 4);
        assertThat(passes).hasSize(2);
        assertThat(passes.get(0).positions()).containsExactly(0, 2, 5, 7, 8, 10);
        assertThat(passes.get(0).seesContext()).isFalse();
        assertThat(passes.get(1).seesContext()).isTrue();
    }

    @Test
    void checkerboard_neighboursOfANonAnchorAreAnchors() {
        List<Pass> passes = new CheckerboardOrder().passes(6, 5);
        for (int p : passes.get(1).positions()) {
            if (p % 5 > 0) {
                assertThat(Arrays.binarySearch(passes.get(0).positions(), p - 1)).isNotNegative();
            }
        }
    }

    @Test
    void of_unknownTypeIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> CodingOrder.of("spiral")).withMessageContaining("spiral");
    }
}
