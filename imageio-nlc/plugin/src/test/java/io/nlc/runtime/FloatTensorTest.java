package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FloatTensorTest {

    @Test
    void reshape_keepsTheBufferWhenItShrinks() {
        FloatTensor t = new FloatTensor(2, 3).put(new float[] {1, 2, 3, 4, 5, 6});
        assertThat(t.reshape(1, 2).size()).isEqualTo(2);
        assertThat(t.toArray(null)).containsExactly(1, 2);
        assertThat(t.reshape(2, 3).get(5)).isEqualTo(6f);
    }

    @Test
    void reshape_rejectsWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatTensor(2, -1))
                .withMessageContaining("-1");
        assertThatThrownBy(() -> new FloatTensor(1L << 20, 1L << 20)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void selfTestDigest_refusesFractions() {
        assertThat(SelfTest.digest(new FloatTensor(1).put(new float[] {0.5f}))).isEmpty();
        assertThat(SelfTest.digest(new FloatTensor(1).put(new float[] {-7}))).hasSize(64);
    }
}
