package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SynthesizerTest {

    @Test
    void toByte_roundsHalfUp_andEndsAtTheEnds() {
        assertThat(Synthesizer.toByte(-1)).isEqualTo((byte) 0);
        assertThat(Synthesizer.toByte(2)).isEqualTo((byte) 255);
        assertThat(Synthesizer.toByte(Float.NaN)).isEqualTo((byte) 0);
        assertThat(Synthesizer.toByte(0.5f)).isEqualTo((byte) 128);
        for (int i = 0; i <= 255; i++) {
            assertThat(Synthesizer.toByte(i / 255f)).isEqualTo((byte) i);
        }
    }

    @Test
    void toByte_isMathRound_aroundEveryThreshold() {
        for (int i = 0; i < 255; i++) {
            float v = (i + 0.5f) / 255f;
            for (float x = v - 4 * Math.ulp(v); x <= v + 4 * Math.ulp(v); x = Math.nextUp(x)) {
                assertThat(Synthesizer.toByte(x)).isEqualTo((byte) Math.round(x * 255f));
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float x = random.nextFloat();
            assertThat(Synthesizer.toByte(x)).isEqualTo((byte) Math.round(x * 255f));
        }
    }
}
