package io.nlc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsnrTest {
    /** Expected values from scikit-image. */
    @ParameterizedTest
    @CsvSource({"176, 192, 26.283088294932963", "187, 161, 26.319585291068236", "11, 13, 26.588997867926473"})
    void agreesWithScikitImage(int width, int height, double expected) {
        Pictures pictures = Pictures.of(width, height);
        assertThat(Psnr.of(pictures.a(), pictures.b())).isCloseTo(expected, within(1e-9));
    }

    @Test
    void equalIsInfinite() {
        assertThat(Psnr.of(new byte[] {1, -1}, new byte[] {1, -1})).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void samplesAreUnsigned() {
        assertThat(Psnr.of(new byte[] {0}, new byte[] {-1})).isZero();
        assertThat(Psnr.mse(new byte[] {-1, 0}, new byte[] {-2, 0})).isEqualTo(0.5);
        assertThat(Psnr.ofMse(1)).isCloseTo(48.1308036, within(1e-6));
    }

    @Test
    void differentLengthsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Psnr.of(new byte[3], new byte[6]))
                .withMessageContaining("3 and 6");
        assertThatIllegalArgumentException().isThrownBy(() -> Psnr.of(new byte[0], new byte[0]));
    }
}
