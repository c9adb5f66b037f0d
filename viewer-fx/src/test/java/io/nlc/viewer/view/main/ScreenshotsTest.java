package io.nlc.viewer.view.main;

import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.coding.InterestModel;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.concurrent.TimeUnit;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Draws what the README shows, at 1280 x 800: see {@link Screenshots}. */
@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {

    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage stage) {
        shots = new Screenshots(stage, 1280, 800);
        viewer = shots.viewer();
        view = shots.view();
    }

    @Test
    void views(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.document().open(Screenshots.PICTURE));
        shots.settled();
        robot.interact(() -> viewer.rate().rateProperty(RateMode.BPP).set(0.25));
        shots.shoot(robot, "divider", false);
        shots.shoot(robot, "divider-dark", true);
        InterestModel interest = viewer.rate().interest();
        robot.interact(() -> {
            interest.brushProperty().set(true);
            interest.stroke(110, 410, 130, 420, 20, true); // the rocks
            interest.stroke(150, 440, 320, 440, 20, true);
            interest.done();
        });
        shots.shoot(robot, "brush", false);
        robot.interact(() -> {
            interest.clear();
            interest.brushProperty().set(false);
        });
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SIDE);
            viewer.compare().paneCountProperty().set(3);
            viewer.compare().viewportProperty().set(new Viewport(2, 250, 300));
            viewer.compare().fittedProperty().set(false);
        });
        shots.shoot(robot, "side-by-side", false);
        robot.interact(() -> {
            viewer.compare().fittedProperty().set(true);
            viewer.compare().modeProperty().set(Mode.DIFFERENCE);
        });
        WaitForAsyncUtils.waitFor(
                60,
                TimeUnit.SECONDS,
                () -> viewer.compare().differenceProperty().get() != null);
        shots.shoot(robot, "difference-dark", true);
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SPLIT);
            view.side().show(SidePanel.Page.INSIDE);
            view.inside().overlay().layerProperty().set(Layer.BITS);
        });
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> !view.inside().channels().channels().isEmpty());
        shots.shoot(robot, "bits", false);
        robot.interact(() -> {
            view.inside()
                    .channels()
                    .selectedProperty()
                    .set(view.inside().channels().channels().get(0).number());
            view.inside().overlay().layerProperty().set(Layer.CHANNEL);
        });
        shots.shoot(robot, "channel-dark", true);
        robot.interact(() -> view.side().show(SidePanel.Page.PLOT));
        WaitForAsyncUtils.waitFor(
                240,
                TimeUnit.SECONDS,
                () -> !view.plot().runningProperty().get()
                        && view.plot().points().size() > 10);
        shots.shoot(robot, "curves", false);
    }
}
