package io.nlc.viewer.vm.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.document.TiledPicture;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.inside.InsideModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentModelTest extends ViewerTest {

    @Test
    void open_recentFileThatHasGone_isForgotten_andOneThatIsBrokenIsNot() throws IOException {
        Path gone = TestPictures.png(folder, "gone.png", 64, 64);
        Path broken = TestPictures.png(folder, "broken.png", 64, 64);
        open(gone);
        open(broken);
        Files.delete(gone);
        Files.writeString(broken, "no picture");
        for (Path file : List.of(gone, broken)) {
            viewer.document().open(file);
            ui.until(() -> !viewer.document().openingProperty().get());
            assertThat(viewer.messages().messageProperty().get().error()).isTrue();
        }
        assertThat(viewer.document().recent()).containsExactly(broken.toAbsolutePath());
        assertThat(settings.recent()).containsExactly(broken.toAbsolutePath());
    }

    @Test
    void open_nlc_showsAPreviewFirst_inThePlaceOfWhatWasOpen() throws IOException {
        open(TestPictures.png(folder, "a.png", 64, 64));
        viewer.compare().fittedProperty().set(false);
        List<String> seen = new ArrayList<>();
        viewer.document()
                .previewProperty()
                .addListener((o, was, now) -> seen.add(
                        now == null
                                ? "gone; open: "
                                        + viewer.document()
                                                .documentProperty()
                                                .get()
                                                .name()
                                : now.width() + " x " + now.height() + "; open: "
                                        + viewer.document()
                                                .documentProperty()
                                                .get()
                                                .name() + ", fitted "
                                        + viewer.compare().fittedProperty().get()));
        open(TestPictures.nlc(folder, "b.nlc", 192, 128));
        assertThat(seen).containsExactly("192 x 128; open: a.png, fitted true", "gone; open: b.nlc");
    }

    @Test
    void open_whatIsDoneToTheViewDuringThePreview_stays() throws IOException {
        viewer.document()
                .previewProperty()
                .addListener((o, was, now) -> viewer.compare()
                        .fittedProperty()
                        .set(now == null && viewer.compare().fittedProperty().get()));
        open(TestPictures.nlc(folder, "b.nlc", 192, 128));
        assertThat(viewer.compare().fittedProperty().get()).isFalse();
    }

    @Test
    void open_broken_leavesThePicture() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.document().open(Files.writeString(folder.resolve("b.png"), "no picture"));
        settled();
        assertThat(viewer.messages().messageProperty().get().error()).isTrue();
        assertThat(viewer.messages().messageProperty().get().text()).contains("b.png");
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("a.png");
    }

    @Test
    void open_several_turnsFromOneToTheOther() throws IOException {
        viewer.document()
                .open(List.of(TestPictures.png(folder, "a.png", 64, 64), TestPictures.png(folder, "b.png", 64, 48)));
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("a.png");
        viewer.document().turn(-1);
        viewer.document().turn(1);
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("b.png");
        viewer.document().turn(1);
        viewer.document().turn(-1);
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("a.png");
    }

    @Test
    void open_one_turnsToTheOthersOfItsFolder() throws IOException {
        for (String name : List.of("c.png", "B.png", "a.png")) {
            TestPictures.png(folder, name, 64, 64);
        }
        Files.writeString(folder.resolve("d.txt"), "no picture");
        Files.createDirectory(folder.resolve("e.png"));
        open(folder.resolve("B.png"));
        ui.until(() -> viewer.document().placeProperty().get().count() == 3);
        assertThat(viewer.document().placeProperty().get().number()).isEqualTo(2);
        viewer.document().turn(1);
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("c.png");
        viewer.document().turn(1);
        assertThat(viewer.document().openingProperty().get()).isFalse();
        viewer.document().turn(-1);
        viewer.document().turn(-1);
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("a.png");
        assertThat(viewer.document().placeProperty().get()).isEqualTo(new DocumentModel.Place(1, 3));
    }

    @Test
    void open_folder_opensThePicturesInIt() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        TestPictures.png(folder, "a.png", 64, 64);
        TestPictures.png(folder, "b.png", 64, 64);
        viewer.document().open(List.of(folder));
        settled();
        assertThat(viewer.document().documentProperty().get().name()).isEqualTo("a.png");
        assertThat(viewer.document().placeProperty().get()).isEqualTo(new DocumentModel.Place(1, 2));
        viewer.document().open(List.of(empty));
        settled();
        assertThat(viewer.messages().messageProperty().get().text())
                .contains("no pictures")
                .contains("empty");
    }

    @Test
    void chooseOriginal_thatFits_takesBackTheComplaint() throws IOException {
        open(TestPictures.nlc(folder, "a.nlc", 192, 128));
        viewer.document().chooseOriginal(TestPictures.png(folder, "b.png", 100, 128));
        settled();
        assertThat(viewer.messages().messageProperty().get().error()).isTrue();
        viewer.document().chooseOriginal(TestPictures.png(folder, "a.png", 192, 128));
        settled();
        assertThat(viewer.messages().messageProperty().get()).isNull();
    }

    @Test
    void open_large_isTiledAndNotEncoded() throws IOException {
        viewer = viewer(1000);
        viewer.document().open(TestPictures.nlc(folder, "a.nlc", 192, 128));
        settled();
        assertThat(viewer.document().originalProperty().get()).isInstanceOf(TiledPicture.class);
        assertThat(viewer.messages().messageProperty().get().error()).isFalse();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.1);
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        ui.until(() -> inside.inspections().inspectionProperty().get() != null);
        assertThat(inside.inspections().inspectionProperty().get().region().width())
                .isEqualTo(192);
        viewer.close();
    }

    @Test
    void chooseOriginal_measuresTheFile() throws IOException {
        open(TestPictures.nlc(folder, "a.nlc", 192, 128));
        viewer.document().chooseOriginal(TestPictures.png(folder, "a.png", 192, 128));
        settled();
        assertThat(viewer.encoding().measured()).isTrue();
        assertThat(current().psnr()).isBetween(20.0, 60.0);
        assertThat(current().quality()).isEqualTo(0.5);
        viewer.document().chooseOriginal(TestPictures.png(folder, "b.png", 100, 128));
        settled();
        assertThat(viewer.messages().messageProperty().get().error()).isTrue();
        assertThat(viewer.messages().messageProperty().get().text())
                .contains("b.png")
                .contains("100 × 128")
                .contains("192 × 128");
    }

    @Test
    void paste_isAFile_untilAnotherPictureIsOpen() throws IOException {
        viewer.document().paste(TestPictures.scene(64, 48));
        settled();
        Path pasted = viewer.document().documentProperty().get().file();
        assertThat(pasted).exists();
        viewer.document().reload();
        settled();
        assertThat(pasted).exists();
        open(TestPictures.png(folder, "a.png", 64, 48));
        assertThat(pasted).doesNotExist();
        assertThat(pasted.getParent()).doesNotExist();
        viewer.document().paste(TestPictures.scene(64, 48));
        settled();
        Path last = viewer.document().documentProperty().get().file();
        viewer.close();
        assertThat(last.getParent()).doesNotExist();
    }
}
