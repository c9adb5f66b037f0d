package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.TestUi;
import io.nlc.viewer.model.EncodeRequest;
import io.nlc.viewer.model.Encoding;
import io.nlc.viewer.model.PictureLoader;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.TiledPicture;
import io.nlc.viewer.vm.CompareModel.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerModelTest {

    @TempDir
    Path folder;

    private final TestUi ui = new TestUi();
    private final Settings settings = new Settings(null);
    private ViewerModel viewer = viewer(PictureLoader.MAX_PIXELS);

    private ViewerModel viewer(long maxPixels) {
        return new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH), settings, ui, "cpu", new PictureLoader("cpu", maxPixels, 64 << 20)));
    }

    private void settled() {
        ui.until(() ->
                !viewer.openingProperty().get() && !viewer.waitingProperty().get());
    }

    private Encoding current() {
        return viewer.currentProperty().get();
    }

    private void open(Path file) {
        viewer.open(file);
        settled();
        assertThat(viewer.messageProperty().get()).isNull();
    }

    @Test
    void open_png_encodesAtTheRememberedQuality() throws IOException {
        settings.put("quality", 0.25);
        viewer = viewer(PictureLoader.MAX_PIXELS);
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(current().quality()).isCloseTo(0.25, within(0.001));
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SPLIT);
        assertThat(viewer.rateProperty(RateMode.BPP).get()).isEqualTo(current().bpp());
        assertThat(viewer.rateProperty(RateMode.PSNR).get()).isEqualTo(current().psnr());
        ui.until(() -> !Double.isNaN(viewer.scoresProperty().get().msSsim())
                && viewer.jpegProperty().get() != null);
        assertThat(viewer.jpegProperty().get().request().codec()).isEqualTo(EncodeRequest.Codec.JPEG);
        assertThat(viewer.recent()).containsExactly(folder.resolve("a.png").toAbsolutePath());
    }

    @Test
    void open_recentFileThatHasGone_isForgotten_andOneThatIsBrokenIsNot() throws IOException {
        Path gone = TestPictures.png(folder, "gone.png", 64, 64);
        Path broken = TestPictures.png(folder, "broken.png", 64, 64);
        open(gone);
        open(broken);
        Files.delete(gone);
        Files.writeString(broken, "no picture");
        for (Path file : List.of(gone, broken)) {
            viewer.open(file);
            ui.until(() -> !viewer.openingProperty().get());
            assertThat(viewer.messageProperty().get().error()).isTrue();
        }
        assertThat(viewer.recent()).containsExactly(broken.toAbsolutePath());
        assertThat(settings.recent()).containsExactly(broken.toAbsolutePath());
    }

    @Test
    void open_nlc_showsAPreviewFirst_inThePlaceOfWhatWasOpen() throws IOException {
        open(TestPictures.png(folder, "a.png", 64, 64));
        viewer.compare().fittedProperty().set(false);
        List<String> seen = new ArrayList<>();
        viewer.previewProperty()
                .addListener((o, was, now) -> seen.add(
                        now == null
                                ? "gone; open: "
                                        + viewer.documentProperty().get().name()
                                : now.width() + " x " + now.height() + "; open: "
                                        + viewer.documentProperty().get().name() + ", fitted "
                                        + viewer.compare().fittedProperty().get()));
        open(TestPictures.nlc(folder, "b.nlc", 192, 128));
        assertThat(seen).containsExactly("192 x 128; open: a.png, fitted true", "gone; open: b.nlc");
    }

    @Test
    void open_whatIsDoneToTheViewDuringThePreview_stays() throws IOException {
        viewer.previewProperty()
                .addListener((o, was, now) -> viewer.compare()
                        .fittedProperty()
                        .set(now == null && viewer.compare().fittedProperty().get()));
        open(TestPictures.nlc(folder, "b.nlc", 192, 128));
        assertThat(viewer.compare().fittedProperty().get()).isFalse();
    }

    @Test
    void open_nlc_showsItWithoutEncoding() throws IOException {
        Path file = TestPictures.nlc(folder, "a.nlc", 192, 128);
        open(file);
        assertThat(current().file()).isEqualTo(Files.readAllBytes(file));
        assertThat(viewer.measured()).isFalse();
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SINGLE);
        assertThat(viewer.packProperty().get()).isEqualTo(ModelPacks.DEFAULT);
        viewer.rateProperty(RateMode.QUALITY).set(0.1);
        assertThat(viewer.waitingProperty().get()).isTrue();
        assertThat(current().quality())
                .as("the last result stays while the new one is made")
                .isEqualTo(0.5);
        settled();
        assertThat(current().quality()).isCloseTo(0.1, within(0.001));
        assertThat(viewer.measured())
                .as("measured against what the file decodes to")
                .isTrue();
    }

    @Test
    void chooseOriginal_measuresTheFile() throws IOException {
        open(TestPictures.nlc(folder, "a.nlc", 192, 128));
        viewer.chooseOriginal(TestPictures.png(folder, "a.png", 192, 128));
        settled();
        assertThat(viewer.measured()).isTrue();
        assertThat(current().psnr()).isBetween(20.0, 60.0);
        assertThat(current().quality()).isEqualTo(0.5);
        viewer.chooseOriginal(TestPictures.png(folder, "b.png", 100, 128));
        settled();
        assertThat(viewer.messageProperty().get().error()).isTrue();
        assertThat(viewer.messageProperty().get().text())
                .contains("b.png")
                .contains("100 × 128")
                .contains("192 × 128");
    }

    @Test
    void slide_more_isMoreBitsAndBetter_forEverySlider() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        double[][] values = {{0.1, 0.5, 0.9}, {0.3, 0.6, 1.2}, {26, 29, 32}};
        for (RateMode mode : RateMode.values()) {
            double bpp = 0;
            double psnr = 0;
            for (double value : values[mode.ordinal()]) {
                viewer.rateProperty(mode).set(value);
                settled();
                assertThat(viewer.modeProperty().get()).isEqualTo(mode);
                assertThat(current().bpp()).as("%s %s", mode, value).isGreaterThan(bpp);
                assertThat(current().psnr()).as("%s %s", mode, value).isGreaterThan(psnr);
                bpp = current().bpp();
                psnr = current().psnr();
                assertThat(viewer.rateProperty(mode).get())
                        .as("the leading slider stays")
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void slide_fast_onlyTheNewestArrives() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        int[] changes = new int[1];
        viewer.currentProperty().addListener((o, was, is) -> changes[0]++);
        for (int i = 0; i <= 40; i++) {
            viewer.rateProperty(RateMode.QUALITY).set(i / 40.0);
        }
        settled();
        assertThat(current().quality()).isEqualTo(1);
        assertThat(changes[0]).isEqualTo(1);
    }

    @Test
    void slide_back_isInstant() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        Encoding first = current();
        viewer.rateProperty(RateMode.QUALITY).set(0.9);
        settled();
        viewer.rateProperty(RateMode.QUALITY).set(0.5);
        assertThat(viewer.waitingProperty().get()).isFalse();
        assertThat(current()).isSameAs(first);
    }

    @Test
    void pack_changed_encodesAnew() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.packProperty().set("minnen2018-128/serial");
        settled();
        assertThat(current().request().pack()).isEqualTo("minnen2018-128/serial");
        assertThat(settings.get("pack", "")).isEqualTo("minnen2018-128/serial");
    }

    @Test
    void save_writesWhatIsShown() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(viewer.proposedName()).isEqualTo("a.nlc");
        Path file = folder.resolve("out.nlc");
        viewer.save(file);
        ui.until(() -> viewer.messageProperty().get() != null);
        assertThat(viewer.messageProperty().get().error()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(current().file());
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(192);
        viewer.save(folder.resolve("none/out.nlc"));
        ui.until(() -> viewer.messageProperty().get().error());
        assertThat(viewer.messageProperty().get().text()).contains("out.nlc");
    }

    @Test
    void open_broken_leavesThePicture() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.open(Files.writeString(folder.resolve("b.png"), "no picture"));
        settled();
        assertThat(viewer.messageProperty().get().error()).isTrue();
        assertThat(viewer.messageProperty().get().text()).contains("b.png");
        assertThat(viewer.documentProperty().get().name()).isEqualTo("a.png");
    }

    @Test
    void open_large_isTiledAndNotEncoded() throws IOException {
        viewer = viewer(1000);
        viewer.open(TestPictures.nlc(folder, "a.nlc", 192, 128));
        settled();
        assertThat(viewer.originalProperty().get()).isInstanceOf(TiledPicture.class);
        assertThat(viewer.messageProperty().get().error()).isFalse();
        viewer.rateProperty(RateMode.QUALITY).set(0.1);
        assertThat(viewer.waitingProperty().get()).isFalse();
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        ui.until(() -> inside.inspectionProperty().get() != null);
        assertThat(inside.inspectionProperty().get().region().width()).isEqualTo(192);
        viewer.close();
    }

    @Test
    void packs_areListed_andARememberedOneThatIsGoneIsReplaced() {
        settings.put("pack", "gone/model");
        viewer = viewer(PictureLoader.MAX_PIXELS);
        viewer.listPacks();
        ui.until(() -> viewer.packs().size() > 5);
        assertThat(viewer.packs()).isSorted().doesNotContain("gone/model").contains("nlaic-128/context3d");
        assertThat(viewer.packProperty().get()).isEqualTo(ModelPacks.DEFAULT);
    }

    @Test
    void open_several_turnsFromOneToTheOther() throws IOException {
        viewer.open(List.of(TestPictures.png(folder, "a.png", 64, 64), TestPictures.png(folder, "b.png", 64, 48)));
        settled();
        assertThat(viewer.documentProperty().get().name()).isEqualTo("a.png");
        viewer.turn(-1);
        viewer.turn(1);
        settled();
        assertThat(viewer.documentProperty().get().name()).isEqualTo("b.png");
        viewer.turn(1);
        viewer.turn(-1);
        settled();
        assertThat(viewer.documentProperty().get().name()).isEqualTo("a.png");
    }

    @Test
    void target_outOfReach_isSaid() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.rateProperty(RateMode.PSNR).set(40);
        settled();
        viewer.rateProperty(RateMode.BPP).set(0.05);
        settled();
        assertThat(viewer.messageProperty().get().text()).contains("nearest");
    }

    @Test
    void panes_followTheCurrentEncoding() throws IOException {
        settings.put("quality", 0.8); // at which JPEG's smallest file is no larger
        viewer = viewer(PictureLoader.MAX_PIXELS);
        open(TestPictures.png(folder, "a.png", 192, 128));
        CompareModel compare = viewer.compare();
        compare.modeProperty().set(Mode.SIDE);
        compare.paneCountProperty().set(4);
        ui.until(
                () -> compare.panes().stream().allMatch(p -> p.pictureProperty().get() != null));
        assertThat(compare.panes().get(0).pictureProperty().get())
                .isSameAs(viewer.originalProperty().get());
        assertThat(compare.panes().get(1).encodingProperty().get()).isSameAs(current());
        Encoding jpeg = compare.panes().get(2).encodingProperty().get();
        assertThat(jpeg.file().length).isLessThanOrEqualTo(current().file().length);
        assertThat(compare.panes().get(3).encodingProperty().get().file().length)
                .isLessThanOrEqualTo(current().file().length / 2 + 1);
        compare.panes().get(3).choiceProperty().set(new PaneChoice.OtherPack("cheng2020/hyperprior"));
        ui.until(() -> compare.panes().get(3).encodingProperty().get() != null
                && compare.panes()
                        .get(3)
                        .encodingProperty()
                        .get()
                        .request()
                        .pack()
                        .equals("cheng2020/hyperprior"));
        viewer.keep();
        Encoding kept = current();
        viewer.rateProperty(RateMode.QUALITY).set(0.9);
        compare.panes().get(2).choiceProperty().set(viewer.kept().get(0));
        settled();
        assertThat(compare.panes().get(2).pictureProperty().get()).isSameAs(kept.picture());
        assertThat(compare.panes().get(2).waitingProperty().get()).isFalse();
    }

    @Test
    void difference_isKnownInItsModeOnly() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(viewer.compare().differenceProperty().get()).isNull();
        viewer.compare().modeProperty().set(Mode.DIFFERENCE);
        ui.until(() -> viewer.compare().differenceProperty().get() != null);
        assertThat(viewer.compare().differenceProperty().get().width()).isEqualTo(192);
        viewer.compare().modeProperty().set(Mode.SPLIT);
        assertThat(viewer.compare().differenceProperty().get()).isNull();
    }

    @Test
    void inside_showsChannelsBitsAndOrder() throws IOException {
        viewer.packProperty().set("cheng2020/checkerboard"); // two steps
        open(TestPictures.png(folder, "a.png", 192, 128));
        InsideModel inside = new InsideModel(viewer);
        assertThat(inside.inspectionProperty().get()).isNull();
        inside.activeProperty().set(true);
        ui.until(() -> !inside.channels().isEmpty());
        assertThat(inside.inspectionProperty().get().latentBits()
                        + inside.inspectionProperty().get().hyperBits())
                .isCloseTo(8.0 * current().file().length, within(2400.0));
        assertThat(inside.channels()).isSortedAccordingTo((a, b) -> Double.compare(b.bits(), a.bits()));
        inside.sortProperty().set(InsideModel.Sort.NUMBER);
        assertThat(inside.channels().get(5).number()).isEqualTo(5);
        assertThat(viewer.compare().overlayProperty().get()).isNull();
        inside.layerProperty().set(InsideModel.Layer.BITS);
        assertThat(viewer.compare().overlayProperty().get().columns()).isEqualTo(12);
        inside.selectedProperty().set(3);
        inside.quantityProperty().set(Quantity.SCALE);
        inside.layerProperty().set(InsideModel.Layer.CHANNEL);
        assertThat(viewer.compare().overlayProperty().get().values()).hasSize(12 * 8);
        assertThat(inside.enlarged().width()).isEqualTo(12);
        assertThat(inside.histogram().counts().length)
                .isEqualTo(inside.histogram().expected().length);
        inside.layerProperty().set(InsideModel.Layer.ORDER);
        assertThat(viewer.compare().overlayProperty().get().values()).doesNotContain(Float.NaN);
        inside.stepProperty().set(2);
        assertThat(viewer.compare().overlayProperty().get().values()).containsOnly(Float.NaN);
        inside.activeProperty().set(false);
        assertThat(viewer.compare().overlayProperty().get()).isNull();
    }

    @Test
    void attention_isShownWhereThePackKnowsIt() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        assertThat(inside.attentionKnownProperty().get()).as("of cheng2020").isFalse();
        viewer.packProperty().set("nlaic-128/context3d");
        settled();
        assertThat(inside.attentionKnownProperty().get()).isTrue();
        inside.layerProperty().set(InsideModel.Layer.ATTENTION);
        ui.until(() -> !inside.attention().isEmpty());
        assertThat(inside.attention().get(0).width()).isEqualTo(192);
        assertThat(viewer.compare().overlayProperty().get().values())
                .hasSize(inside.attentionMapProperty().get().width()
                        * inside.attentionMapProperty().get().height());
        viewer.packProperty().set(ModelPacks.DEFAULT);
        assertThat(inside.layerProperty().get()).isEqualTo(InsideModel.Layer.NONE);
        assertThat(inside.attention()).isEmpty();
    }
}
