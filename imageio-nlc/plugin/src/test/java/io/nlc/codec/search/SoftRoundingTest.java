package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftRoundingTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5, 2})
    void halves_stayInTheMiddle(double temperature) {
        SoftRounding soft = new SoftRounding(temperature);
        for (double y : new double[] {-7.5, -0.5, 0.5, 3.5}) {
            assertThat(soft.value(y)).isCloseTo(y, within(1e-12));
        }
    }

    @Test
    void coldRounding_isRounding() {
        SoftRounding soft = new SoftRounding(0.05);
        for (double y = -3; y < 3; y += 0.01) {
            if (Math.abs(y - Math.floor(y) - 0.5) > 0.02) {
                assertThat(soft.value(y)).as("%s", y).isCloseTo(Math.rint(y), within(1e-3));
            }
        }
    }

    /** Values rise, and come nearer to the nearest integer as it gets colder. */
    @Test
    void cooling_hardens() {
        for (double y = -2.4; y < 2.5; y += 0.1) {
            double last = Double.POSITIVE_INFINITY;
            for (double temperature : new double[] {0.6, 0.4, 0.2, 0.1}) {
                double off = Math.abs(new SoftRounding(temperature).value(y) - Math.rint(y));
                assertThat(off).as("%s at %s", y, temperature).isLessThanOrEqualTo(last + 1e-12);
                last = off;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5})
    void slope_isThatOfTheValue(double temperature) {
        SoftRounding soft = new SoftRounding(temperature);
        double h = 1e-6;
        for (double y = -1.995; y < 2; y += 0.01) {
            double slope = (soft.value(y + h) - soft.value(y - h)) / (2 * h);
            assertThat(soft.slope(y)).as("%s", y).isCloseTo(slope, within(1e-4 * (1 + slope)));
        }
        assertThat(soft.slope(2)).isZero();
    }
}
