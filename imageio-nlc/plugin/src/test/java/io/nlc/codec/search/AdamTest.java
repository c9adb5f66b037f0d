package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** How long the steps of a descent are. */
class AdamTest {

    private static double first(double slope, double slight) {
        Adam adam = new Adam(1, slight);
        adam.next();
        return adam.step(0, slope);
    }

    @Test
    void slopesThatAreNotSlight_makeStepsOfOne() {
        assertThat(first(3000, 20)).isEqualTo(1, within(0.01));
        assertThat(first(-3000, 20)).isEqualTo(-1, within(0.01));
        assertThat(first(1e-3, 0)).isEqualTo(1, within(0.01));
    }

    /** Zeros that hardly matter would all be moved as far as what does, otherwise. */
    @Test
    void slightSlopes_makeStepsInProportion() {
        assertThat(first(0.2, 20)).isEqualTo(0.01, within(0.001));
        assertThat(first(0.4, 20) / first(0.2, 20)).isEqualTo(2, within(0.05));
    }

    @Test
    void noSlope_makesNoStep() {
        assertThat(first(0, 0)).isZero();
    }

    /** The mean forgets; a slope that turns is followed within some steps. */
    @Test
    void steps_followASlopeThatTurns() {
        Adam adam = new Adam(2, 0);
        double last = 0;
        for (int i = 0; i < 40; i++) {
            adam.next();
            last = adam.step(1, i < 20 ? 5 : -5);
        }
        assertThat(last).isBetween(-1.0, -0.5);
    }

    /** By lambdas of levels 1, 3, 5 and 7. */
    @Test
    void slight_isLessTheHigherTheRate() {
        double scale = 4 / 9.0;
        assertThat(Adam.slight(0.00125 * scale)).isBetween(50.0, 100.0);
        assertThat(Adam.slight(0.0053 * scale)).isBetween(10.0, 20.0);
        assertThat(Adam.slight(0.0225 * scale)).isLessThan(1e-6);
        assertThat(Adam.slight(0.095 * scale)).isZero();
    }
}
