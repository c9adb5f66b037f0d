package io.nlc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Ssimulacra2Test {

    @ParameterizedTest
    @MethodSource("io.nlc.metrics.Vector#all")
    void agreesWithPython(Vector vector) {
        Pictures pictures = vector.pictures();
        assertThat(Ssimulacra2.of(pictures.a(), pictures.b(), vector.width(), vector.height()))
                .isCloseTo(vector.ssimulacra2(), within(1e-4));
    }

    /**
     * What libjxl's program ssimulacra2 says of a horizontal gradient and of noise against flat gray, as
     * imazen/ssimulacra2 recorded it.
     */
    @Test
    void agreesWithLibjxl_onTexture() {
        assertThat(Ssimulacra2.of(gradient(64), flat(64, 128), 64, 64)).isCloseTo(-64.56872147999999, within(0.003));
        assertThat(Ssimulacra2.of(noise(64, 42), flat(64, 128), 64, 64)).isCloseTo(-47.33572558, within(0.003));
    }

    /** The same of flat pictures, whose variance is only rounding, in float there. */
    @ParameterizedTest
    @CsvSource({
        "64, 5, 91.52357693",
        "64, 50, -8.75942256",
        "128, 10, 77.84296299",
        "128, 50, -9.82383315",
        "256, 20, 59.77892918",
        "256, 50, -0.39085784"
    })
    void agreesWithLibjxl_onFlatPictures(int side, int shift, double expected) {
        assertThat(Ssimulacra2.of(flat(side, 128), flat(side, 128 + shift), side, side))
                .isCloseTo(expected, within(0.1));
    }

    private static byte[] flat(int side, int value) {
        byte[] samples = new byte[3 * side * side];
        Arrays.fill(samples, (byte) value);
        return samples;
    }

    private static byte[] gradient(int side) {
        byte[] samples = new byte[3 * side * side];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i / 3 % side * 255 / (side - 1));
        }
        return samples;
    }

    private static byte[] noise(int side, long seed) {
        byte[] samples = new byte[3 * side * side];
        long state = seed;
        for (int i = 0; i < samples.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            samples[i] = (byte) (state >>> 33);
        }
        return samples;
    }

    @Test
    void equalIsAHundred() {
        Pictures pictures = Pictures.of(70, 65);
        assertThat(Ssimulacra2.of(pictures.a(), pictures.a(), 70, 65)).isCloseTo(100, within(1e-5));
    }

    @Test
    void grayIsOneChannelOfEqualThree() {
        byte[] a = new byte[40 * 30];
        byte[] b = new byte[a.length];
        byte[] a3 = new byte[3 * a.length];
        byte[] b3 = new byte[3 * a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = a3[3 * i] = a3[3 * i + 1] = a3[3 * i + 2] = (byte) (i * i / 7);
            b[i] = b3[3 * i] = b3[3 * i + 1] = b3[3 * i + 2] = (byte) (i * i / 7 + i % 5);
        }
        double gray = Ssimulacra2.of(a, b, 40, 30);
        assertThat(gray).isLessThan(100);
        assertThat(Ssimulacra2.of(a3, b3, 40, 30)).isCloseTo(gray, within(1e-9));
    }

    @Test
    void moreNoiseIsWorse() {
        byte[] a = noise(64, 1);
        double before = 100;
        for (int strength : new int[] {8, 4, 2, 1}) {
            byte[] b = noise(64, 2);
            for (int i = 0; i < b.length; i++) {
                b[i] = (byte) ((a[i] & 0xFF) + ((b[i] & 0xFF) - (a[i] & 0xFF)) / strength);
            }
            double score = Ssimulacra2.of(a, b, 64, 64);
            assertThat(score).isLessThan(before);
            before = score;
        }
    }

    @Test
    void tooSmallIsNotANumber() {
        assertThat(Ssimulacra2.of(new byte[7 * 100 * 3], new byte[7 * 100 * 3], 7, 100))
                .isNaN();
        assertThat(Ssimulacra2.of(new byte[8 * 8 * 3], new byte[8 * 8 * 3], 8, 8))
                .isCloseTo(100, within(1e-5));
    }

    @Test
    void sizesMustFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ssimulacra2.of(new byte[300], new byte[300], 11, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Ssimulacra2.of(new byte[300], new byte[299], 10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Ssimulacra2.of(new byte[0], new byte[0], 0, 10));
    }
}
