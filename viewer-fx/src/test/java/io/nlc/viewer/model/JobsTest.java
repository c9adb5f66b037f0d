package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestUi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JobsTest {

    private final Jobs jobs = new Jobs();
    private final LatestJob lane = new LatestJob("test", jobs, new TestUi());
    private final CountDownLatch running = new CountDownLatch(1);
    private final List<Object> delivered = new ArrayList<>();

    @Test
    void end_cancelsWhatRunsAndWaitsForIt() throws InterruptedException {
        boolean[] over = new boolean[1];
        lane.start(
                cancelled -> {
                    running.countDown();
                    while (!cancelled.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    Thread.sleep(200); // as inside a native call
                    over[0] = true;
                    return null;
                },
                delivered::add,
                delivered::add);
        running.await();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
        assertThat(over[0]).isTrue();
        assertThat(delivered).isEmpty();
    }

    @Test
    void end_waitsNoLongerThanItSays() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        jobs.start("test", () -> {
            running.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        running.await();
        assertThat(jobs.end(Duration.ofMillis(50))).isFalse();
        never.countDown();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void start_afterTheEnd_isRefused() {
        jobs.end();
        assertThat(jobs.start("test", () -> delivered.add("ran"))).isFalse();
        lane.start(cancelled -> delivered.add("ran"), delivered::add, delivered::add);
        assertThat(lane.busy()).isFalse();
        assertThat(jobs.end(Duration.ZERO)).isTrue();
        assertThat(delivered).isEmpty();
    }
}
