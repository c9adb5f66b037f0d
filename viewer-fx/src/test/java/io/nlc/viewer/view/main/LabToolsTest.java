package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.details.SpreadModel;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.chart.XYChart;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What one measures with: overlays and their numbers, channels, samples, histograms, parts of files, the clipboard. */
@ExtendWith(ApplicationExtension.class)
class LabToolsTest {

    @TempDir
    Path folder;

    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage stage) {
        shots = new Screenshots(stage, 1280, 800, Locale.ENGLISH);
        viewer = shots.viewer();
        view = shots.view();
        viewer.packs().packProperty().set("swift/serial"); // a fast one
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            view.close();
            viewer.close();
        });
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void open(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "a.png", 192, 128);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.encoding().currentProperty().get() != null
                && !viewer.encoding().waitingProperty().get()
                && !viewer.document().openingProperty().get());
    }

    private void inside(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> view.side().show(SidePanel.Page.INSIDE));
        until(() -> !view.inside().channels().channels().isEmpty());
    }

    private static String text(FxRobot robot, String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    private void pointAtTheEncoding(FxRobot robot) {
        Bounds at = view.pictures().localToScreen(view.pictures().getLayoutBounds());
        robot.moveTo(at.getMinX() + 0.7 * at.getWidth(), at.getCenterY());
        robot.moveBy(2, 2);
    }

    @Test
    void everyOverlayHasAColourBar_andTheNumberUnderThePointer(FxRobot robot) throws Exception {
        inside(robot);
        Node bar = robot.lookup("#colourBar").query();
        assertThat(bar.isVisible()).as("nothing lies over the picture").isFalse();
        robot.interact(() -> view.inside().channels().selectedProperty().set(1));
        for (Layer layer : List.of(
                Layer.BITS, Layer.CHANNEL, Layer.ORDER, Layer.SQUARED_ERROR, Layer.SSIM, Layer.COLOUR_DIFFERENCE)) {
            robot.interact(() -> view.inside().overlay().layerProperty().set(layer));
            until(() -> view.inside().overlay().overlayProperty().get() != null && bar.isVisible());
            pointAtTheEncoding(robot);
            until(() -> !text(robot, "#overlayValue").isEmpty());
            assertThat(text(robot, "#overlayValue")).as(layer.name()).matches("\u2212?[0-9,.]+");
        }
    }

    @Test
    void errorsAreOfferedOnlyWithAnOriginal(FxRobot robot) throws Exception {
        Path file = TestPictures.nlc(folder, "b.nlc", 64, 64);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.encoding().currentProperty().get() != null);
        robot.interact(() -> view.side().show(SidePanel.Page.INSIDE));
        ComboBox<Layer> layers = robot.lookup("#layer").queryComboBox();
        assertThat(layers.getItems()).contains(Layer.BITS).doesNotContain(Layer.SSIM);
        Path original = TestPictures.png(folder, "b.png", 64, 64);
        robot.interact(() -> viewer.document().chooseOriginal(original));
        until(() -> layers.getItems().contains(Layer.SSIM));
    }

    @Test
    void histogramOfAChannel_hasUprightNumbers(FxRobot robot) throws Exception {
        inside(robot);
        robot.interact(() -> view.inside().channels().selectedProperty().set(1));
        until(() -> robot.lookup("#histogram").tryQuery().isPresent());
        XYChart<?, ?> histogram = robot.lookup("#histogram").query();
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(histogram.getXAxis().getTickLabelRotation()).isZero();
    }

    @Test
    void opacity_uncoversThePicture(FxRobot robot) throws Exception {
        inside(robot);
        robot.interact(() -> view.inside().overlay().layerProperty().set(Layer.BITS));
        until(() -> view.inside().overlay().overlayProperty().get() != null);
        Slider opacity = robot.lookup("#opacity").queryAs(Slider.class);
        int[] covered = painted();
        robot.interact(() -> opacity.setValue(0));
        int[] bare = painted();
        assertThat(bare).isNotEqualTo(covered);
        robot.interact(() -> view.inside().overlay().layerProperty().set(Layer.NONE));
        assertThat(painted()).as("an overlay that nobody can see").isEqualTo(bare);
    }

    private int[] painted() {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> view.pictures().layout());
        return view.pictures().frame().argb().clone();
    }

    @Test
    void arrowKeysGoFromChannelToChannel_itsDetailStaysInSight(FxRobot robot) throws Exception {
        inside(robot);
        int[] numbers = view.inside().channels().channels().stream()
                .mapToInt(channel -> channel.number())
                .toArray();
        Node first = robot.lookup("#channel" + numbers[0]).query();
        robot.interact(first::requestFocus);
        robot.type(KeyCode.RIGHT);
        assertThat(view.inside().channels().selectedProperty().get()).isEqualTo(numbers[1]);
        robot.type(KeyCode.DOWN);
        assertThat(view.inside().channels().selectedProperty().get()).isEqualTo(numbers[5]);
        robot.type(KeyCode.UP, KeyCode.LEFT);
        assertThat(view.inside().channels().selectedProperty().get()).isEqualTo(numbers[0]);
        robot.type(KeyCode.END);
        WaitForAsyncUtils.waitForFxEvents();
        Node last = view.getScene().getFocusOwner();
        assertThat(view.inside().channels().selectedProperty().get()).isEqualTo(last.getUserData());
        Bounds side = view.side().localToScene(view.side().getLayoutBounds());
        for (Node node : List.of(
                last,
                robot.lookup("#enlarged").query(),
                robot.lookup("#histogram").query())) {
            assertThat(side.contains(node.localToScene(node.getLayoutBounds())))
                    .as(node.getId())
                    .isTrue();
        }
        Node box = robot.lookup("#channelBox").query();
        assertThat(last.localToScene(last.getLayoutBounds()).getMaxY())
                .as("not behind the detail")
                .isLessThanOrEqualTo(box.localToScene(box.getLayoutBounds()).getMinY() + 1);
        robot.clickOn("#closeChannel");
        assertThat(box.isVisible()).isFalse();
    }

    @Test
    void wideningThePanel_putsTheDetailBesideTheChannels(FxRobot robot) throws Exception {
        inside(robot);
        robot.interact(() -> view.inside().channels().selectedProperty().set(0));
        Node box = robot.lookup("#channelBox").query();
        Node grid = robot.lookup("#channels").query();
        double narrow = box.localToScene(0, 0).getX();
        assertThat(narrow).isLessThan(grid.localToScene(0, 0).getX());
        robot.interact(() -> ((SplitPane) view.lookup("#split")).setDividerPositions(0.4));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(box.localToScene(0, 0).getX())
                .isGreaterThan(grid.localToScene(grid.getLayoutBounds()).getMaxX());
    }

    @Test
    void largePixelsHaveTheirSamplesOnThem_unlessNobodyWantsThem(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SINGLE);
            viewer.compare().fittedProperty().set(false);
            viewer.compare().viewportProperty().set(new Viewport(32, 96, 64));
            view.pictures().requestFocus();
        });
        int[] with = painted();
        robot.type(KeyCode.N);
        int[] without = painted();
        assertThat(Arrays.stream(with).distinct().count())
                .as("white and dark digits")
                .isGreaterThan(Arrays.stream(without).distinct().count());
        robot.type(KeyCode.N);
        assertThat(painted()).isEqualTo(with);
    }

    @Test
    void detailsPage_histogramAndParts(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> view.side().show(SidePanel.Page.DETAILS));
        until(() -> view.details().detailsProperty().get() != null
                && view.details().spread().histogramProperty().get() != null);
        TableView<?> parts = robot.lookup("#parts").queryTableView();
        assertThat(parts.getItems()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(robot.lookup("#exif").queryAs(GridPane.class).getChildren()).isEmpty();
        assertThat(text(robot, "#profileHint")).contains("sRGB");
        robot.moveTo("#spread");
        robot.moveBy(3, 0);
        until(() -> text(robot, "#spreadReadout").matches("\\d+: red [\\d,]+, green [\\d,]+, blue [\\d,]+"));
        String original = text(robot, "#spreadReadout");
        ComboBox<SpreadModel.Whose> whose = robot.lookup("#spreadWhose").queryComboBox();
        robot.interact(() -> whose.setValue(SpreadModel.Whose.ENCODING));
        until(() -> !text(robot, "#spreadReadout").equals(original));
        robot.interact(
                () -> robot.lookup("#spreadLogarithmic").queryAs(CheckBox.class).setSelected(true));
        robot.interact(() -> robot.lookup("#spread").query().requestFocus());
        String before = text(robot, "#spreadReadout");
        robot.type(KeyCode.RIGHT);
        assertThat(text(robot, "#spreadReadout")).isNotEqualTo(before);
    }

    @Test
    void copiedPictureAndView_canBePastedAndOpened(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> view.actions().of(Shortcut.COPY).run());
        Image[] copied = new Image[1];
        robot.interact(() -> copied[0] = Clipboard.getSystemClipboard().getImage());
        assertThat(copied[0].getWidth()).isEqualTo(192);
        assertThat(viewer.messages().messageProperty().get().text()).contains("192");
        robot.interact(() -> view.actions().of(Shortcut.COPY_VIEW).run());
        robot.interact(() -> copied[0] = Clipboard.getSystemClipboard().getImage());
        assertThat(copied[0].getWidth()).isEqualTo(view.pictures().frame().width());
        List<Path> recent = List.copyOf(viewer.document().recent());
        robot.interact(() -> view.actions().of(Shortcut.PASTE).run());
        until(() -> viewer.document().documentProperty().get().name().equals("Clipboard.png"));
        assertThat(viewer.document().documentProperty().get().fullWidth())
                .isEqualTo(view.pictures().frame().width());
        assertThat(viewer.document().recent()).as("it will not be there again").isEqualTo(recent);
    }
}
