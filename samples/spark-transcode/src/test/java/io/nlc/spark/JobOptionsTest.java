package io.nlc.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line may say. */
class JobOptionsTest {

    @Test
    void optionsStandAnywhere() {
        assertThat(JobOptions.parse("a --quality 0.25 b --retry-failed hdfs://c".split(" ")))
                .isEqualTo(new JobOptions("a", "b", "hdfs://c", 0.25f, true));
        assertThat(JobOptions.parse("a b c".split(" "))).isEqualTo(new JobOptions("a", "b", "c", 0.5f, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a b c d", "a b c --quality", "a b c --quality x", "a b c --quality 1.5", "a b c -x"})
    void nonsenseIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> JobOptions.parse(line.split(" ")));
    }
}
