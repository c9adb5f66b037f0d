package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OutOfMemoryError within networks: their tensors lie outside the heap, of which a JVM may have little. */
class ExhaustedMemoryTest {

    @TempDir
    private Path folder;

    private List<String> read(String direct) throws IOException, InterruptedException {
        ChildJvm jvm = new ChildJvm(folder).with("-XX:MaxDirectMemorySize=" + direct);
        assertThat(jvm.run(ReadProgram.class, "2")).isZero();
        return jvm.output().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1k", "16k", "64k", "256k"})
    void tensorsThatDoNotFit_areAFailureOfTheRead_andOfThatOneOnly(String direct) throws Exception {
        assertThat(read(direct)).hasSize(2).allMatch(line -> line.startsWith("MEMORY: not enough memory"));
    }

    @Test
    void aLittleMore_isEnough() throws Exception {
        assertThat(read("2m")).containsExactly("read 64x96", "read 64x96");
    }
}
