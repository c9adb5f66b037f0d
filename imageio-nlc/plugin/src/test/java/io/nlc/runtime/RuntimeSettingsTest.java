package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSettingsTest {

    private static final Device CUDA = new Device(true, 0);

    @ParameterizedTest
    @CsvSource({
        "none,NO_OPT,NO_OPT,NO_OPT",
        "basic,BASIC_OPT,BASIC_OPT,BASIC_OPT",
        "extended,EXTENDED_OPT,EXTENDED_OPT,EXTENDED_OPT",
        "all,ALL_OPT,ALL_OPT,ALL_OPT",
        "quick,NO_OPT,ALL_OPT,ALL_OPT"
    })
    void optimisation(String name, OptLevel seldom, OptLevel often, OptLevel cuda) {
        Optimization optimization = Optimization.parse(name);
        assertThat(optimization).hasToString(name);
        assertThat(optimization.level(Device.CPU)).isEqualTo(seldom);
        assertThat(optimization.level(CUDA)).isEqualTo(cuda);
        RuntimeSettings settings = RuntimeSettings.defaults().withOptimization(optimization);
        assertThat(settings.often().optimization().level(Device.CPU)).isEqualTo(often);
        assertThat(settings.sideBySide().optimization().level(Device.CPU)).isEqualTo(often);
        assertThat(settings.sideBySide().threads()).isOne();
    }

    @Test
    void runsThatGoOnTogether_shareTheThreads() {
        RuntimeSettings settings = RuntimeSettings.defaults().withThreads(8);
        assertThat(settings.each()).isEqualTo(settings);
        assertThat(settings.withTogether(3).each()).isEqualTo(settings.withThreads(3));
        assertThat(settings.withTogether(8).each()).isEqualTo(settings.withThreads(1));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuntimeSettings.defaults().withTogether(0))
                .withMessage("together must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuntimeSettings.defaults().withThreads(0))
                .withMessage("threads must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimization.parse("ALL"))
                .withMessageContaining("not \"ALL\"");
    }
}
