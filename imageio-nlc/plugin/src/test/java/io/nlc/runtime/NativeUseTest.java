package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NativeUseTest {

    private final NativeUse use = new NativeUse();
    private final AtomicInteger freed = new AtomicInteger();

    @Test
    void free_waitsForUses() throws Exception {
        CompletableFuture<Void> freeing;
        try (NativeUse.Use first = use.begin();
                NativeUse.Use second = use.begin()) {
            assertThat(first).isNotSameAs(second);
            freeing = CompletableFuture.runAsync(() -> use.free(freed::incrementAndGet));
            assertThatThrownBy(() -> freeing.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(freed).hasValue(0);
        }
        freeing.get(10, TimeUnit.SECONDS);
        assertThat(freed).hasValue(1);
    }

    @Test
    void free_happensOnce() {
        use.free(freed::incrementAndGet);
        use.free(freed::incrementAndGet);
        assertThat(freed).hasValue(1);
    }

    @Test
    void use_isRefusedAfterwards() {
        use.free(freed::incrementAndGet);
        assertThatThrownBy(use::begin)
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.RUNTIME))
                .hasMessageContaining("closed");
    }
}
