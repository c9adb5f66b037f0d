package io.nlc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MsSsimTest {
    @ParameterizedTest
    @MethodSource("io.nlc.metrics.Vector#all")
    void agreesWithPython(Vector vector) {
        Pictures pictures = vector.pictures();
        double value = MsSsim.of(pictures.a(), pictures.b(), vector.width(), vector.height());
        if (vector.msSsim() == null) {
            assertThat(value).isNaN();
        } else {
            assertThat(value).isCloseTo(vector.msSsim(), within(1e-7));
        }
    }

    /** Expected values from the package pytorch-msssim, which the literature on learned compression uses. */
    @ParameterizedTest
    @CsvSource({"176, 192, 0.9873818186407103", "187, 161, 0.9874183242138397", "161, 203, 0.9879921642387658"})
    void agreesWithPytorchMsssim(int width, int height, double expected) {
        Pictures pictures = Pictures.of(width, height);
        assertThat(MsSsim.of(pictures.a(), pictures.b(), width, height)).isCloseTo(expected, within(1e-7));
    }

    @Test
    void equalIsOne() {
        Pictures pictures = Pictures.of(170, 165);
        assertThat(MsSsim.of(pictures.a(), pictures.a(), 170, 165)).isCloseTo(1, within(1e-12));
    }

    @Test
    void grayIsOneChannelOfEqualThree() {
        int n = 64 * 40;
        byte[] a = new byte[n];
        byte[] b = new byte[n];
        byte[] a3 = new byte[3 * n];
        byte[] b3 = new byte[3 * n];
        for (int i = 0; i < n; i++) {
            a[i] = a3[3 * i] = a3[3 * i + 1] = a3[3 * i + 2] = (byte) (i * i / 7);
            b[i] = b3[3 * i] = b3[3 * i + 1] = b3[3 * i + 2] = (byte) (i * i / 7 + i % 5);
        }
        double gray = MsSsim.of(a, b, 64, 40);
        assertThat(gray).isBetween(0.01, 0.999);
        assertThat(MsSsim.of(a3, b3, 64, 40)).isCloseTo(gray, within(1e-12));
    }

    @Test
    void negativeSimilarityCountsAsZero() {
        byte[] a = new byte[32 * 32];
        byte[] b = new byte[32 * 32];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) ((i + i / 32) % 2 == 0 ? 0 : 255);
            b[i] = (byte) ~a[i];
        }
        assertThat(MsSsim.of(a, b, 32, 32)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 200, 0", "11, 200, 1", "20, 200, 1", "21, 200, 2", "160, 200, 4", "161, 161, 5", "4000, 3000, 5"})
    void scalesFollowTheSmallerSide(int width, int height, int scales) {
        assertThat(MsSsim.scales(width, height)).isEqualTo(scales);
        assertThat(MsSsim.scales(height, width)).isEqualTo(scales);
    }

    @Test
    void tooSmallIsNotANumber() {
        assertThat(MsSsim.of(new byte[300], new byte[300], 10, 10)).isNaN();
    }

    @Test
    void sizesMustFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> MsSsim.of(new byte[300], new byte[300], 11, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> MsSsim.of(new byte[300], new byte[299], 10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> MsSsim.of(new byte[0], new byte[0], 0, 10));
    }

    @Test
    void decibels() {
        assertThat(MsSsim.decibels(0.99)).isCloseTo(20, within(1e-9));
        assertThat(MsSsim.decibels(1)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
