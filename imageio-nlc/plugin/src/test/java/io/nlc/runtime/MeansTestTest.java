package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeansTestTest {

    private static final int WIDTH = 16;

    private static MeansTest test(double... means) {
        return new MeansTest(MeansTest.Kind.PICTURE, 1, new TreeMap<>(), means);
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
    void meansOfLatentsAreOfSmallerBlocks_andMayBeOffByMore() {
        float[] y = new float[4 * 8];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % 8 < 4 ? -3 : 5;
        }
        TreeMap<String, SelfTest.Input> none = new TreeMap<>();
        MeansTest near = new MeansTest(MeansTest.Kind.LATENT, 1, none, new double[] {-3.007, 5.007});
        assertThat(near.accepts(y, 8)).isTrue();
        MeansTest off = new MeansTest(MeansTest.Kind.LATENT, 1, none, new double[] {-3, 5.009});
        assertThat(off.accepts(y, 8)).isFalse();
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
        FloatTensor mine = new MeansTest(MeansTest.Kind.PICTURE, 5, inputs, new double[0])
                .tensors()
                .get("y");
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
