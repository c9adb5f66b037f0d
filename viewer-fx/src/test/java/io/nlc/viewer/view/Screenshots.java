package io.nlc.viewer.view;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Draws the window into target/screenshots, or where {@code -Dnlc.screenshots=DIR} says. */
final class Screenshots {

    static final Path PICTURE = Path.of("../samples/pictures/landscape.png");

    private static final Locale LANGUAGE = Locale.forLanguageTag(System.getProperty("nlc.screenshots.language", "en"));
    private static final Path FOLDER = Path.of(System.getProperty("nlc.screenshots", "target/screenshots"));

    private final Stage stage;
    private final ViewerModel viewer;
    private final MainView view;

    Screenshots(Stage stage, int width, int height) {
        this.stage = stage;
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        viewer = new ViewerModel(ViewerContext.of(new Texts(LANGUAGE), new Settings(null), Platform::runLater));
        view = new MainView(viewer);
        stage.setScene(new Scene(view, width, height));
        stage.setWidth(width);
        stage.setHeight(height);
        stage.show();
    }

    ViewerModel viewer() {
        return viewer;
    }

    MainView view() {
        return view;
    }

    void settled() throws Exception {
        WaitForAsyncUtils.waitFor(240, TimeUnit.SECONDS, () -> !viewer.openingProperty().get() && !viewer.waitingProperty().get()
                && viewer.compare().visible().stream().noneMatch(pane -> pane.waitingProperty().get())
                && (!viewer.measured() || !Double.isNaN(viewer.msSsimProperty().get()) && viewer.jpegProperty().get() != null));
        WaitForAsyncUtils.waitForFxEvents();
    }

    void shoot(FxRobot robot, String name, boolean dark) throws Exception {
        settled();
        WritableImage[] image = new WritableImage[1];
        robot.interact(() -> {
            Application.setUserAgentStylesheet(dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
            viewer.darkProperty().set(dark);
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> image[0] = stage.getScene().snapshot(null));
        assertThat(image[0].getWidth()).isEqualTo(stage.getWidth());
        Path file = FOLDER.resolve(name + ".png");
        Files.createDirectories(FOLDER);
        ImageIO.write(Pictures.buffered(image[0]), "png", file.toFile());
        assertThat(Files.size(file)).isGreaterThan(10_000);
    }
}
