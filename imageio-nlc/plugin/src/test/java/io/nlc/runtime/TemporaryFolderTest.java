package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime's library is unpacked into the folder for temporary files, which may be full. */
class TemporaryFolderTest {

    @TempDir
    private Path folder;

    @Test
    void fullOnes_areAFailureOfTheRead() throws Exception {
        ChildJvm jvm = new ChildJvm(folder).with("-Dnlc.device=cpu");
        try (SmallDisk disk = new SmallDisk(jvm.temporary, 256)) {
            assertThat(jvm.run(ReadProgram.class, "2")).as(jvm.output()).isZero();
            assertThat(jvm.output().lines().toList())
                    .as("a reason, twice")
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("RUNTIME: ") && line.contains("No space left on device"));
            assertThat(ChildJvm.below(disk.folder).stream().filter(Files::isRegularFile))
                    .as("what is left")
                    .isEmpty();
        }
    }
}
