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
    @CsvSource({"none,1,1", "none,3,5", "checkerboard,1,1", "checkerboard,1,2", "checkerboard,4,4", "checkerboard,5,7", "checkerboard,32,48",
        "serial,1,1", "serial,1,9", "serial,7,1", "serial,5,4", "serial,4,4", "serial,9,23", "serial,32,48"})
    void passes_visitEveryPositionOnce(String type, int height, int width) {
        int[] visits = new int[height * width];
        for (Pass pass : CodingOrder.of(type, 5).passes(height, width)) {
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

    @ParameterizedTest
    @CsvSource({"3,6,5", "5,1,7", "5,8,3", "5,9,20", "7,10,12", "11,13,30"})
    void wavefront_everythingSeenIsCodedBefore(int kernel, int height, int width) {
        WavefrontOrder order = new WavefrontOrder(kernel);
        assertThat(order.taps()).hasSize(kernel * kernel / 2);
        int[] step = new int[height * width];
        List<Pass> passes = order.passes(height, width);
        assertThat(passes).hasSize(width + (kernel / 2 + 1) * (height - 1));
        for (int s = 0; s < passes.size(); s++) {
            for (int p : passes.get(s).positions()) {
                step[p] = s;
            }
        }
        for (int p = 0; p < step.length; p++) {
            for (Tap tap : order.taps()) {
                int r = p / width + tap.row();
                int c = p % width + tap.column();
                if (r >= 0 && c >= 0 && c < width) {
                    assertThat(step[r * width + c]).isLessThan(step[p]);
                }
            }
        }
    }

    @Test
    void wavefront_evenKernelIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WavefrontOrder(4)).withMessageContaining("4");
    }

    @Test
    void of_unknownTypeIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> CodingOrder.of("spiral", 5)).withMessageContaining("spiral");
    }
}
