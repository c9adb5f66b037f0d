package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerLight;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Interest;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
import io.nlc.viewer.model.picture.Frame;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.InterestModel;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Who paints over what matters gets a file in which that is better than the rest. */
@ExtendWith(ApplicationExtension.class)
class BrushTest {

    private static final int WIDTH = 384;
    private static final int HEIGHT = 256;

    @TempDir
    Path folder;

    private ViewerModel viewer;
    private MainView view;
    private InterestModel interest;

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Settings settings = new Settings(null);
        settings.put("pack", "minnen2018-128/serial");
        settings.put("quality", 0.7);
        Jobs jobs = new Jobs();
        viewer = new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH),
                settings,
                Platform::runLater,
                jobs,
                TestPictures.CPU,
                new PictureLoader(TestPictures.CPU, PictureLoader.MAX_PIXELS, 64 << 20, jobs)));
        interest = viewer.rate().interest();
        view = new MainView(viewer);
        stage.setScene(new Scene(view, 1280, 800));
        stage.show();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void settled() throws Exception {
        until(() -> viewer.encoding().currentProperty().get() != null
                && !viewer.encoding().waitingProperty().get()
                && !viewer.document().openingProperty().get());
    }

    private void open(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "a.png", WIDTH, HEIGHT);
        robot.interact(() -> viewer.document().open(file));
        settled();
    }

    private Encoding current() {
        return viewer.encoding().currentProperty().get();
    }

    private Area pane() {
        Frame frame = view.pictures().frame();
        return new Area(0, 0, frame.width(), frame.height());
    }

    /** Where a pixel of the picture is on the screen. */
    private Point2D at(double x, double y) {
        Viewport viewport = viewer.compare().viewportProperty().get();
        return view.pictures().localToScreen(viewport.frameX(x, pane()), viewport.frameY(y, pane()));
    }

    private int shown(double x, double y) {
        int[] pixel = new int[1];
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            view.pictures().layout();
            Viewport viewport = viewer.compare().viewportProperty().get();
            Frame frame = view.pictures().frame();
            pixel[0] =
                    frame.argb()[(int) viewport.frameY(y, pane()) * frame.width() + (int) viewport.frameX(x, pane())];
        });
        return pixel[0];
    }

    private static String text(FxRobot robot, String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    @Test
    void paintedParts_areBetterThanTheRest(FxRobot robot) throws Exception {
        open(robot);
        Encoding plain = current();
        int before = shown(32, 32);
        Node drop = robot.lookup("#interestDrop").query().getParent();
        assertThat(drop.isVisible()).as("nothing to set").isFalse();
        robot.clickOn("#brush");
        assertThat(drop.isVisible()).isTrue();
        robot.drag(at(32, 32), MouseButton.PRIMARY).moveTo(at(32, 100)).moveTo(at(96, 100));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(viewer.encoding().waitingProperty().get())
                .as("the stroke goes on")
                .isFalse();
        robot.drop();
        settled();
        AreaMask mask = interest.maskProperty().get();
        assertThat(mask.marked(0, 0) && mask.marked(0, 1) && mask.marked(1, 1)).isTrue();
        assertThat(mask.count()).isEqualTo(3);
        assertThat(shown(32, 32)).as("what is painted is seen").isNotEqualTo(before);
        Encoding painted = current();
        byte[] original = viewer.document().coder().orElseThrow().rgb();
        Interest.Split was = painted.request().interest().split(original, plain.rgb(), WIDTH);
        assertThat(painted.file()).hasSizeLessThan(plain.file().length);
        assertThat(painted.split().inside()).isCloseTo(was.inside(), within(0.8));
        assertThat(painted.split().elsewhere()).isLessThan(was.elsewhere() - 1);
        assertThat(text(robot, "#interestResult"))
                .contains("13 %")
                .contains(
                        String.format(Locale.ENGLISH, "%.2f dB", painted.split().inside()))
                .contains(
                        String.format(Locale.ENGLISH, "%.2f dB", painted.split().elsewhere()));
        assertThat(text(robot, "#effortValue")).isEqualTo("0 with a region");
        assertThat(robot.lookup("#effort").query().isDisabled()).isTrue();
        robot.interact(() -> viewer.rate().rateProperty(RateMode.BPP).set(RateMode.BPP.rounded(plain.bpp())));
        settled();
        assertThat(current().file().length).isLessThanOrEqualTo((int) Math.ceil(plain.file().length * 1.002));
        assertThat(current().split().inside())
                .as("in the same size the region gets what is saved")
                .isGreaterThan(was.inside() + 0.5);
        int tinted = shown(32, 32);
        robot.clickOn("#brush");
        assertThat(shown(32, 32)).as("without the brush the picture is seen").isNotEqualTo(tinted);
        assertThat(interest.interestProperty().get()).isNotNull();
        robot.clickOn("#clearInterest");
        settled();
        assertThat(interest.painted()).isFalse();
        assertThat(robot.lookup("#interestResult").query().isVisible()).isFalse();
    }

    @Test
    void rightButtonAndShift_erase_theMiddleButtonMoves(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.SINGLE));
        robot.clickOn("#brush");
        robot.drag(at(32, 32), MouseButton.PRIMARY).dropTo(at(352, 32));
        assertThat(interest.maskProperty().get().count()).isEqualTo(6);
        robot.clickOn(at(32, 32), MouseButton.SECONDARY);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(interest.maskProperty().get().count()).isEqualTo(5);
        assertThat(robot.listWindows().stream().filter(Window::isShowing))
                .as("no menu in the way")
                .hasSize(1);
        robot.press(KeyCode.SHIFT);
        robot.drag(at(96, 32), MouseButton.PRIMARY).dropTo(at(160, 32));
        robot.release(KeyCode.SHIFT);
        assertThat(interest.maskProperty().get().count()).isEqualTo(3);
        boolean fitted = viewer.compare().fittedProperty().get();
        robot.doubleClickOn(at(352, 32), MouseButton.PRIMARY);
        assertThat(viewer.compare().fittedProperty().get())
                .as("two dabs are no zoom")
                .isEqualTo(fitted);
        AreaMask mask = interest.maskProperty().get();
        Viewport viewport = viewer.compare().viewportProperty().get();
        robot.drag(at(100, 100), MouseButton.MIDDLE).dropTo(at(130, 120));
        assertThat(interest.maskProperty().get()).isEqualTo(mask);
        assertThat(viewer.compare().viewportProperty().get()).isNotEqualTo(viewport);
        settled();
    }

    @Test
    void byKeys(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> {
            view.side().show(SidePanel.Page.DETAILS);
            view.pictures().requestFocus();
        });
        robot.type(KeyCode.M);
        assertThat(interest.brushProperty().get()).isTrue();
        assertThat(view.side().getSelectionModel().getSelectedIndex())
                .as("where its controls are")
                .isEqualTo(SidePanel.Page.COMPRESS.ordinal());
        assertThat(robot.lookup("#brush").queryAs(ToggleButton.class).isSelected())
                .isTrue();
        robot.type(KeyCode.RIGHT, KeyCode.RIGHT, KeyCode.UP, KeyCode.ENTER);
        AreaMask mask = interest.maskProperty().get();
        assertThat(mask.count()).isEqualTo(1);
        assertThat(mask.marked(4, 1)).as("from the middle, 3,2, on").isTrue();
        assertThat(view.pictures().getAccessibleText()).contains("5, 2 of 6, 4").contains("marked");
        assertThat(view.lookup(".brush-cell").isVisible()).isTrue();
        robot.type(KeyCode.ENTER);
        assertThat(interest.painted()).isFalse();
        robot.type(KeyCode.M);
        assertThat(interest.brushProperty().get()).isFalse();
        assertThat(view.pictures().getAccessibleText())
                .isEqualTo(viewer.context().texts().get("compare.accessible"));
        robot.type(KeyCode.M);
        robot.interact(() -> view.side().show(SidePanel.Page.INSIDE));
        assertThat(interest.brushProperty().get())
                .as("other pages lay something else over the picture")
                .isFalse();
        settled();
    }

    @Test
    void drop_isDragged_andLosslessHasNone(FxRobot robot) throws Exception {
        open(robot);
        robot.clickOn("#brush").clickOn(at(96, 96), MouseButton.PRIMARY);
        settled();
        int bytes = current().file().length;
        Slider drop = robot.lookup("#interestDrop").queryAs(Slider.class);
        robot.interact(() -> drop.setValue(0.68));
        assertThat(drop.getValue()).isEqualTo(0.7);
        assertThat(text(robot, "#interestDropValue")).isEqualTo("0.70");
        settled();
        assertThat(current().request().interest().drop()).isEqualTo(0.7);
        assertThat(current().file()).hasSizeLessThan(bytes);
        robot.clickOn("#lossless");
        settled();
        Node brush = robot.lookup("#brush").query();
        assertThat(brush.isDisabled()).isTrue();
        assertThat(interest.brushProperty().get()).isFalse();
    }

    @Test
    void looks(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.document().open(Screenshots.PICTURE));
        settled();
        robot.clickOn("#brush");
        robot.drag(at(300, 330), MouseButton.PRIMARY).moveTo(at(420, 300)).dropTo(at(500, 380));
        settled();
        until(() -> viewer.scores().jpegProperty().get() != null);
        Shots.take(robot, view.getScene(), "painted");
        robot.interact(() -> view.pictures().requestFocus());
        robot.type(KeyCode.RIGHT, KeyCode.RIGHT);
        Shots.take(robot, view.getScene(), "painted-keys", false);
        Node brush = robot.lookup("#brush").query();
        robot.interact(() -> robot.lookup("#psnr").query().requestFocus());
        robot.type(KeyCode.TAB);
        assertThat(brush.isFocused()).as("it comes after the sliders").isTrue();
        Shots.take(robot, view.getScene(), "painted-focus", false);
        robot.type(KeyCode.SPACE);
        assertThat(interest.brushProperty().get()).isFalse();
        Shots.take(robot, view.getScene(), "painted-off", false);
        assertThat(current().request().interest()).isNotNull();
    }
}
