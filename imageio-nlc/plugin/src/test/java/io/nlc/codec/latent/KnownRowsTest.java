package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownRowsTest {

    private final KnownRows known = new KnownRows(2);
    private final float[] out = new float[4];

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(known.find(0, out, 0)).isFalse();
        assertThat(known.find(-5, out, 0)).isFalse();
    }

    @Test
    void parametersAreThoseOfTheFeature() {
        known.add(3, new float[] {9, 1, 2, 9}, 1);
        known.add(-3, new float[] {3, 4}, 0);
        assertThat(known.find(3, out, 0)).isTrue();
        assertThat(known.find(-3, out, 2)).isTrue();
        assertThat(out).containsExactly(1, 2, 3, 4);
        assertThat(known.find(4, out, 0)).isFalse();
    }

    @Test
    void featuresThatShareAPlace_areNotTakenForOneAnother() {
        known.add(5, new float[] {1, 2}, 0);
        float other = 5 + (1 << 15);
        assertThat(known.find(other, out, 0)).isFalse();
        known.add(other, new float[] {3, 4}, 0);
        assertThat(known.find(5, out, 0)).isFalse();
        assertThat(known.find(other, out, 0)).isTrue();
        assertThat(known.find(Float.NaN, out, 0)).isFalse();
    }
}
