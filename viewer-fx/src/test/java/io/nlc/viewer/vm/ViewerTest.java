package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.TestUi;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a viewer without a window. */
public abstract class ViewerTest {

    @TempDir
    protected Path folder;

    protected final Jobs jobs = new Jobs();
    protected final TestUi ui = new TestUi();
    protected final Settings settings = new Settings(null);
    protected ViewerModel viewer = viewer(PictureLoader.MAX_PIXELS);

    protected ViewerModel viewer(long maxPixels) {
        return new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH),
                settings,
                ui,
                jobs,
                TestPictures.CPU,
                new PictureLoader(TestPictures.CPU, maxPixels, 64 << 20, jobs)));
    }

    protected void settled() {
        ui.until(() -> !viewer.document().openingProperty().get()
                && !viewer.encoding().waitingProperty().get());
    }

    protected Encoding current() {
        return viewer.encoding().currentProperty().get();
    }

    protected void open(Path file) {
        viewer.document().open(file);
        settled();
        assertThat(viewer.messages().messageProperty().get()).isNull();
    }
}
