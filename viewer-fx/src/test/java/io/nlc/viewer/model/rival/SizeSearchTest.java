package io.nlc.viewer.model.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeSearchTest {

    @Test
    void findsTheLargestThatFits() throws IOException {
        for (int bytes = 0; bytes < 140; bytes++) {
            assertThat(SizeSearch.largest(63, bytes, step -> 10 + 2L * step))
                    .as("for %s bytes", bytes)
                    .isEqualTo(Math.max(0, Math.min(63, (bytes - 10) / 2)));
        }
    }

    @Test
    void asksOfFewSettings() throws IOException {
        List<Integer> asked = new ArrayList<>();
        SizeSearch.largest(200, 77, step -> {
            asked.add(step);
            return step;
        });
        assertThat(asked.stream().distinct()).hasSizeLessThanOrEqualTo(8 + 2);
    }

    @Test
    void whereSizesGoUpAndDown_theFileThatFitsBest() throws IOException {
        long[] sizes = {10, 20, 31, 30, 41, 38, 50, 60};
        assertThat(SizeSearch.largest(7, 39, step -> sizes[step])).isEqualTo(5);
        assertThat(SizeSearch.largest(7, 30, step -> sizes[step])).isEqualTo(3);
    }
}
