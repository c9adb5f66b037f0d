package io.nlc.samples.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Path FILE = Path.of("a.png");
    private static final Instant START = Instant.EPOCH;

    private final Settling settling = new Settling(Duration.ofSeconds(2));

    private boolean isReady(int seconds, Stamp stamp) {
        return settling.isReady(FILE, stamp, START.plusSeconds(seconds));
    }

    private static Stamp stamp(long bytes, int modified) {
        return new Stamp(bytes, FileTime.from(START.plusSeconds(modified)));
    }

    @Test
    void fileThatStaysAsItIs_isReadyAfterTheTime() {
        assertThat(isReady(0, stamp(10, 0))).isFalse();
        assertThat(isReady(1, stamp(10, 0))).isFalse();
        assertThat(isReady(2, stamp(10, 0))).isTrue();
    }

    @Test
    void fileThatGrowsOrIsWrittenAgain_isWaitedForAnew() {
        assertThat(isReady(0, stamp(10, 0))).isFalse();
        assertThat(isReady(2, stamp(20, 2))).isFalse();
        assertThat(isReady(4, stamp(20, 3))).isFalse();
        assertThat(isReady(5, stamp(20, 3))).isFalse();
        assertThat(isReady(6, stamp(20, 3))).isTrue();
    }

    @Test
    void filesThatAreGone_areForgotten() {
        isReady(0, stamp(10, 0));
        assertThat(settling.isEmpty()).isFalse();
        settling.keepOnly(Set.of());
        assertThat(settling.isEmpty()).isTrue();
        assertThat(isReady(3, stamp(10, 0))).isFalse();
    }
}
