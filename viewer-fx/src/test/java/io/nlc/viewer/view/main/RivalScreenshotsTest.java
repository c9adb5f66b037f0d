package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.FakeTools;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Draws what other codecs and panes of their own setting look like, in a large and in a small window. */
@ExtendWith(ApplicationExtension.class)
class RivalScreenshotsTest {

    @TempDir
    private Path folder;

    private Stage stage;
    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage shown) {
        stage = shown;
        shots = new Screenshots(shown, 1280, 800);
        viewer = shots.viewer();
        view = shots.view();
    }

    // Installed ones if there are any, for they look better; else a fake one.
    private List<Codec> codecs(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.rivals().find());
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> !viewer.rivals().searchingProperty().get());
        List<Codec> codecs = new ArrayList<>();
        viewer.rivals().tools().forEach(tool -> codecs.add(new Codec.Rival(tool)));
        if (codecs.isEmpty()) {
            codecs.add(new Codec.Rival(new FakeTools(folder).tool()));
        }
        return codecs;
    }

    private void resize(FxRobot robot, int width, int height) {
        robot.interact(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void views(FxRobot robot) throws Exception {
        List<Codec> codecs = codecs(robot);
        robot.interact(() -> {
            viewer.packs().list();
            viewer.packs().packProperty().set("minnen2018-128/serial"); // the quickest
            viewer.document().open(Screenshots.PICTURE);
        });
        shots.settled();
        robot.interact(() -> {
            viewer.rate().rateProperty(RateMode.BPP).set(0.25);
            viewer.compare().panes().get(0).choiceProperty().set(PaneChoice.Coded.sameSize(codecs.get(0)));
            viewer.compare()
                    .panes()
                    .get(1)
                    .choiceProperty()
                    .set(PaneChoice.Coded.sameSize(new Codec.Nlc("minnen2018-128-visual/serial")));
        });
        for (int[] size : new int[][] {{1280, 800}, {1024, 670}}) {
            resize(robot, size[0], size[1]);
            shots.shoot(robot, "rivals-" + size[0], false);
            shots.shoot(robot, "rivals-" + size[0] + "-dark", true);
            assertThat(headersApart()).as("headers at %s", size[0]).isTrue();
        }
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SIDE);
            viewer.compare().paneCountProperty().set(4);
            for (int i = 0; i < 4; i++) {
                viewer.compare()
                        .panes()
                        .get(i)
                        .choiceProperty()
                        .set(PaneChoice.Coded.sameSize(codecs.get(i % codecs.size())));
            }
        });
        shots.shoot(robot, "rivals-four", false);
        resize(robot, 1280, 800);
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SPLIT);
            view.side().show(SidePanel.Page.PLOT);
            view.plot().series().addAll(codecs);
        });
        WaitForAsyncUtils.waitFor(
                240,
                TimeUnit.SECONDS,
                () -> !view.plot().runningProperty().get()
                        && view.plot().points().size() > 10);
        for (int[] size : new int[][] {{1280, 800}, {1024, 670}}) {
            resize(robot, size[0], size[1]);
            shots.shoot(robot, "rivals-curves-" + size[0], false);
        }
        shots.shoot(robot, "rivals-curves-1024-dark", true);
    }

    private boolean headersApart() {
        List<Bounds> seen = view.lookupAll(".pane-header").stream()
                .filter(Node::isVisible)
                .map(header -> header.localToScene(header.getLayoutBounds()))
                .toList();
        assertThat(seen).hasSize(2);
        return !seen.get(0).intersects(seen.get(1));
    }

    @Test
    void dialogs(FxRobot robot) throws Exception {
        codecs(robot);
        robot.clickOn("#settings");
        WaitForAsyncUtils.waitForFxEvents();
        Window settings = robot.lookup("#toolFolders").query().getScene().getWindow();
        Shots.take(robot, settings.getScene(), "settings");
        assertThat(robot.from(settings.getScene().getRoot()).lookup(".label").queryAllAs(Label.class))
                .allSatisfy(label -> assertThat(label.getWidth())
                        .as(label.getText())
                        .isGreaterThanOrEqualTo(
                                label.isWrapText() ? 0 : Math.floor(label.prefWidth(-1)))); // nothing cut
        robot.interact(settings::hide);
        robot.interact(() -> {
            viewer.packs().list();
            viewer.packs().packProperty().set("minnen2018-128/serial"); // the quickest
            viewer.document().open(Screenshots.PICTURE);
        });
        shots.settled();
        robot.interact(() -> robot.lookup("#pack").queryComboBox().show());
        WaitForAsyncUtils.waitForFxEvents();
        Node cell = robot.lookup(".pack-listed").query();
        Shots.take(robot, cell.getScene(), "packs", false);
        robot.interact(() -> robot.lookup("#pack").queryComboBox().hide());
    }
}
