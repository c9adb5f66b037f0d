package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.failure.NlcException;
import org.junit.jupiter.api.Test;

class SpeedTrialTest {

    private long now;

    private SpeedTrial.Run taking(long... nanos) {
        int[] run = new int[1];
        return () -> now += nanos[Math.min(run[0]++, nanos.length - 1)];
    }

    @Test
    void quickestRunCounts_andTheFirstDoesNot() throws NlcException {
        SpeedTrial trial = new SpeedTrial(() -> now);
        assertThat(trial.isFaster(taking(900, 50, 30, 70), taking(1, 40))).isTrue();
        assertThat(trial.isFaster(taking(1, 50, 41, 70), taking(900, 40))).isFalse();
        assertThat(trial.isFaster(taking(40), taking(40))).isFalse();
    }
}
