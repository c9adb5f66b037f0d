package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.RuntimeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileWorkersTest {

    private static final RuntimeSettings CPU = RuntimeSettings.defaults().withDevice(DeviceChoice.parse("cpu"));

    /** A run takes 10 MB and the network 100 MB. */
    @ParameterizedTest
    @CsvSource({
        "1, 100, 1000, 1", // a thread has nothing to share
        "2, 3, 1000, 1", // few tiles
        "2, 4, 1000, 2",
        "4, 100, 1000, 4",
        "16, 100, 1000, 8",
        "16, 100, 100000, 8",
        "4, 100, 130, 3", // little memory
        "4, 100, 105, 1",
        "4, 100, 50, 1"
    })
    void picturesOfManyTiles_areTransformedSideBySide(int threads, int tiles, int megabytes, int together) {
        RuntimeSettings settings = CPU.withThreads(threads).withMaxMemory(1_000_000L * megabytes);
        MemoryUse use = new MemoryUse(100_000_000, 1000);
        assertThat(TileWorkers.sharing(settings, tiles, use, 10_000)).isEqualTo(settings.withTogether(together));
    }

    /** However much there is: 300 MB each. */
    @Test
    void transformsTakeAGibibyteTogether() {
        RuntimeSettings settings = CPU.withThreads(16).withMaxMemory(1L << 40);
        MemoryUse use = new MemoryUse(100_000_000, 1000);
        assertThat(TileWorkers.sharing(settings, 100, use, 300_000).together()).isEqualTo(3);
    }

    /** Whose memory is another. */
    @Test
    void onGraphicsCards_theyAreNot() {
        RuntimeSettings settings = CPU.withThreads(4).withDevice(DeviceChoice.parse("cuda"));
        assertThat(TileWorkers.sharing(settings, 100, new MemoryUse(1, 1), 1)).isEqualTo(settings);
    }
}
