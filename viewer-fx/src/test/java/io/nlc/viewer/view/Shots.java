package io.nlc.viewer.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Draws scenes in both themes into target/screenshots, for people to look at. */
final class Shots {

    private static final Path FOLDER = Path.of("target/screenshots");

    private Shots() {
    }

    static void take(FxRobot robot, Scene scene, String name) throws IOException {
        for (boolean dark : new boolean[] {true, false}) {
            WritableImage[] image = new WritableImage[1];
            robot.interact(() -> Application.setUserAgentStylesheet(
                    dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet()));
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> image[0] = scene.snapshot(null));
            Files.createDirectories(FOLDER);
            ImageIO.write(Pictures.buffered(image[0]), "png", FOLDER.resolve(name + (dark ? "-dark" : "") + ".png").toFile());
        }
    }
}
