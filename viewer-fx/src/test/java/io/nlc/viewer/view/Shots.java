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

/** Draws scenes into target/screenshots, or where {@code -Dnlc.screenshots=DIR} says, for people to look at. */
public final class Shots {

    private static final Path FOLDER = Path.of(System.getProperty("nlc.screenshots", "target/screenshots"));

    private Shots() {}

    /** Draws a scene in both themes; the dark one's name ends in {@code -dark}. */
    public static void take(FxRobot robot, Scene scene, String name) throws IOException {
        take(robot, scene, name + "-dark", true);
        take(robot, scene, name, false);
    }

    /** Draws a scene in a theme. */
    public static Path take(FxRobot robot, Scene scene, String name, boolean dark) throws IOException {
        WritableImage[] image = new WritableImage[1];
        robot.interact(() -> Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet()));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> image[0] = scene.snapshot(null));
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve(name + ".png");
        ImageIO.write(Pictures.buffered(image[0]), "png", file.toFile());
        return file;
    }
}
