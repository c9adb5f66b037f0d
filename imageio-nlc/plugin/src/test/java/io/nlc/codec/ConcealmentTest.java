package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.latent.Latents;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcealmentTest {

    private static Latents latents(int height, int width, int... y) {
        short[] values = new short[y.length];
        for (int i = 0; i < y.length; i++) {
            values[i] = (short) y[i];
        }
        return new Latents(height, width, new short[0], values);
    }

    @Test
    void fill_isTheMeanOfEachChannelByPositions() {
        Latents target = latents(1, 2, 9, 9, 9, 9);
        Concealment.fill(target, List.of(latents(1, 1, 10, -6), latents(1, 3, 2, 2, 3, -2, -2, -3)));
        assertThat(target.y()).containsExactly(4, 4, -3, -3); // 17 / 4 and -13 / 4
    }

    @Test
    void fill_withNothingAroundIsZero() {
        Latents target = latents(1, 2, 9, 9, 9, 9);
        Concealment.fill(target, List.of());
        assertThat(target.y()).containsOnly(0);
    }
}
