package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Interest;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.compare.PaneChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterestModelTest extends ViewerTest {

    private static final String PACK = "minnen2018-128/serial";

    private InterestModel interest;

    @BeforeEach
    void open() throws IOException {
        viewer.packs().packProperty().set(PACK);
        interest = viewer.rate().interest();
        open(TestPictures.png(folder, "a.png", 256, 192));
    }

    private void paint() {
        interest.brushProperty().set(true);
        interest.stroke(10, 10, 100, 10, 5, true);
        interest.done();
    }

    @Test
    void aStroke_isAskedForAtItsEnd() {
        Encoding before = current();
        interest.brushProperty().set(true);
        interest.stroke(10, 10, 100, 10, 5, true);
        assertThat(interest.maskProperty().get().count()).isEqualTo(2);
        assertThat(interest.interestProperty().get()).isNull();
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        interest.done();
        assertThat(viewer.encoding().waitingProperty().get()).isTrue();
        settled();
        assertThat(current().request().codec())
                .isEqualTo(
                        new Codec.Nlc(PACK, new Interest(interest.maskProperty().get(), 0.4)));
        assertThat(current().file()).hasSizeLessThan(before.file().length);
        assertThat(current().split()).isNotNull();
        interest.clear();
        assertThat(current()).as("going back is instant").isSameAs(before);
    }

    @Test
    void targets_andSavedFiles_useIt() throws IOException {
        paint();
        settled();
        Interest asked = interest.interestProperty().get();
        for (RateMode mode : RateMode.values()) {
            viewer.rate().rateProperty(mode).set(mode == RateMode.PSNR ? 29 : 0.6);
            settled();
            assertThat(current().request().interest()).as("%s", mode).isEqualTo(asked);
        }
        Path saved = folder.resolve("saved.nlc");
        viewer.encoding().save(saved);
        ui.until(
                () -> Files.exists(saved) && viewer.messages().messageProperty().get() != null);
        assertThat(Files.readAllBytes(saved)).isEqualTo(current().file());
    }

    @Test
    void nlcInAnotherSize_hasIt_othersDoNot() {
        paint();
        settled();
        var pane = viewer.compare().panes().get(0);
        pane.choiceProperty().set(new PaneChoice.OtherSize(0.5));
        ui.until(() ->
                pane.encodingProperty().get() != null && !pane.waitingProperty().get());
        assertThat(pane.encodingProperty().get().request().interest())
                .isEqualTo(current().request().interest());
        pane.choiceProperty().set(PaneChoice.Coded.sameSize(new Codec.Nlc(PACK)));
        ui.until(() -> pane.encodingProperty().get() != null
                && !pane.waitingProperty().get()
                && pane.encodingProperty().get().request().interest() == null);
        assertThat(pane.encodingProperty().get().file())
                .hasSizeLessThanOrEqualTo(current().file().length);
    }

    @Test
    void drop_isAskedFor_inItsSteps_andRemembered() {
        paint();
        interest.dropProperty().set(0.62);
        assertThat(interest.dropProperty().get()).isEqualTo(0.6);
        assertThat(viewer.rate().request().interest().drop()).isEqualTo(0.6);
        assertThat(settings.get("interest.drop", 0.0)).isEqualTo(0.6);
        interest.dropProperty().set(0);
        assertThat(viewer.rate().request().interest())
                .as("then all of it matters alike")
                .isNull();
        settled();
    }

    @Test
    void effort_isNone_andComesBack() {
        viewer.rate().effortProperty().set(1);
        paint();
        assertThat(viewer.rate().codec())
                .isEqualTo(new Codec.Nlc(PACK, interest.interestProperty().get()));
        settled();
        interest.clear();
        assertThat(viewer.rate().codec()).isEqualTo(new Codec.Nlc(PACK, 1));
        assertThat(viewer.rate().effortProperty().get()).isEqualTo(1);
        settled();
    }

    @Test
    void allPainted_isNothingPainted() {
        Encoding before = current();
        interest.stroke(0, 0, 0, 0, 1000, true);
        interest.done();
        assertThat(interest.painted()).isTrue();
        assertThat(interest.interestProperty().get()).isNull();
        assertThat(current()).isSameAs(before);
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
    }

    @Test
    void cancel_goesBackToWhatIsShown() {
        Encoding plain = current();
        paint();
        viewer.encoding().cancel();
        assertThat(current()).isSameAs(plain);
        assertThat(interest.painted()).isFalse();
        paint();
        settled();
        Encoding painted = current();
        interest.turn(3, 2);
        interest.dropProperty().set(0.8);
        viewer.encoding().cancel();
        assertThat(current()).isSameAs(painted);
        assertThat(interest.interestProperty().get())
                .isEqualTo(painted.request().interest());
        assertThat(interest.maskProperty().get())
                .isEqualTo(painted.request().interest().mask());
        assertThat(interest.dropProperty().get()).isEqualTo(0.4);
        viewer.encoding().show(plain);
        assertThat(interest.painted()).as("an encoding without").isFalse();
    }

    @Test
    void lossless_hasNone_butKeepsWhatIsPainted() {
        paint();
        settled();
        Encoding painted = current();
        viewer.rate().losslessProperty().set(true);
        settled();
        assertThat(current().request()).isEqualTo(EncodeRequest.LOSSLESS);
        assertThat(interest.brushProperty().get()).isFalse();
        assertThat(interest.offered().getValue()).isFalse();
        interest.brushProperty().set(true);
        assertThat(interest.brushProperty().get())
                .as("there is nothing to paint")
                .isFalse();
        viewer.rate().losslessProperty().set(false);
        settled();
        assertThat(current()).isSameAs(painted);
    }

    @Test
    void anotherPicture_hasNothingPainted() throws IOException {
        paint();
        settled();
        interest.stroke(150, 150, 150, 150, 5, true); // and a stroke is on its way
        open(TestPictures.png(folder, "b.png", 192, 128));
        assertThat(interest.painted()).isFalse();
        assertThat(interest.maskProperty().get().columns()).isEqualTo(3);
        assertThat(interest.brushProperty().get()).isFalse();
        assertThat(current().request().interest()).isNull();
        viewer.document().closePicture();
        assertThat(interest.maskProperty().get()).isNull();
        assertThat(interest.offered().getValue()).isFalse();
        interest.clear();
        interest.stroke(1, 1, 1, 1, 5, true);
        interest.done();
        assertThat(interest.painted()).isFalse();
    }

    @Test
    void aPictureOfOneArea_isNotOffered() throws IOException {
        open(TestPictures.png(folder, "small.png", 64, 48));
        assertThat(interest.offered().getValue()).isFalse();
        interest.brushProperty().set(true);
        assertThat(interest.brushProperty().get()).isFalse();
    }

    @Test
    void anNlcFile_canBePaintedOver_untilItsOriginalIsChosen() throws IOException {
        open(TestPictures.nlc(folder, "c.nlc", 256, 192));
        assertThat(interest.offered().getValue()).isTrue();
        paint();
        settled();
        assertThat(current().request().interest()).isNotNull();
        viewer.document().chooseOriginal(folder.resolve("a.png"));
        ui.until(() -> viewer.document().originalFileProperty().get() != null);
        assertThat(interest.painted()).isFalse();
        assertThat(current().request().interest()).isNull();
    }
}
