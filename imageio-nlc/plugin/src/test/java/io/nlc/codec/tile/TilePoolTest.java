package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.picture.CodecProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TilePoolTest {

    /** A tile of minutes is not waited for. */
    @Test
    void wishToStop_reachesTilesThatAreWorkedOn() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            CountDownLatch begun = new CountDownLatch(1);
            Thread caller = Thread.currentThread();
            CodecProgress stop = new CodecProgress() {
                @Override
                public void progress(float fraction) {}

                @Override
                public boolean cancelled() {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    return begun.getCount() == 0;
                }
            };
            try (TilePool pool = new TilePool(2, 3)) {
                assertThatThrownBy(() -> pool.forEach(
                                List.of(0, 1, 2),
                                tile -> {
                                    begun.countDown();
                                    while (true) {
                                        pool.checkStopped();
                                        Thread.onSpinWait();
                                    }
                                },
                                () -> {},
                                stop))
                        .isInstanceOf(CancellationException.class);
            }
        });
    }
}
