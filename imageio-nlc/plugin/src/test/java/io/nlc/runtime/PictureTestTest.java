package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PictureTestTest {

    private static final int WIDTH = 16;

    private static PictureTest test(double... means) {
        return new PictureTest(1, new TreeMap<>(), means);
    }

    private static float[] halves() {
        float[] x = new float[WIDTH * 8];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % WIDTH < 8 ? 0.25f : 0.75f;
        }
        return x;
    }

    @Test
    void blocksAreEightByEight_inRows() {
        assertThat(test(0.25, 0.75).accepts(halves(), WIDTH)).isTrue();
        assertThat(test(0.75, 0.25).accepts(halves(), WIDTH)).isFalse();
    }

    @Test
    void aMeanMayBeOffByALittle() {
        assertThat(test(0.2505, 0.7495).accepts(halves(), WIDTH)).isTrue();
        assertThat(test(0.252, 0.75).accepts(halves(), WIDTH)).isFalse();
        assertThat(test(0.25, 0.748).accepts(halves(), WIDTH)).isFalse();
    }

    @Test
    void whatIsNoNumberOrOfAnotherSize_isRefused() {
        float[] x = halves();
        x[77] = Float.NaN;
        assertThat(test(0.25, 0.75).accepts(x, WIDTH)).isFalse();
        assertThat(test(0.25).accepts(halves(), WIDTH)).isFalse();
        assertThat(test(0.25, 0.75, 0.5).accepts(halves(), WIDTH)).isFalse();
    }

    @Test
    void inputsAreThoseOfExactNetworks() {
        TreeMap<String, SelfTest.Input> inputs = new TreeMap<>();
        inputs.put("y", new SelfTest.Input(new long[] {1, 3, 2, 2}, 2));
        FloatTensor mine = new PictureTest(5, inputs, new double[0]).tensors().get("y");
        FloatTensor theirs = new SelfTest(5, inputs, "").tensors().get("y");
        float[] a = new float[mine.size()];
        float[] b = new float[mine.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = mine.get(i);
            b[i] = theirs.get(i);
        }
        assertThat(a).isEqualTo(b);
        assertThat(Arrays.equals(a, new float[a.length])).isFalse();
    }
}
