package io.nlc.viewer.view;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.CompareModel.Mode;
import io.nlc.viewer.vm.InsideModel;
import io.nlc.viewer.vm.RateMode;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.ViewerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Draws what the README shows: into target/screenshots, or where {@code -Dnlc.screenshots=DIR} says. */
@ExtendWith(ApplicationExtension.class)
class ScreenshotsTest {

    private static final Path FOLDER = Path.of(System.getProperty("nlc.screenshots", "target/screenshots"));
    private static final Path PICTURE = Path.of("../samples/pictures/landscape.png");

    private ViewerModel viewer;
    private MainView view;
    private Stage stage;

    @Start
    void start(Stage stage) {
        this.stage = stage;
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Settings settings = new Settings(null);
        viewer = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, Platform::runLater));
        view = new MainView(viewer);
        stage.setScene(new Scene(view, 1280, 800));
        stage.show();
    }

    private void shoot(FxRobot robot, String name) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> !viewer.waitingProperty().get() && !viewer.openingProperty().get()
                && !Double.isNaN(viewer.msSsimProperty().get()));
        WaitForAsyncUtils.waitForFxEvents();
        for (boolean dark : new boolean[] {false, true}) {
            WritableImage[] image = new WritableImage[1];
            robot.interact(() -> {
                Application.setUserAgentStylesheet(dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
                viewer.darkProperty().set(dark);
            });
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> image[0] = stage.getScene().snapshot(null));
            Path file = FOLDER.resolve(name + (dark ? "-dark" : "") + ".png");
            Files.createDirectories(FOLDER);
            ImageIO.write(SwingFXUtils.fromFXImage(image[0], null), "png", file.toFile());
            assertThat(Files.size(file)).isGreaterThan(10_000);
        }
    }

    @Test
    void views(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.open(PICTURE));
        robot.interact(() -> viewer.rateProperty(RateMode.BPP).set(0.25));
        shoot(robot, "split");
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.SIDE));
        shoot(robot, "side");
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.DIFFERENCE));
        shoot(robot, "difference");
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SPLIT);
            view.showInside();
            view.inside().layerProperty().set(InsideModel.Layer.BITS);
        });
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> !view.inside().channels().isEmpty());
        shoot(robot, "inside-bits");
        robot.interact(() -> {
            view.inside().selectedProperty().set(view.inside().channels().get(0).number());
            view.inside().layerProperty().set(InsideModel.Layer.CHANNEL);
        });
        shoot(robot, "inside-channel");
    }
}
