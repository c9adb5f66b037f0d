package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:3"})
    void parse_isUndoneByToString(String name) {
        assertThat(DeviceChoice.parse(name).toString()).isEqualTo(name);
    }

    @Test
    void parse_acceptsCaseAndZero() {
        assertThat(DeviceChoice.parse(" CUDA:0 ")).isEqualTo(new DeviceChoice(DeviceChoice.Kind.CUDA, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:99999999999"})
    void parse_namesWhatItRejects(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceChoice.parse(name))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void candidates_ofCpuAreTheCpuAlone() throws Exception {
        assertThat(Devices.candidates(DeviceChoice.CPU)).containsExactly(Device.CPU);
    }

    @Test
    void candidates_ofAutoEndWithTheCpu() throws Exception {
        assertThat(Devices.candidates(DeviceChoice.AUTO)).endsWith(Device.CPU);
    }
}
