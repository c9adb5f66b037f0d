package io.nlc.viewer.vm.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.FakeTools;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CompareModelTest extends ViewerTest {

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
                .isSameAs(viewer.document().originalProperty().get());
        assertThat(compare.panes().get(1).encodingProperty().get()).isSameAs(current());
        Encoding jpeg = compare.panes().get(2).encodingProperty().get();
        assertThat(jpeg.file().length).isLessThanOrEqualTo(current().file().length);
        assertThat(compare.panes().get(3).encodingProperty().get().file().length)
                .isLessThanOrEqualTo(current().file().length / 2 + 1);
        compare.panes().get(3).choiceProperty().set(PaneChoice.Coded.sameSize(new Codec.Nlc("swift/serial")));
        ui.until(() -> compare.panes().get(3).encodingProperty().get() != null
                && compare.panes()
                        .get(3)
                        .encodingProperty()
                        .get()
                        .request()
                        .pack()
                        .equals("swift/serial"));
        viewer.compare().keep();
        Encoding kept = current();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        compare.panes().get(2).choiceProperty().set(viewer.compare().kept().get(0));
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
    void aPaneThatIsLent_isGivenBack_unlessSomebodyHasChosenSince() {
        PaneModel pane = viewer.compare().panes().get(2);
        PaneChoice before = pane.choiceProperty().get();
        pane.lend(new PaneChoice.OtherSize(2));
        pane.lend(new PaneChoice.OtherSize(4));
        assertThat(pane.choiceProperty().get()).isEqualTo(new PaneChoice.OtherSize(4));
        pane.giveBack();
        assertThat(pane.choiceProperty().get()).isSameAs(before);
        pane.lend(new PaneChoice.OtherSize(2));
        PaneChoice chosen = new PaneChoice.Original();
        pane.choiceProperty().set(chosen);
        pane.giveBack();
        assertThat(pane.choiceProperty().get()).isSameAs(chosen);
        pane.giveBack();
        assertThat(pane.choiceProperty().get()).isSameAs(chosen);
    }

    @Test
    void whatWasKept_goesWithThePicture() throws IOException {
        viewer.compare().keep();
        assertThat(viewer.compare().kept()).isEmpty();
        open(TestPictures.png(folder, "a.png", 64, 48));
        viewer.compare().keep();
        assertThat(viewer.compare().kept())
                .extracting(PaneChoice.Kept::encoding)
                .containsExactly(current());
        open(TestPictures.png(folder, "b.png", 64, 48));
        assertThat(viewer.compare().kept()).isEmpty();
    }

    @Test
    void divider_staysInside() {
        viewer.compare().divide(0.99);
        viewer.compare().moveDivider(0.02);
        assertThat(viewer.compare().dividerProperty().get()).isEqualTo(1);
        viewer.compare().divide(-3);
        assertThat(viewer.compare().dividerProperty().get()).isZero();
    }

    private PaneModel coded(Codec codec) {
        PaneModel pane = viewer.compare().panes().get(1);
        pane.choiceProperty().set(PaneChoice.Coded.sameSize(codec));
        return pane;
    }

    private void shown(PaneModel pane, Codec codec) {
        ui.until(() -> !pane.waitingProperty().get()
                && pane.encodingProperty().get() != null
                && pane.encodingProperty().get().request().codec().equals(codec));
    }

    @Test
    void aPaneHasItsOwnCodecAndQuality_whichTheSlidersLeaveAlone() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        Codec codec = new Codec.Nlc("minnen2018-128/serial");
        PaneModel pane = coded(codec);
        shown(pane, codec);
        assertThat(pane.encodingProperty().get().file().length)
                .isLessThanOrEqualTo(current().file().length);
        pane.choiceProperty().set(((PaneChoice.Coded) pane.choiceProperty().get()).at(0.25));
        ui.until(() -> pane.encodingProperty().get().quality() == 0.25);
        Encoding own = pane.encodingProperty().get();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        assertThat(pane.waitingProperty().get()).isFalse();
        settled();
        assertThat(pane.encodingProperty().get()).isSameAs(own);
    }

    @Test
    void aCodecOfOthers_hasTheSizeOfNlc() throws IOException {
        Codec rival = new Codec.Rival(new FakeTools(Files.createDirectory(folder.resolve("bin"))).tool());
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.rate().losslessProperty().set(true);
        settled();
        PaneModel pane = coded(rival);
        shown(pane, rival);
        Encoding made = pane.encodingProperty().get();
        assertThat(made.targetReached())
                .isEqualTo(made.file().length <= current().file().length);
        assertThat(made.psnr()).as("the fake one loses nothing").isInfinite();
        pane.choiceProperty().set(((PaneChoice.Coded) pane.choiceProperty().get()).at(1));
        ui.until(() -> pane.encodingProperty().get().quality() == 1);
        assertThat(pane.encodingProperty().get().file().length)
                .isEqualTo(viewer.document()
                                .coder()
                                .orElseThrow()
                                .encode(new EncodeRequest(rival, new RateTarget.Quality(0)), () -> false)
                                .file()
                                .length
                        + 10_000);
    }

    @Test
    void aCodecOfOthersThatFails_saysSo_andShowsNothingInItsName() throws IOException {
        FakeTools fake = new FakeTools(Files.createDirectory(folder.resolve("bin")));
        fake.encoder("#!/bin/sh\necho no colours left\nexit 1\n");
        open(TestPictures.png(folder, "a.png", 64, 48));
        PaneModel pane = coded(new Codec.Rival(fake.tool()));
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(viewer.messages().messageProperty().get().text())
                .isEqualTo("There is no WebP of this picture: the program cwebp failed.");
        assertThat(viewer.messages().messageProperty().get().detail()).isEqualTo("no colours left");
        assertThat(pane.pictureProperty().get()).isNull();
        assertThat(pane.waitingProperty().get()).isFalse();
        coded(Codec.JPEG);
        shown(pane, Codec.JPEG);
        assertThat(viewer.messages().messageProperty().get()).isNull();
    }

    @Test
    void anyFile_canBeComparedWith_ifItHasTheSameSize() throws IOException {
        Path other = TestPictures.png(folder, "other.png", 64, 48);
        Path larger = TestPictures.png(folder, "larger.png", 65, 48);
        open(TestPictures.png(folder, "a.png", 64, 48));
        PaneModel pane = viewer.compare().panes().get(1);
        pane.choiceProperty().set(new PaneChoice.FromFile(other));
        shown(pane, new Codec.Elsewhere(other));
        Encoding read = pane.encodingProperty().get();
        assertThat(read.psnr()).isInfinite();
        assertThat(read.file()).isEqualTo(Files.readAllBytes(other));
        assertThat(read.request().codec().label()).isEqualTo("other.png");
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        settled();
        assertThat(pane.encodingProperty().get()).as("it is not read again").isSameAs(read);
        pane.choiceProperty().set(new PaneChoice.FromFile(larger));
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(viewer.messages().messageProperty().get().text())
                .isEqualTo("larger.png cannot be compared with: it has 64 × 48 pixels, the file 65 × 48.");
        assertThat(pane.encodingProperty().get()).isNull();
        open(TestPictures.png(folder, "b.png", 64, 48));
        assertThat(pane.choiceProperty().get())
                .as("the file belongs to the picture before")
                .isEqualTo(new PaneChoice.Current());
    }
}
