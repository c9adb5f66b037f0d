package io.nlc.viewer.vm.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import java.io.IOException;
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
        compare.panes().get(3).choiceProperty().set(new PaneChoice.OtherPack("cheng2020/hyperprior"));
        ui.until(() -> compare.panes().get(3).encodingProperty().get() != null
                && compare.panes()
                        .get(3)
                        .encodingProperty()
                        .get()
                        .request()
                        .pack()
                        .equals("cheng2020/hyperprior"));
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
}
