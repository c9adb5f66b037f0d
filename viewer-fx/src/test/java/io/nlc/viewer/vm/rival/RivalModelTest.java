package io.nlc.viewer.vm.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.FakeTools;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.plot.PlotModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RivalModelTest extends ViewerTest {

    private void find() {
        viewer.rivals().find();
        ui.until(() -> !viewer.rivals().searchingProperty().get());
    }

    @Test
    void programsAreFound_whereSomebodySaysTheyAre() throws IOException {
        FakeTools fake = new FakeTools(folder);
        assertThat(viewer.rivals().tools()).as("nothing is looked for yet").isEmpty();
        viewer.rivals().foldersProperty().set(folder.toString());
        find();
        assertThat(viewer.rivals().of(RivalFormat.WEBP)).contains(fake.tool());
        assertThat(settings.get("tools", "")).isEqualTo(folder.toString());
        Files.delete(fake.tool().encoder());
        find();
        assertThat(viewer.rivals().of(RivalFormat.WEBP)).isNotEqualTo(Optional.of(fake.tool()));
    }

    @Test
    void theirCurves_canBeChosen_andAreRemembered() throws IOException {
        FakeTools fake = new FakeTools(folder);
        settings.put("tools", folder.toString());
        settings.put("plot.series", "JPEG,WebP,minnen2018-128/serial");
        viewer = viewer(1 << 20);
        PlotModel plot = new PlotModel(viewer);
        viewer.packs().list();
        ui.until(() -> viewer.packs().knownProperty().get());
        find();
        assertThat(plot.available()).contains(new Codec.Rival(fake.tool()));
        assertThat(plot.series()).hasSize(3).contains(new Codec.Rival(fake.tool()));
        plot.close();
    }
}
