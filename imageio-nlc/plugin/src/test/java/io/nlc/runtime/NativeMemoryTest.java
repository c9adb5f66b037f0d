package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What networks of other tests in this process hold counts, too; so those at rest are unloaded first. */
class NativeMemoryTest {

    private static final long MIB = 1 << 20;

    private final long before = withoutOthers();
    private final List<NativeMemory.Share> shares = new ArrayList<>();
    private final List<String> unloaded = new ArrayList<>();

    private static long withoutOthers() {
        NativeMemory.Share share = new NativeMemory.Share("all", new MemoryUse(1, 0), () -> {});
        try {
            share.reserve(new MemoryBudget(1), 0).close();
        } catch (NlcException e) {
            throw new AssertionError(e);
        }
        share.close();
        return NativeMemory.total();
    }

    /** 10 MiB, and 1 MiB a position. */
    private NativeMemory.Share share(String name) {
        NativeMemory.Share share = new NativeMemory.Share(name, new MemoryUse(10 * MIB, MIB), () -> unloaded.add(name));
        shares.add(share);
        return share;
    }

    private MemoryBudget budget(int mebibytes) {
        return new MemoryBudget(before + mebibytes * MIB);
    }

    private long held() {
        return NativeMemory.total() - before;
    }

    @AfterEach
    void close() {
        shares.forEach(NativeMemory.Share::close);
        assertThat(held()).isZero();
    }

    private static CompletableFuture<NativeMemory.Reservation> later(
            NativeMemory.Share share, MemoryBudget budget, int positions) {
        CompletableFuture<NativeMemory.Reservation> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(share.reserve(budget, positions));
            } catch (NlcException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static boolean waits(CompletableFuture<?> future) throws ExecutionException, InterruptedException {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    @Test
    void whatDoesNotFitAlone_isRefused_withWhatItNeeds() {
        NativeMemory.Share share = share("a network");
        assertThatThrownBy(() -> share.reserve(new MemoryBudget(20 * MIB - 1), 10))
                .isInstanceOf(NlcException.class)
                .hasMessage("a network needs 20 MiB of native memory, more than the limit of 20 MiB (nlc.maxMemory)")
                .satisfies(e -> assertThat(((NlcException) e).kind()).isEqualTo(FailureKind.MEMORY));
        assertThatThrownBy(() -> share.reserve(new MemoryBudget(Long.MAX_VALUE - 1), Long.MAX_VALUE))
                .hasMessageContaining("nlc.maxMemory");
        assertThat(held()).isZero();
    }

    @Test
    void arenaStays_andServesTheNextRun() throws NlcException {
        NativeMemory.Share share = share("a");
        share.reserve(budget(100), 5).close();
        assertThat(held()).isEqualTo(15 * MIB);
        share.reserve(budget(100), 3).close();
        assertThat(held()).isEqualTo(15 * MIB);
        try (NativeMemory.Reservation one = share.reserve(budget(100), 4);
                NativeMemory.Reservation other = share.reserve(budget(100), 4)) {
            assertThat(held()).isEqualTo(18 * MIB);
        }
        assertThat(held()).isEqualTo(18 * MIB);
    }

    @Test
    void runThatDoesNotFitBesideOthers_waitsForThem() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            NativeMemory.Share share = share("a");
            NativeMemory.Reservation first = share.reserve(budget(30), 15);
            CompletableFuture<NativeMemory.Reservation> second = later(share, budget(30), 10);
            assertThat(waits(second)).isTrue();
            CompletableFuture<NativeMemory.Reservation> small = later(share, budget(30), 5);
            assertThat(waits(small)).as("who came first goes first").isTrue();
            first.close();
            second.get(10, TimeUnit.SECONDS).close();
            small.get(10, TimeUnit.SECONDS).close();
            assertThat(unloaded).isEmpty();
        });
    }

    @Test
    void networksAtRest_areUnloaded_longestFirst_andOnlyAsManyAsNeeded() throws NlcException {
        NativeMemory.Share a = share("a");
        NativeMemory.Share b = share("b");
        NativeMemory.Share c = share("c");
        a.reserve(budget(50), 5).close();
        b.reserve(budget(50), 5).close();
        a.reserve(budget(50), 1).close();
        c.reserve(budget(45), 10).close();
        assertThat(unloaded).containsExactly("b");
        assertThat(held()).isEqualTo(35 * MIB);
        b.reserve(budget(50), 5).close();
        assertThat(held()).as("loaded again").isEqualTo(50 * MIB);
    }

    @Test
    void networkThatRuns_isNotUnloaded() throws Exception {
        NativeMemory.Share a = share("a");
        NativeMemory.Share b = share("b");
        try (NativeMemory.Reservation running = a.reserve(budget(40), 5)) {
            CompletableFuture<NativeMemory.Reservation> other = later(b, budget(30), 10);
            assertThat(waits(other)).isTrue();
            assertThat(unloaded).isEmpty();
            running.close();
            other.get(10, TimeUnit.SECONDS).close();
            assertThat(unloaded).containsExactly("a");
        } finally {
            a.close();
        }
    }

    @Test
    void manyAtOnce_neverHoldMoreThanTheBudget() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            AtomicInteger over = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(8);
            for (int t = 0; t < 8; t++) {
                NativeMemory.Share own = share("n" + t % 3);
                int seed = t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        try (NativeMemory.Reservation room = own.reserve(budget(60), 1 + (i * 7 + seed * 13) % 40)) {
                            if (held() > 60 * MIB) {
                                over.incrementAndGet();
                            }
                        } catch (NlcException e) {
                            over.incrementAndGet();
                        }
                    }
                    done.countDown();
                });
                thread.setDaemon(true);
                thread.start();
            }
            done.await();
            assertThat(over).hasValue(0);
        });
    }
}
