package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.model.ModelPacks;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerTest;
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
}
