package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.plot.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void save_isThereNextTime() {
        Path file = folder.resolve("deep/settings.properties");
        Settings settings = new Settings(file);
        settings.put("quality", 0.25);
        settings.put("metric", Metric.MS_SSIM);
        settings.addRecent(folder.resolve("a.png"));
        settings.addRecent(folder.resolve("b.png"));
        settings.addRecent(folder.resolve("a.png"));
        settings.save();
        Settings next = new Settings(file);
        assertThat(next.get("quality", 1.0)).isEqualTo(0.25);
        assertThat(next.get("metric", Metric.PSNR)).isEqualTo(Metric.MS_SSIM);
        assertThat(next.recent())
                .containsExactly(
                        folder.resolve("a.png").toAbsolutePath(),
                        folder.resolve("b.png").toAbsolutePath());
    }

    @Test
    void recent_areTen() {
        Settings settings = new Settings(null);
        for (int i = 0; i < 15; i++) {
            settings.addRecent(folder.resolve(i + ".png"));
        }
        assertThat(settings.recent()).hasSize(10);
        assertThat(settings.recent().get(0).getFileName()).hasToString("14.png");
    }

    @Test
    void removeRecent_forgetsOneAndLeavesNoGap() {
        Settings settings = new Settings(null);
        for (String name : List.of("a", "b", "c")) {
            settings.addRecent(folder.resolve(name));
        }
        settings.removeRecent(folder.resolve("b"));
        assertThat(settings.recent())
                .containsExactly(
                        folder.resolve("c").toAbsolutePath(),
                        folder.resolve("a").toAbsolutePath());
        settings.removeRecent(folder.resolve("never"));
        assertThat(settings.recent()).hasSize(2);
    }

    @Test
    void nonsense_isTheDefault() throws IOException {
        Path file = Files.writeString(folder.resolve("s"), "quality=high\nmetric=GIF\nbroken=\\u00");
        Settings settings = new Settings(file);
        assertThat(settings.get("quality", 0.5)).isEqualTo(0.5);
        assertThat(settings.get("metric", Metric.PSNR)).isEqualTo(Metric.PSNR);
    }

    @Test
    void save_whereItCannot_isNoError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        new Settings(file.resolve("settings")).save();
    }
}
