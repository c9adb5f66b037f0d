package io.nlc.viewer.vm.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.Settings;
import org.junit.jupiter.api.Test;

class WindowSizeTest {

    @Test
    void tooSmallASize_isNotUsedAgain() {
        Settings settings = new Settings(null);
        new WindowSize(200, 200).remember(settings);
        assertThat(WindowSize.of(settings)).isEqualTo(WindowSize.LEAST);
        new WindowSize(1000, 700).remember(settings);
        assertThat(WindowSize.of(settings)).isEqualTo(new WindowSize(1000, 700));
    }
}
