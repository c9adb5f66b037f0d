package io.nlc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Expected values from scipy's PchipInterpolator and numpy's polyfit. The curves are published ones, BPG and VVC among
 * them.
 */
class BdRateTest {
    private static final double[][] A = {{.111, .234, .465, .941}, {27.99, 30.47, 33.33, 36.94}};
    private static final double[][] B = {{.110, .232, .472, .946}, {28.86, 31.46, 34.49, 37.97}};
    private static final double[][] C = {{.177, .274, .419, .623, .859}, {29.72, 31.39, 33.25, 35.25, 36.99}};
    private static final double[][] D = {{.1, .2, .3, .4, .6, .8}, {30, 31, 31.1, 33.5, 33.6, 36.0}};

    @Test
    void agreesWithScipy() {
        check(A, B, -21.788169417152957, -21.71613379514654, 1.0284638271911501);
        check(A, C, -8.563177919156207, -8.39635635585826, 0.394816629960689);
        check(B, C, 16.293699055123902, 16.39269531334733, -0.6602517175801372);
        check(A, D, -6.453097245342243, -6.95546848688987, 0.5336726454290576);
    }

    private static void check(double[][] anchor, double[][] other, double pchip, double cubic, double quality) {
        assertThat(BdRate.of(anchor[0], anchor[1], other[0], other[1])).isCloseTo(pchip, within(1e-8));
        assertThat(BdRate.cubic(anchor[0], anchor[1], other[0], other[1])).isCloseTo(cubic, within(1e-8));
        assertThat(BdRate.quality(anchor[0], anchor[1], other[0], other[1])).isCloseTo(quality, within(1e-9));
    }

    @Test
    void scaledRatesDifferByTheScale() {
        double[] half = Arrays.stream(C[0]).map(rate -> rate / 2).toArray();
        assertThat(BdRate.of(C[0], C[1], half, C[1])).isCloseTo(-50, within(1e-9));
        assertThat(BdRate.cubic(C[0], C[1], half, C[1])).isCloseTo(-50, within(1e-9));
        assertThat(BdRate.of(C[0], C[1], C[0], C[1])).isZero();
    }

    @Test
    void orderOfPointsDoesNotMatter() {
        double[] rates = {.859, .274, .177, .623, .419};
        double[] qualities = {36.99, 31.39, 29.72, 35.25, 33.25};
        assertThat(BdRate.of(A[0], A[1], rates, qualities)).isEqualTo(BdRate.of(A[0], A[1], C[0], C[1]));
    }

    @Test
    void twoPointsAreALine() {
        assertThat(BdRate.of(new double[] {1, 2}, new double[] {30, 33}, new double[] {2, 4}, new double[] {30, 33}))
                .isCloseTo(100, within(1e-9));
    }

    @Test
    void curvesApartHaveNoDifference() {
        assertThat(BdRate.of(new double[] {1, 2}, new double[] {30, 33}, new double[] {2, 4}, new double[] {33, 35}))
                .isNaN();
    }

    @Test
    void wrongPointsAreRefused() {
        double[] two = {1, 2};
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.of(two, two, two, new double[] {1, 2, 3}));
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.of(new double[] {1}, new double[] {1}, two, two));
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.cubic(two, two, two, two));
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.of(new double[] {0, 1}, two, two, two));
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.of(new double[] {Double.NaN, 1}, two, two, two));
        assertThatIllegalArgumentException().isThrownBy(() -> BdRate.of(two, new double[] {5, 5}, two, two));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BdRate.of(two, new double[] {5, Double.POSITIVE_INFINITY}, two, two));
    }
}
