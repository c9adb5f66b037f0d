package io.nlc.viewer.model.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.viewer.model.picture.Overlay;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorMapTest {

    private static final int WIDTH = 20;
    private static final int HEIGHT = 17;

    private static byte[] noise() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        new Random(7).nextBytes(rgb);
        return rgb;
    }

    private static ErrorMap map(ErrorMeasure measure, byte[] a, byte[] b) {
        return ErrorMap.of(measure, a, b, WIDTH, HEIGHT, () -> false);
    }

    @ParameterizedTest
    @EnumSource
    void equalPictures_haveNoErrors(ErrorMeasure measure) {
        ErrorMap map = map(measure, noise(), noise());
        assertThat(map.columns()).isEqualTo(3);
        assertThat(map.rows()).isEqualTo(3);
        for (float value : map.values()) {
            assertThat(value).isCloseTo(measure == ErrorMeasure.SSIM ? 1 : 0, within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheBlockThatDiffersHasErrors_alsoAtTheEdge(ErrorMeasure measure) {
        byte[] changed = noise();
        int at = 3 * (16 * WIDTH + 19); // the last block has 4 x 1 pixels
        changed[at] ^= (byte) 0x80;
        ErrorMap map = map(measure, noise(), changed);
        float none = measure == ErrorMeasure.SSIM ? 1 : 0;
        for (int i = 0; i < 8; i++) {
            assertThat(map.values()[i]).isCloseTo(none, within(1e-6f));
        }
        assertThat(Math.abs(map.values()[8] - none)).isGreaterThan(0.01f);
        if (measure == ErrorMeasure.SQUARED_ERROR) {
            assertThat(map.values()[8]).isCloseTo(128f * 128 / (3 * 4), within(1e-3f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void overlay_knowsTheNumberUnderAPixel_andFarIsBright(ErrorMeasure measure) {
        byte[] changed = noise();
        for (int i = 0; i < 24; i++) {
            changed[i] = (byte) (changed[i] ^ 0x40);
        }
        ErrorMap map = map(measure, noise(), changed);
        Overlay overlay = Overlays.errors(map);
        assertThat(overlay.number(3, 3)).isEqualTo(map.values()[0]);
        assertThat(overlay.number(19.9, 16.9)).isEqualTo(map.values()[8]);
        assertThat(overlay.number(24, 3)).isNaN();
        assertThat(overlay.values()[0]).as("the worst block").isEqualTo(1);
        assertThat(overlay.values()[8]).isZero();
    }

    @Test
    void samplesOfAnotherSize_andBeingCancelled() {
        assertThatThrownBy(() -> map(ErrorMeasure.SSIM, noise(), new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ErrorMap.of(ErrorMeasure.SSIM, noise(), noise(), WIDTH, HEIGHT, () -> true))
                .isInstanceOf(CancellationException.class);
    }

    // Of the test data of Sharma, Wu and Dalal: hue, chroma, lightness and the blue turn.
    @ParameterizedTest
    @CsvSource({
        "50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425",
        "50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000",
        "50, 0, 0, 50, -1, 2, 2.3669",
        "50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792",
        "50, 2.5, 0, 73, 25, -18, 27.1492",
        "22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373",
        "90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381"
    })
    void colourDifference(double l, double a, double b, double l2, double a2, double b2, double expected) {
        double[] p = {l, a, b};
        double[] q = {l2, a2, b2};
        assertThat(Lab.difference(p, q)).isCloseTo(expected, within(1e-4));
        assertThat(Lab.difference(q, p)).isCloseTo(expected, within(1e-4));
    }

    @Test
    void colours() {
        double[] lab = new double[3];
        Lab.of(new byte[] {-1, -1, -1}, 0, lab);
        assertThat(lab[0]).isCloseTo(100, within(0.01));
        Lab.of(new byte[] {-1, 0, 0}, 0, lab);
        assertThat(lab).containsExactly(new double[] {53.24, 80.09, 67.20}, within(0.02));
    }
}
