package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Who works by keys sees where the focus is, comes by everything, and comes by it in the order of reading. */
@ExtendWith(ApplicationExtension.class)
class FocusTest {

    private static final int MARGIN = 4;

    @TempDir
    Path folder;

    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage stage) {
        shots = new Screenshots(stage, 1280, 800);
        viewer = shots.viewer();
        view = shots.view();
    }

    private static String name(Node node) {
        return node.getId() != null ? node.getId() : String.join(".", node.getStyleClass());
    }

    /** What Tab comes by, from the toolbar on, and the pixels around each that change when it has the focus. */
    private Map<String, Integer> walk(FxRobot robot) {
        Scene scene = view.getScene();
        Map<String, Integer> changed = new LinkedHashMap<>();
        List<Node> seen = new ArrayList<>();
        robot.interact(() -> view.lookup("#open").requestFocus());
        WritableImage before = null;
        for (Node owner = scene.getFocusOwner(); !seen.contains(owner); owner = scene.getFocusOwner()) {
            seen.add(owner);
            WritableImage with = shot(robot);
            Bounds at = owner.localToScene(owner.getLayoutBounds()); // what comes next may scroll it
            robot.press(KeyCode.TAB).release(KeyCode.TAB);
            WaitForAsyncUtils.waitForFxEvents();
            if (before != null) {
                // A neighbour's ring may lie in its own area, but not the ring of both neighbours.
                int pixels = Math.min(difference(before, with, at), difference(with, shot(robot), at));
                changed.merge(name(owner), pixels, Math::max);
            }
            before = with;
        }
        return changed;
    }

    private WritableImage shot(FxRobot robot) {
        WritableImage[] image = new WritableImage[1];
        robot.interact(() -> image[0] = view.getScene().snapshot(null));
        return image[0];
    }

    private static int difference(WritableImage a, WritableImage b, Bounds at) {
        PixelReader x = a.getPixelReader();
        PixelReader y = b.getPixelReader();
        int changed = 0;
        for (int row = Math.max(0, (int) at.getMinY() - MARGIN);
                row < Math.min(a.getHeight(), at.getMaxY() + MARGIN);
                row++) {
            for (int column = Math.max(0, (int) at.getMinX() - MARGIN);
                    column < Math.min(a.getWidth(), at.getMaxX() + MARGIN);
                    column++) {
                int p = x.getArgb(column, row);
                int q = y.getArgb(column, row);
                int far = Math.abs((p >> 16 & 255) - (q >> 16 & 255))
                        + Math.abs((p >> 8 & 255) - (q >> 8 & 255))
                        + Math.abs((p & 255) - (q & 255));
                changed += far > 60 ? 1 : 0;
            }
        }
        return changed;
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPRESS", "PLOT"})
    void everyControl_showsThatItHasTheFocus(SidePanel.Page page, FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "a.png", 192, 128);
        robot.interact(() -> {
            viewer.document().open(file);
            view.side().show(page);
        });
        shots.settled();
        WaitForAsyncUtils.waitFor(
                240, TimeUnit.SECONDS, () -> !view.plot().runningProperty().get());
        Map<String, Integer> changed = walk(robot);
        robot.interact(() -> view.lookup("#open").requestFocus());
        robot.press(KeyCode.TAB).release(KeyCode.TAB);
        Shots.take(robot, view.getScene(), "focus-" + page, false);
        assertThat(changed.size()).isGreaterThan(12);
        assertThat(changed)
                .allSatisfy((name, pixels) -> assertThat(pixels).as(name).isGreaterThan(30));
    }
}
