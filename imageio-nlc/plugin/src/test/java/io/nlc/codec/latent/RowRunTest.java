package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RowRunTest {

    private static ForkJoinTask<?> submit(Callable<?> work) {
        return ForkJoinPool.commonPool().submit(work);
    }

    @Test
    void shares_coverAllRows() {
        RowRun run = new RowRun(100, 3);
        assertThat(new int[] {run.end(0), run.end(1), run.end(2)}).containsExactly(33, 66, 100);
    }

    @Test
    void await_waitsForTheSharesThatItNeedsOnly() throws IOException {
        CountDownLatch last = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        RowRun run = new RowRun(30, 3);
        run.add(submit(done::incrementAndGet));
        run.add(submit(() -> {
            last.await();
            return done.incrementAndGet();
        }));
        run.await(10); // the first share was done before
        run.await(20);
        assertThat(done).hasValue(1);
        last.countDown();
        run.await(30);
        assertThat(done).hasValue(2);
        run.close();
    }

    @Test
    void await_throwsWhatAShareThrew() {
        RowRun run = new RowRun(20, 2);
        run.add(submit(() -> {
            throw new IOException("network");
        }));
        assertThatThrownBy(() -> run.await(20)).isInstanceOf(IOException.class).hasMessageContaining("network");
        RowRun other = new RowRun(20, 2);
        other.add(submit(() -> {
            throw new IllegalArgumentException("shape");
        }));
        assertThatThrownBy(() -> other.await(20))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shape");
    }
}
