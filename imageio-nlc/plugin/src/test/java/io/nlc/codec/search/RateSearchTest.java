package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateSearchTest {

    static java.util.stream.IntStream seeds() {
        return java.util.stream.IntStream.range(0, 200);
    }

    // A random rising staircase, with plateaus and jumps that a secant step overshoots.
    private static double[] staircase(Random random, int max) {
        double[] values = new double[max + 1];
        double v = random.nextDouble() * 10 - 5;
        for (int i = 0; i <= max; i++) {
            values[i] = v;
            v += random.nextInt(4) == 0 ? 0 : random.nextDouble() * (random.nextInt(50) == 0 ? 3 : 0.02);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void find_agreesWithLinearSearch(int seed) throws IOException {
        Random random = new Random(seed);
        double[] values = staircase(random, 50 + random.nextInt(1800));
        int max = values.length - 1;
        double target = values[0] - 1 + random.nextDouble() * (values[max] - values[0] + 2);
        int[] probes = {0};
        RateSearch.Probe probe = q -> {
            probes[0]++;
            return values[q];
        };
        RateSearch.Result most =
                RateSearch.find(max, random.nextInt(max + 1), new RateSearch.Aim(target, true, 0, 0.01), probe);
        assertThat(most.reached()).isEqualTo(values[0] <= target);
        int expected = last(max, q -> values[q], target);
        assertThat(values[most.quality()]).isEqualTo(values[Math.max(0, expected)]);
        RateSearch.Result least =
                RateSearch.find(max, random.nextInt(max + 1), new RateSearch.Aim(target, false, 0, 0.01), probe);
        assertThat(least.reached()).isEqualTo(values[max] >= target);
        if (least.reached()) {
            assertThat(values[least.quality()]).isGreaterThanOrEqualTo(target);
            assertThat(least.quality() == 0
                            || values[least.quality() - 1] < target
                            || values[least.quality()] == target)
                    .isTrue();
        } else {
            assertThat(least.quality()).isEqualTo(max);
        }
        assertThat(probes[0]).isLessThan(2 * 20);
    }

    private static int last(int max, IntToDoubleFunction f, double target) {
        int q = max;
        while (q >= 0 && f.applyAsDouble(q) > target) {
            q--;
        }
        return q;
    }
}
