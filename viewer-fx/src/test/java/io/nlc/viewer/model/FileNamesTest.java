package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void stem_isTheNameWithoutItsLastSuffix() {
        assertThat(FileNames.stem("a.b.png")).isEqualTo("a.b");
        assertThat(FileNames.stem(".hidden")).isEqualTo(".hidden");
        assertThat(FileNames.stem("plain")).isEqualTo("plain");
        assertThat(FileNames.stem(Path.of("folder.d", "a.png"))).isEqualTo("a");
    }
}
