package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PackModelTest extends ViewerTest {

    @Test
    void packs_areListed_andARememberedOneThatIsGoneIsReplaced() {
        settings.put("pack", "gone/model");
        viewer = viewer(PictureLoader.MAX_PIXELS);
        viewer.packs().list();
        ui.until(() -> viewer.packs().names().size() > 5);
        assertThat(viewer.packs().names())
                .isSorted()
                .doesNotContain("gone/model")
                .contains("nlaic-128/context3d");
        assertThat(viewer.packs().packProperty().get()).isEqualTo(ModelPacks.DEFAULT);
    }

    @Test
    void brokenPack_isSaid_andTheOthersAreListed() throws IOException {
        Path packs = folder.resolve("packs");
        Files.writeString(Files.createDirectories(packs.resolve("my/pack")).resolve("pack.json"), "{");
        NlcSettings own = TestPictures.CPU.withPacks(List.of(packs));
        viewer = new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH),
                settings,
                ui,
                jobs,
                own,
                new PictureLoader(own, PictureLoader.MAX_PIXELS, 64 << 20, jobs)));
        viewer.packs().list();
        ui.until(() -> viewer.packs().knownProperty().get());
        assertThat(viewer.packs().names()).hasSizeGreaterThan(5).contains(ModelPacks.DEFAULT);
        assertThat(viewer.messages().messageProperty().get().toString()).contains("cannot be used");
    }
}
