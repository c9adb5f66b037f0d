package io.nlc.viewer.view.batch;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.batch.BatchItem.State;
import io.nlc.viewer.vm.batch.BatchModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@Timeout(value = 4, unit = TimeUnit.MINUTES)
@ExtendWith(ApplicationExtension.class)
class BatchViewTest {

    @TempDir
    private Path dir;

    private ViewerModel viewer;
    private BatchModel model;
    private Stage stage;

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Settings settings = new Settings(null);
        settings.put("pack", "minnen2018-128/serial");
        settings.put("device", "cpu");
        Texts texts = new Texts(Locale.ENGLISH);
        viewer = new ViewerModel(ViewerContext.of(texts, settings, Platform::runLater));
        model = new BatchModel(viewer);
        this.stage = stage;
        stage.setScene(new Scene(new BatchView(model, texts), 820, 620));
        stage.setWidth(820); // or it is as large as the test before has left it
        stage.setHeight(620);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            model.close();
            viewer.close();
        });
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition).get());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private List<State> states() {
        return model.items().stream().map(item -> item.stateProperty().get()).toList();
    }

    private void add(FxRobot robot, int expected) throws Exception {
        robot.interact(() -> model.add(List.of(dir)));
        await(() -> model.items().size() == expected);
    }

    @Test
    void aBrokenFileIsListedAndAnExistingOneStaysUnlessTold(FxRobot robot) throws Exception {
        TestPictures.png(dir, "a.png", 32, 24);
        Files.writeString(dir.resolve("b.png"), "no picture");
        TestPictures.png(dir, "c.png", 32, 24);
        Files.writeString(dir.resolve("c.nlc"), "old");
        add(robot, 4); // c.nlc is a picture by its name
        assertThat(robot.lookup("#batch-table").queryAs(TableView.class).getItems())
                .hasSize(4);
        robot.clickOn("#batch-start");
        await(() -> model.runningProperty().not().get());
        assertThat(states()).containsExactly(State.DONE, State.FAILED, State.SKIPPED, State.SKIPPED);
        assertThat(robot.lookup("failed").queryAll()).isNotEmpty();
        assertThat(robot.lookup("#batch-summary").queryAs(Label.class).getText())
                .startsWith("1 of 4 files converted, 2 skipped, 1 failed");
        assertThat(dir.resolve("c.nlc")).hasContent("old");
    }

    @Test
    void theBarAsksAndItsAnswersCount(FxRobot robot) throws Exception {
        for (String name : List.of("a", "b", "c")) {
            TestPictures.png(dir, name + ".png", 32, 24);
        }
        add(robot, 3);
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(dir.resolve(name + ".nlc"), "old");
        }
        robot.clickOn("#batch-start");
        await(() -> model.question().questionProperty().get() != null);
        assertThat(robot.lookup("#batch-question").queryAs(Label.class).getText())
                .isEqualTo("a.nlc exists.");
        assertThat(robot.lookup("#batch-ask-skip").queryButton().isFocused())
                .as("the safe answer")
                .isTrue();
        robot.type(KeyCode.SPACE);
        await(() -> model.question().questionProperty().get() != null
                && model.question().questionProperty().get().endsWith("b.nlc"));
        robot.clickOn("#batch-ask-all");
        robot.clickOn("#batch-ask-replace");
        await(() -> model.runningProperty().not().get());
        assertThat(states()).containsExactly(State.SKIPPED, State.DONE, State.DONE);
        assertThat(dir.resolve("a.nlc")).hasContent("old");
        assertThat(NlcFile.is(dir.resolve("c.nlc"))).isTrue();
        assertThat(robot.lookup(".batch-question").query().isVisible()).isFalse();
    }

    @Test
    void packsSayWhatTheyAreMadeFor(FxRobot robot) throws Exception {
        robot.interact(viewer.packs()::list);
        await(() -> viewer.packs().knownProperty().get());
        ComboBox<String> packs = robot.lookup("#batch-pack").queryComboBox();
        assertThat(packs.getButtonCell().getText()).isEqualTo("Fast");
        String visual = packs.getItems().stream()
                .filter(name -> name.contains("visual"))
                .findFirst()
                .orElseThrow();
        robot.interact(() -> packs.setValue(visual));
        assertThat(packs.getButtonCell().getText()).isEqualTo("For the eye");
        assertThat(model.options().packProperty().get()).isEqualTo(visual);
    }

    @Test
    void filesLeaveTheListByKey(FxRobot robot) throws Exception {
        TestPictures.png(dir, "a.png", 32, 24);
        TestPictures.png(dir, "b.png", 32, 24);
        add(robot, 2);
        TableView<?> table = robot.lookup("#batch-table").queryAs(TableView.class);
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(0);
        });
        robot.type(KeyCode.DELETE);
        assertThat(model.items())
                .extracting(item -> item.file().getFileName().toString())
                .containsExactly("b.png");
        robot.clickOn("#batch-clear");
        assertThat(model.items()).isEmpty();
        assertThat(robot.lookup("#batch-start").queryButton().isDisabled()).isTrue();
    }

    @Test
    void howeverMuchIsSaidOfTheFiles_itIsSeen_andButtonsKeepTheirWords(FxRobot robot) throws Exception {
        TestPictures.png(dir, "a.png", 32, 24);
        TestPictures.nlc(dir, "b.nlc", 32, 24);
        Files.writeString(dir.resolve("c.nlc"), "no picture");
        Files.writeString(dir.resolve("notes.txt"), "no picture");
        Files.writeString(dir.resolve(".hidden.png"), "hidden");
        add(robot, 3);
        robot.clickOn("#batch-start");
        await(() -> model.runningProperty().not().get());
        Label summary = robot.lookup("#batch-summary").queryAs(Label.class);
        assertThat(summary.getText()).contains("encoded", "decoded", "failed", "hidden");
        assertThat(summary.getHeight()).isGreaterThanOrEqualTo(summary.prefHeight(summary.getWidth()));
        for (String id : List.of("#batch-csv", "#batch-start", "#batch-clear")) {
            Button button = robot.lookup(id).queryButton();
            assertThat(button.getWidth()).as(id).isGreaterThanOrEqualTo(button.prefWidth(-1));
        }
        Shots.take(robot, stage.getScene(), "batch-summary");
    }

    @Test
    void looks(FxRobot robot) throws Exception {
        Shots.take(robot, stage.getScene(), "batch-empty");
        for (String name : List.of("harbour", "landscape", "morning", "old-town", "portrait", "river", "street")) {
            TestPictures.png(dir, name + ".png", 200, 150);
        }
        Files.writeString(dir.resolve("notes.png"), "no picture");
        add(robot, 8);
        robot.interact(() -> model.options().existingProperty().set(Existing.ASK));
        Files.writeString(dir.resolve("river.nlc"), "old");
        robot.clickOn("#batch-start");
        await(() -> model.question().questionProperty().get() != null);
        Shots.take(robot, stage.getScene(), "batch-asking");
        robot.clickOn("#batch-ask-rename");
        await(() -> model.runningProperty().not().get());
        Shots.take(robot, stage.getScene(), "batch-done");
        assertThat(dir.resolve("river (2).nlc")).exists();
    }
}
