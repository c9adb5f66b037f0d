package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.UiThread;
import io.nlc.viewer.model.BatchConverter.Decision;
import io.nlc.viewer.model.BatchConverter.Existing;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
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

    private final UiThread ui = new UiThread();
    private ViewerModel viewer;
    private BatchModel model;

    @BeforeEach
    void make() {
        Settings settings = new Settings(null);
        settings.put("pack", "minnen2018/hyperprior");
        settings.put("device", "cpu");
        viewer = ui.call(() -> new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui)));
        model = ui.call(() -> new BatchModel(viewer));
    }

    @AfterEach
    void close() {
        ui.run(model::close);
        ui.run(viewer::close);
        ui.close();
    }

    private void add(int expected, Path... paths) {
        ui.run(() -> model.add(List.of(paths)));
        ui.await(() -> !model.findingProperty().get() && model.items().size() == expected);
    }

    private List<BatchItem.State> states() {
        return ui.call(() -> model.items().stream().map(item -> item.stateProperty().get()).toList());
    }

    private void runToEnd() {
        ui.run(model::start);
        ui.await(() -> !model.runningProperty().get());
    }

    @Test
    void aFolderIsConvertedAndFailuresSayWhy() throws IOException {
        TestPictures.png(dir, "a.png", 32, 24);
        Files.writeString(dir.resolve("b.png"), "no picture");
        assertThat(ui.call(() -> model.readyProperty().get())).isFalse();
        add(2, dir);
        assertThat(ui.call(() -> model.summaryProperty().get())).isEqualTo("2 files");
        assertThat(ui.call(() -> model.readyProperty().get())).isTrue();
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.DONE, BatchItem.State.FAILED);
        assertThat(ui.call(() -> model.items().get(0).detailProperty().get())).contains("bpp").contains("\u2192");
        assertThat(ui.call(() -> model.items().get(1).detailProperty().get())).contains("not a picture");
        assertThat(ui.call(() -> model.summaryProperty().get())).startsWith("1 of 2 files converted, 1 failed");
        assertThat(ui.call(() -> model.progressProperty().get())).isEqualTo(1);
        assertThat(ui.call(() -> model.readyProperty().get())).as("the failed one can be tried again").isTrue();
    }

    @Test
    void theQuestionWaitsForItsAnswer() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        ui.run(model::start);
        ui.await(() -> model.questionProperty().get() != null);
        assertThat(dir.resolve("a.nlc")).hasContent("old");
        ui.run(() -> model.answer(new Decision(Existing.RENAME, false)));
        ui.await(() -> !model.runningProperty().get());
        assertThat(dir.resolve("a.nlc")).hasContent("old");
        assertThat(dir.resolve("a (2).nlc")).exists();
        assertThat(ui.call(() -> model.items().get(0).detailProperty().get())).contains("a (2).nlc");
    }

    @Test
    void somebodyElseCanBeAsked() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        ui.run(() -> model.setAsk(path -> new Decision(Existing.SKIP, true)));
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.SKIPPED);
        assertThat(dir.resolve("a.nlc")).hasContent("old");
    }

    @Test
    void cancellingAQuestionEndsTheRunAndItCanBeStartedAgain() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        Files.writeString(dir.resolve("a.nlc"), "old");
        add(1, dir.resolve("a.png"));
        ui.run(model::start);
        ui.await(() -> model.questionProperty().get() != null);
        ui.run(model::cancel);
        assertThat(ui.call(() -> model.questionProperty().get())).isNull();
        assertThat(states()).containsExactly(BatchItem.State.WAITING);
        ui.run(() -> model.existingProperty().set(Existing.REPLACE));
        runToEnd();
        assertThat(states()).containsExactly(BatchItem.State.DONE);
    }

    @Test
    void otherSettingsMakeResultsOutdated() throws IOException {
        TestPictures.png(dir, "a.png", 16, 16);
        add(1, dir.resolve("a.png"));
        add(1, dir.resolve("a.png"));
        runToEnd();
        ui.run(() -> viewer.rateProperty(RateMode.QUALITY).set(0.8));
        assertThat(states()).as("the viewer's rate does not count here").containsExactly(BatchItem.State.DONE);
        ui.run(() -> model.sameRateProperty().set(true));
        assertThat(states()).containsExactly(BatchItem.State.WAITING);
        ui.run(model::clear);
        assertThat(ui.call(() -> model.summaryProperty().get())).isEqualTo("No files");
    }
}
