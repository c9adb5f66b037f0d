package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {

    /** Time passes when the test says so. */
    private static final class Clock extends ScheduledThreadPoolExecutor {

        private Runnable planned;

        Clock() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            ScheduledFuture<?> future = super.schedule(task, 1, TimeUnit.DAYS);
            assertThat(unit.toSeconds(delay)).isPositive();
            assertThat(future.getDelay(TimeUnit.SECONDS)).isGreaterThan(unit.toSeconds(delay));
            planned = () -> {
                if (!future.isCancelled()) {
                    task.run();
                }
            };
            return future;
        }

        void later() {
            Runnable now = planned;
            planned = null;
            now.run();
        }
    }

    private final Jobs jobs = new Jobs();
    private final Clock clock = new Clock();
    private final AtomicInteger released = new AtomicInteger();
    private final IdleMemory memory = new IdleMemory(jobs, clock, released::incrementAndGet);

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    private CountDownLatch work() {
        CountDownLatch done = new CountDownLatch(1);
        jobs.start("test", () -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return done;
    }

    @Test
    void afterAWhileWithoutWork_memoryIsGivenBack_once() {
        jobs.whenResting(memory);
        clock.later();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
        assertThat(released).hasValue(1);
        assertThat(clock.planned).as("to give back is no work").isNull();
    }

    @Test
    void whileThereIsWork_nothingIsGivenBack() {
        jobs.whenResting(memory);
        CountDownLatch done = work();
        clock.later();
        done.countDown();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
        assertThat(released).hasValue(0);
    }

    @Test
    void workThatWasThereBefore_isWaitedFor_andItsEndCounts() throws InterruptedException {
        CountDownLatch done = work();
        CountDownLatch resting = new CountDownLatch(1);
        jobs.whenResting(new Jobs.Rest() {
            @Override
            public void begins() {
                memory.begins();
                resting.countDown();
            }

            @Override
            public void ends() {
                memory.ends();
            }
        });
        assertThat(clock.planned).isNull();
        done.countDown();
        resting.await();
        clock.later();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
        assertThat(released).hasValue(1);
    }

    @Test
    void whatIsGivenBackWhenEverythingEnds_isWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        jobs.whenResting(new IdleMemory(jobs, clock, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        clock.later();
        assertThat(jobs.end(Duration.ofMillis(50))).isFalse();
        never.countDown();
        assertThat(jobs.end(Duration.ofMinutes(1))).isTrue();
    }
}
