package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EncodingModelTest extends ViewerTest {

    @Test
    void open_png_encodesAtTheRememberedQuality() throws IOException {
        settings.put("quality", 0.25);
        viewer = viewer(PictureLoader.MAX_PIXELS);
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(current().quality()).isCloseTo(0.25, within(0.001));
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SPLIT);
        assertThat(viewer.rate().rateProperty(RateMode.BPP).get())
                .isEqualTo(current().bpp());
        assertThat(viewer.rate().rateProperty(RateMode.PSNR).get())
                .isEqualTo(current().psnr());
        ui.until(() -> !Double.isNaN(viewer.scores().scoresProperty().get().msSsim())
                && viewer.scores().jpegProperty().get() != null);
        assertThat(viewer.scores().jpegProperty().get().request().codec()).isEqualTo(Codec.JPEG);
        assertThat(viewer.document().recent())
                .containsExactly(folder.resolve("a.png").toAbsolutePath());
    }

    @Test
    void open_nlc_showsItWithoutEncoding() throws IOException {
        Path file = TestPictures.nlc(folder, "a.nlc", 192, 128);
        open(file);
        assertThat(current().file()).isEqualTo(Files.readAllBytes(file));
        assertThat(viewer.encoding().measured()).isFalse();
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SINGLE);
        assertThat(viewer.packs().packProperty().get()).isEqualTo(ModelPacks.DEFAULT);
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.1);
        assertThat(viewer.encoding().waitingProperty().get()).isTrue();
        assertThat(current().quality())
                .as("the last result stays while the new one is made")
                .isEqualTo(0.5);
        settled();
        assertThat(current().quality()).isCloseTo(0.1, within(0.001));
        assertThat(viewer.encoding().measured())
                .as("measured against what the file decodes to")
                .isTrue();
    }

    @Test
    void slide_more_isMoreBitsAndBetter_forEverySlider() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        double[][] values = {{0.1, 0.5, 0.9}, {0.3, 0.6, 1.2}, {26, 29, 32}};
        for (RateMode mode : RateMode.values()) {
            double bpp = 0;
            double psnr = 0;
            for (double value : values[mode.ordinal()]) {
                viewer.rate().rateProperty(mode).set(value);
                settled();
                assertThat(viewer.rate().modeProperty().get()).isEqualTo(mode);
                assertThat(current().bpp()).as("%s %s", mode, value).isGreaterThan(bpp);
                assertThat(current().psnr()).as("%s %s", mode, value).isGreaterThan(psnr);
                bpp = current().bpp();
                psnr = current().psnr();
                assertThat(viewer.rate().rateProperty(mode).get())
                        .as("the leading slider stays")
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void slide_fast_onlyTheNewestArrives() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        int[] changes = new int[1];
        viewer.encoding().currentProperty().addListener((o, was, is) -> changes[0]++);
        for (int i = 0; i <= 40; i++) {
            viewer.rate().rateProperty(RateMode.QUALITY).set(i / 40.0);
        }
        settled();
        assertThat(current().quality()).isEqualTo(1);
        assertThat(changes[0]).isEqualTo(1);
    }

    @Test
    void slide_back_isInstant() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        Encoding first = current();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        settled();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.5);
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        assertThat(current()).isSameAs(first);
    }

    @Test
    void pack_changed_encodesAnew() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.packs().packProperty().set("minnen2018-128/serial");
        settled();
        assertThat(current().request().pack()).isEqualTo("minnen2018-128/serial");
        assertThat(settings.get("pack", "")).isEqualTo("minnen2018-128/serial");
    }

    @Test
    void save_writesWhatIsShown() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(viewer.document().proposedName()).isEqualTo("a.nlc");
        Path file = folder.resolve("out.nlc");
        viewer.encoding().save(file);
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(viewer.messages().messageProperty().get().error()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(current().file());
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(192);
        viewer.encoding().save(folder.resolve("none/out.nlc"));
        ui.until(() -> viewer.messages().messageProperty().get().error());
        assertThat(viewer.messages().messageProperty().get().text()).contains("out.nlc");
    }

    @Test
    void target_outOfReach_isSaid() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.rate().rateProperty(RateMode.PSNR).set(40);
        settled();
        viewer.rate().rateProperty(RateMode.BPP).set(0.05);
        settled();
        assertThat(viewer.messages().messageProperty().get().text()).contains("nearest");
    }
}
