package io.nlc.viewer.vm.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.TestUi;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Decision;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.model.batch.Outcome;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchModelTest {

    @TempDir
    private Path dir;

    private final TestUi ui = new TestUi();
    private ViewerModel viewer;
    private BatchModel model;

    @BeforeEach
    void make() {
        Settings settings = new Settings(null);
        settings.put("pack", "minnen2018-128/serial");
        settings.put("device", "cpu");
        viewer = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui));
        model = new BatchModel(viewer);
    }

    @AfterEach
    void close() {
        model.close();
        viewer.close();
    }

    private void add(int expected, Path... paths) {
        model.add(List.of(paths));
        ui.until(() -> !model.findingProperty().get() && model.items().size() == expected);
    }

    private List<BatchItem.State> states() {
        return model.items().stream().map(item -> item.stateProperty().get()).toList();
    }

    private void runToEnd() {
        model.start();
        ui.until(() -> !model.runningProperty().get());
    }

    @Test
    void aFolderIsConvertedAndFailuresSayWhy() throws IOException {
        TestPictures.png(dir, "a.png", 32, 24);
        Files.writeString(dir.resolve("b.png"), "no picture");
        assertThat(model.readyProperty().get()).isFalse();
        add(2, dir);
        assertThat(model.summaryProperty().get()).isEqualTo("2 files");
        assertThat(model.readyProperty().get()).isTrue();
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.DONE, BatchItem.State.FAILED);
        assertThat(model.items().get(0).detailProperty().get()).contains("\u2192");
        assertThat(model.items().get(1).detailProperty().get()).contains("not a picture");
        assertThat(model.summaryProperty().get()).startsWith("1 of 2 files converted, 1 failed");
        assertThat(model.progressProperty().get()).isEqualTo(1);
        assertThat(model.readyProperty().get())
                .as("the failed one can be tried again")
                .isTrue();
    }

    @Test
    void whatIsPassedOver_isSaid() throws IOException {
        TestPictures.png(dir, "a.png", 32, 24);
        Files.writeString(dir.resolve("notes.txt"), "no picture");
        Files.writeString(dir.resolve("more.txt"), "no picture");
        Files.writeString(dir.resolve(".hidden.png"), "no picture");
        add(1, dir);
        assertThat(model.summaryProperty().get()).isEqualTo("1 file \u00b7 3 passed over: 2 are no pictures, 1 hidden");
        add(1, dir.resolve("a.png"));
        assertThat(model.summaryProperty().get()).endsWith("1 in the list already");
        model.clear();
        assertThat(model.summaryProperty().get()).isEqualTo("No files");
    }

    @Test
    void encodedAndDecoded_areTwoSums() throws IOException {
        TestPictures.png(dir, "a.png", 64, 48);
        TestPictures.nlc(dir, "b.nlc", 64, 48);
        add(2, dir);
        runToEnd();
        assertThat(states()).containsOnly(BatchItem.State.DONE);
        Texts texts = viewer.context().texts();
        assertThat(model.summaryProperty().get())
                .contains("encoded " + texts.bytes(Files.size(dir.resolve("a.png"))) + " \u2192 "
                        + texts.bytes(Files.size(dir.resolve("a.nlc"))))
                .contains("decoded " + texts.bytes(Files.size(dir.resolve("b.nlc"))) + " \u2192 "
                        + texts.bytes(Files.size(dir.resolve("b.png"))));
    }

    @Test
    void everyFile_hasItsFigures_andTheyAreATable() throws IOException {
        TestPictures.png(dir, "a,b.png", 64, 48);
        TestPictures.nlc(dir, "c.nlc", 64, 48);
        Files.writeString(dir.resolve("d.png"), "no picture");
        add(3, dir);
        runToEnd();
        Outcome.Done encoded = model.items().get(0).doneProperty().get();
        BufferedImage back = PictureFiles.read(dir.resolve("a,b.nlc"), TestPictures.CPU);
        double psnr = Psnr.of(PictureFiles.rgb(TestPictures.scene(64, 48)), PictureFiles.rgb(back));
        assertThat(encoded.psnr()).isEqualTo(psnr);
        assertThat(encoded.bpp()).isEqualTo(8.0 * Files.size(dir.resolve("a,b.nlc")) / (64 * 48));
        assertThat(encoded.time()).isPositive();
        Outcome.Done decoded = model.items().get(1).doneProperty().get();
        assertThat(decoded.psnr()).as("its original is not known").isNaN();
        assertThat(model.items().get(2).doneProperty().get()).isNull();

        Path csv = dir.resolve("table");
        model.exportCsv(csv);
        ui.until(() -> model.summaryProperty().get().equals("Saved table.csv."));
        List<String> lines = Files.readAllLines(dir.resolve("table.csv"));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("file,state,output,bytes_before,bytes_after,bpp,psnr_db,seconds,remark");
        assertThat(lines.get(1))
                .startsWith("\"" + dir.resolve("a,b.png") + "\",done,\"" + dir.resolve("a,b.nlc") + "\","
                        + Files.size(dir.resolve("a,b.png")) + ","
                        + Files.size(dir.resolve("a,b.nlc")) + ",")
                .contains(String.format(Locale.ROOT, ",%.3f,", psnr));
        assertThat(lines.get(2)).startsWith(dir.resolve("c.nlc") + ",done,").contains(",,");
        assertThat(lines.get(3))
                .startsWith(dir.resolve("d.png") + ",failed,,,,,,,")
                .contains("not a picture");
    }

    @Test
    void thePsnr_isNotMeasuredWhereNobodyWantsIt() throws IOException {
        TestPictures.png(dir, "a.png", 32, 24);
        model.options().measureProperty().set(false);
        add(1, dir);
        runToEnd();
        assertThat(model.items().get(0).doneProperty().get().psnr()).isNaN();
        assertThat(viewer.context().settings().get("batch.measure", 1.0)).isZero();
    }

    @Test
    void effortAndLossless_areThoseOfTheMainWindow_ifItsRateIsWanted() throws IOException {
        TestPictures.png(dir, "a.png", 32, 24);
        viewer.rate().losslessProperty().set(true);
        add(1, dir);
        runToEnd();
        assertThat(model.items().get(0).doneProperty().get().psnr()).isFinite();
        model.options().existingProperty().set(Existing.REPLACE);
        model.options().sameRateProperty().set(true);
        assertThat(states()).as("other settings").containsExactly(BatchItem.State.WAITING);
        runToEnd();
        assertThat(model.items().get(0).doneProperty().get().psnr()).isInfinite();
        assertThat(NlcFile.isLearned(dir.resolve("a.nlc"), TestPictures.CPU)).isFalse();
    }

    @Test
    void theQuestionWaitsForItsAnswer() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        model.start();
        ui.until(() -> model.question().questionProperty().get() != null);
        assertThat(dir.resolve("a.nlc")).hasContent("old");
        model.question().answer(new Decision(Existing.RENAME, false));
        ui.until(() -> !model.runningProperty().get());
        assertThat(dir.resolve("a.nlc")).hasContent("old");
        assertThat(dir.resolve("a (2).nlc")).exists();
        assertThat(model.items().get(0).detailProperty().get()).contains("a (2).nlc");
    }

    @Test
    void somebodyElseCanBeAsked() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        model.question().setAsk(path -> new Decision(Existing.SKIP, true));
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.SKIPPED);
        assertThat(dir.resolve("a.nlc")).hasContent("old");
    }

    @Test
    void cancellingAQuestionEndsTheRunAndItCanBeStartedAgain() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        model.start();
        ui.until(() -> model.question().questionProperty().get() != null);
        model.cancel();
        assertThat(model.question().questionProperty().get()).isNull();
        assertThat(states()).containsExactly(BatchItem.State.WAITING);
        model.options().existingProperty().set(Existing.REPLACE);
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.DONE);
    }

    @Test
    void otherSettingsMakeResultsOutdated() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        add(1, dir.resolve("a.png"));
        add(1, dir.resolve("a.png"));
        runToEnd();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.8);
        assertThat(states()).as("the viewer's rate does not count here").containsExactly(BatchItem.State.DONE);
        model.options().sameRateProperty().set(true);
        assertThat(states()).containsExactly(BatchItem.State.WAITING);
        model.clear();
        assertThat(model.summaryProperty().get()).isEqualTo("No files");
    }
}
