package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MIB = 1 << 20;

    private static PackSessions sessions(long budget) throws IOException {
        // A number of threads of its own: networks of other tests are others.
        return PackSessions.acquire(
                TestPacks.tiny(), TestPacks.CPU.withThreads(3).withMaxMemory(budget));
    }

    @Test
    void byDefault_isHalfOfWhatThereIs() {
        assertThat(TestPacks.CPU.budget()).isEqualTo(MemoryBudget.ofMachine());
        assertThat(MemoryBudget.ofMachine().bytes()).isGreaterThan(64 * MIB);
        assertThat(TestPacks.CPU.withMaxMemory(7).budget().bytes()).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> TestPacks.CPU.withMaxMemory(-1));
    }

    @Test
    void positions_areThoseThatFit() {
        MemoryUse use = new MemoryUse(100, 7);
        assertThat(new MemoryBudget(100 + 7 * 5 + 6).positions(use)).isEqualTo(5);
        assertThat(new MemoryBudget(99).positions(use)).isZero();
        assertThat(new MemoryBudget(1).positions(new MemoryUse(0, 0))).isEqualTo(Long.MAX_VALUE);
        assertThat(use.alone(5)).isEqualTo(135);
        assertThat(new MemoryUse(1, Long.MAX_VALUE).alone(2)).isEqualTo(Long.MAX_VALUE);
        assertThat(new MemoryUse(1, Long.MAX_VALUE).alone(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void runBeyondTheBudget_isRefusedBeforeIt() throws IOException {
        ModelPack pack = TestPacks.tiny();
        long need = pack.manifest().analysisMemory(Precision.FULL).alone(128 * 128);
        FloatTensor ones = FloatTensor.filled(1, 1, 16, 1, 1);
        try (PackSessions sessions = sessions(need)) {
            assertThat(sessions.analysis().run(new FloatTensor(1, 3, 128, 128), ones))
                    .hasSize(16 * 8 * 8);
            assertThatThrownBy(() -> sessions.analysis().run(new FloatTensor(1, 3, 128, 192), ones))
                    .hasMessageContaining("test/tiny analysis.onnx")
                    .hasMessageContaining("nlc.maxMemory");
        }
        PackSessions.closeIdle();
    }

    /** There is room for one of two networks: they take turns, and compute the same as ever. */
    @Test
    void networkThatMadeRoom_loadsAgain() throws IOException {
        FloatTensor ones = FloatTensor.filled(1, 1, 16, 1, 1);
        FloatTensor x = FloatTensor.filled(0.3f, 1, 3, 192, 192);
        FloatTensor y = FloatTensor.filled(2, 1, 16, 12, 12);
        float[] latent;
        float[] pixels;
        try (PackSessions sessions = sessions(0)) {
            latent = sessions.analysis().run(x, ones);
            pixels = sessions.synthesis().run(y, ones);
        }
        long one = TestPacks.tiny().manifest().synthesisMemory().alone(12 * 12);
        try (PackSessions sessions = sessions(one + MIB)) {
            TransformNetwork analysis = sessions.analysis();
            TransformNetwork synthesis = sessions.synthesis();
            for (int i = 0; i < 3; i++) {
                assertThat(analysis.run(x, ones)).isEqualTo(latent);
                assertThat(synthesis.run(y, ones)).isEqualTo(pixels);
                assertThat(NativeMemory.total()).isLessThanOrEqualTo(one + MIB);
            }
        }
        PackSessions.closeIdle();
    }
}
