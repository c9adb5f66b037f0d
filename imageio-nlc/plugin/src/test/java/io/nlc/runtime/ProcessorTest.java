package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {

    @TempDir
    Path folder;

    private boolean isFast(String features) throws IOException {
        return Processor.isFastWithBytes(Files.writeString(folder.resolve("cpuinfo"), features));
    }

    @Test
    void dotProductsOfBytes_areFast() throws IOException {
        assertThat(isFast("model name\t: A\nflags\t\t: fpu avx2 avx512_vnni\nbugs\t: x\n"))
                .isTrue();
        assertThat(isFast("flags : fpu avx_vnni\n")).isTrue();
        assertThat(isFast("processor : 0\nFeatures\t: fp asimd asimddp\n")).isTrue();
    }

    @Test
    void nothingIsSaidOfOthers() throws IOException {
        assertThat(isFast("model name : avx512_vnni\nflags : fpu avx2 avx512f\n"))
                .isFalse();
        assertThat(isFast("")).isFalse();
        assertThat(Processor.isFastWithBytes(folder.resolve("none"))).isFalse();
    }
}
