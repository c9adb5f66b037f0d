package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestUi;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LatestJobTest {

    private final TestUi ui = new TestUi();
    private final LatestJob job = new LatestJob("test", new Jobs(), ui);
    private final List<Object> delivered = new ArrayList<>();

    @Test
    void start_deliversTheResult() {
        job.start(cancelled -> 7, delivered::add, delivered::add);
        assertThat(job.busy()).isTrue();
        ui.until(() -> !delivered.isEmpty());
        assertThat(delivered).containsExactly(7);
        assertThat(job.busy()).isFalse();
    }

    @Test
    void start_again_cancelsWhatRunsAndSkipsWhatWaits() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        job.start(
                cancelled -> {
                    running.countDown();
                    while (!cancelled.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    return "old";
                },
                delivered::add,
                delivered::add);
        running.await();
        job.start(cancelled -> "skipped", delivered::add, delivered::add);
        job.start(cancelled -> "new", delivered::add, delivered::add);
        ui.until(() -> delivered.contains("new"));
        assertThat(delivered).containsExactly("new");
    }

    @Test
    void finishedButNotDelivered_isStillReplaced() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        job.start(
                cancelled -> {
                    done.countDown();
                    return "old";
                },
                delivered::add,
                delivered::add);
        done.await();
        job.start(cancelled -> "new", delivered::add, delivered::add);
        ui.until(() -> delivered.contains("new"));
        assertThat(delivered).containsExactly("new");
    }

    @Test
    void failure_isDelivered_cancellationIsNot() {
        job.start(
                cancelled -> {
                    throw new IllegalStateException("broken");
                },
                delivered::add,
                e -> delivered.add(e.getMessage()));
        ui.until(() -> !delivered.isEmpty());
        assertThat(delivered).containsExactly("broken");
        job.start(
                cancelled -> {
                    throw new CancellationException();
                },
                delivered::add,
                delivered::add);
        ui.until(() -> !job.busy());
        assertThat(delivered).hasSize(1);
    }

    @Test
    void whatThereIsSoFar_comesBeforeTheResult_andNotAfterAReplacement() throws InterruptedException {
        job.start(
                (cancelled, soFar) -> {
                    soFar.accept("part");
                    return "whole";
                },
                delivered::add,
                delivered::add,
                delivered::add);
        ui.until(() -> delivered.contains("whole"));
        assertThat(delivered).containsExactly("part", "whole");
        delivered.clear();
        CountDownLatch told = new CountDownLatch(1);
        job.start(
                (cancelled, soFar) -> {
                    soFar.accept("old part");
                    told.countDown();
                    return "old";
                },
                delivered::add,
                delivered::add,
                delivered::add);
        told.await();
        job.start(cancelled -> "new", delivered::add, delivered::add);
        ui.until(() -> delivered.contains("new"));
        assertThat(delivered).containsExactly("new");
    }

    @Test
    void cancel_deliversNothing() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        job.start(
                cancelled -> {
                    done.countDown();
                    return 1;
                },
                delivered::add,
                delivered::add);
        done.await();
        job.cancel();
        job.start(cancelled -> 2, delivered::add, delivered::add);
        ui.until(() -> delivered.contains(2));
        assertThat(delivered).containsExactly(2);
    }
}
