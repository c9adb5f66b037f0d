package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The whole viewer in a window of some size, to be drawn by {@link Shots}. */
final class Screenshots {

    static final Path PICTURE = Path.of("../samples/pictures/landscape.png");

    private static final Locale LANGUAGE = Locale.forLanguageTag(System.getProperty("nlc.screenshots.language", "en"));

    private final Stage stage;
    private final ViewerModel viewer;
    private final MainView view;

    Screenshots(Stage stage, int width, int height) {
        this(stage, width, height, LANGUAGE);
    }

    Screenshots(Stage stage, int width, int height, Locale language) {
        this.stage = stage;
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        viewer = new ViewerModel(ViewerContext.of(new Texts(language), new Settings(null), Platform::runLater));
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
        WaitForAsyncUtils.waitFor(
                240,
                TimeUnit.SECONDS,
                () -> !viewer.document().openingProperty().get()
                        && !viewer.encoding().waitingProperty().get()
                        && viewer.compare().visible().stream()
                                .noneMatch(pane -> pane.waitingProperty().get())
                        && (!viewer.encoding().measured()
                                || !Double.isNaN(viewer.scores()
                                                .scoresProperty()
                                                .get()
                                                .msSsim())
                                        && viewer.scores().jpegProperty().get() != null));
        WaitForAsyncUtils.waitForFxEvents();
    }

    void shoot(FxRobot robot, String name, boolean dark) throws Exception {
        settled();
        robot.interact(() -> viewer.darkProperty().set(dark));
        Path file = Shots.take(robot, stage.getScene(), name, dark);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo((int) stage.getWidth());
        assertThat(Files.size(file)).isGreaterThan(10_000);
    }
}
