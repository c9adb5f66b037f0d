package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.failure.NlcException;
import io.nlc.runtime.SpeedTrial;
import org.junit.jupiter.api.Test;

class ByteSpeedTest {

    private int bytes;
    private int floats;

    private boolean pays(ByteSpeed speed, String network) throws NlcException {
        return speed.pays(network, () -> bytes++, () -> floats++);
    }

    @Test
    void nothingRuns_whereBytesAreKnownToBeFast() throws NlcException {
        assertThat(pays(new ByteSpeed(true, new SpeedTrial()), "a")).isTrue();
        assertThat(bytes + floats).isZero();
    }

    @Test
    void whatWasMeasured_isMeasuredOnce() throws NlcException {
        ByteSpeed speed = new ByteSpeed(false, new SpeedTrial());
        boolean first = pays(speed, "a");
        int runs = bytes + floats;
        assertThat(runs).isPositive();
        for (int i = 0; i < 20; i++) {
            assertThat(pays(speed, "a")).isEqualTo(first);
        }
        assertThat(bytes + floats).isEqualTo(runs);
        pays(speed, "b");
        assertThat(bytes + floats).isEqualTo(2 * runs);
    }
}
