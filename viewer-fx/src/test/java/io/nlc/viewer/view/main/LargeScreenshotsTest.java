package io.nlc.viewer.view.main;

import io.nlc.viewer.model.picture.Viewport;
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

/** The same at 2560 x 1440. */
@ExtendWith(ApplicationExtension.class)
class LargeScreenshotsTest {

    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage stage) {
        shots = new Screenshots(stage, 2560, 1440);
        viewer = shots.viewer();
        view = shots.view();
    }

    @Test
    void views(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.document().open(Screenshots.PICTURE));
        shots.settled();
        robot.interact(() -> {
            viewer.packs().packProperty().set("cheng2020-128/serial");
            viewer.rate().rateProperty(RateMode.BPP).set(0.2);
        });
        shots.settled();
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SIDE);
            viewer.compare().paneCountProperty().set(4);
            viewer.compare().viewportProperty().set(new Viewport(2, 300, 330));
            viewer.compare().fittedProperty().set(false);
            view.side().show(SidePanel.Page.INSIDE);
            view.inside().overlay().layerProperty().set(Layer.ORDER);
        });
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> !view.inside().channels().channels().isEmpty());
        robot.interact(() -> view.inside().overlay().stepProperty().set(70));
        shots.shoot(robot, "large", false);
        robot.interact(() -> {
            view.side().show(SidePanel.Page.COMPRESS);
            viewer.compare().modeProperty().set(Mode.SPLIT);
            viewer.compare().viewportProperty().set(new Viewport(2.75, 384, 256));
        });
        shots.shoot(robot, "large-dark", true);
    }
}
