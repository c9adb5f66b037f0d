package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerLight;
import io.nlc.codec.RateTarget;
import io.nlc.runtime.Precision;
import io.nlc.viewer.FakeTools;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What people do with the codecs of others, and with panes that have a setting of their own. */
@ExtendWith(ApplicationExtension.class)
class RivalViewTest {

    @TempDir
    private Path folder;

    private final Settings settings = new Settings(null);
    private ViewerModel viewer;
    private List<Path> chosen = List.of();

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        settings.put("pack", "minnen2018-128/serial");
        settings.put("quality", 0.8);
        Jobs jobs = new Jobs();
        viewer = new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH),
                settings,
                Platform::runLater,
                jobs,
                TestPictures.CPU,
                new PictureLoader(TestPictures.CPU, PictureLoader.MAX_PIXELS, 64 << 20, jobs)));
        MainView view = new MainView(viewer, new FileDialogs(viewer) {
            @Override
            List<Path> open(Window owner) {
                return chosen;
            }
        });
        stage.setScene(new Scene(view, 1280, 800));
        stage.show();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void openPicture(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "a.png", 192, 128);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.encoding().currentProperty().get() != null
                && !viewer.encoding().waitingProperty().get());
    }

    private PaneModel pane(int index) {
        return viewer.compare().panes().get(index);
    }

    private void shown(int index, Codec codec) throws Exception {
        until(() -> {
            Encoding shown = pane(index).encodingProperty().get();
            return shown != null
                    && shown.request().codec().equals(codec)
                    && !pane(index).waitingProperty().get();
        });
    }

    private static String title(FxRobot robot, int index) {
        return robot.lookup("#pane" + index).queryAs(Labeled.class).getText();
    }

    private void find(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.rivals().find());
        until(() -> !viewer.rivals().searchingProperty().get());
    }

    @Test
    void everySideHasItsOwnCodecAndSetting(FxRobot robot) throws Exception {
        FakeTools fake = new FakeTools(folder);
        robot.interact(() -> viewer.rivals().foldersProperty().set(folder.toString()));
        find(robot);
        openPicture(robot);
        robot.clickOn("#pane0");
        robot.clickOn("WebP in the same size");
        shown(0, new Codec.Rival(fake.tool()));
        assertThat(title(robot, 0))
                .startsWith("WebP")
                .contains(viewer.context()
                        .texts()
                        .bytes(pane(0).encodingProperty().get().file().length))
                .endsWith("lossless");
        robot.clickOn("#pane1");
        robot.clickOn("JPEG in the same size");
        shown(1, Codec.JPEG);
        assertThat(title(robot, 1)).startsWith("JPEG").endsWith("dB");

        ToggleButton same = robot.lookup("#paneSame1").queryAs(ToggleButton.class);
        Slider quality = robot.lookup("#paneQuality1").queryAs(Slider.class);
        assertThat(same.isSelected()).isTrue();
        assertThat(quality.getValue())
                .isEqualTo(pane(1).encodingProperty().get().quality());
        double before = pane(1).encodingProperty().get().quality();
        robot.clickOn("#paneQuality1");
        until(() -> pane(1).choiceProperty().get() instanceof PaneChoice.Coded own
                && !own.isSameSize()
                && pane(1).encodingProperty()
                        .get()
                        .request()
                        .target()
                        .equals(new RateTarget.Quality(own.quality().getAsDouble())));
        assertThat(quality.getValue()).isBetween(0.4, 0.6);
        assertThat(same.isSelected()).isFalse();
        robot.clickOn("#paneSame1");
        shown(1, Codec.JPEG);
        assertThat(pane(1).encodingProperty().get().quality()).isEqualTo(before);
        assertThat(pane(1).choiceProperty().get()).isEqualTo(PaneChoice.Coded.sameSize(Codec.JPEG));
        assertThat(quality.getValue()).isEqualTo(before);
    }

    @Test
    void aPaneThatHasNoSettingOfItsOwn_showsNone(FxRobot robot) throws Exception {
        openPicture(robot);
        assertThat(robot.lookup("#paneQuality0").<Node>query().getParent().isVisible())
                .isFalse();
        assertThat(robot.lookup("#paneQuality1").<Node>query().getParent().isVisible())
                .isFalse();
    }

    @Test
    void aFile_isComparedWith(FxRobot robot) throws Exception {
        openPicture(robot);
        Path other = TestPictures.png(folder, "theirs.png", 192, 128);
        chosen = List.of(other);
        robot.clickOn("#pane1");
        robot.clickOn("Compare with file\u2026");
        shown(1, new Codec.Elsewhere(other));
        assertThat(title(robot, 1)).startsWith("theirs.png").contains("bpp");
    }

    @Test
    void settings_nameWhatIsInstalled(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.rivals().foldersProperty().set(folder.toString()));
        robot.clickOn("#settings");
        assertThat(robot.lookup("#rival-jxl").queryAs(Label.class).getText()).isEqualTo("not installed (cjxl, djxl)");
        new FakeTools(folder);
        robot.clickOn("#findTools");
        until(() -> robot.lookup("#rival-webp").queryAs(Label.class).getText().startsWith("9.8.7"));
        assertThat(robot.lookup("#rival-webp").queryAs(Label.class).getText())
                .contains(folder.resolve("cwebp").toString());
        assertThat(Files.exists(folder.resolve("runs")))
                .as("nothing was encoded for that")
                .isFalse();
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#rival-webp").tryQuery()).isEmpty();
    }

    @Test
    void hurry_holdsFromTheNextStartOn(FxRobot robot) {
        assertThat(ViewerContext.codecSettings(settings).runtime().precision()).isEqualTo(Precision.AUTO);
        robot.clickOn("#settings");
        assertThat(robot.lookup("#hurry").queryAs(CheckBox.class).isSelected()).isFalse();
        robot.clickOn("#hurry");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(ViewerContext.codecSettings(settings).runtime().precision()).isEqualTo(Precision.FAST);
        robot.type(KeyCode.ESCAPE);
        robot.clickOn("#settings");
        assertThat(robot.lookup("#hurry").queryAs(CheckBox.class).isSelected()).isTrue();
        robot.clickOn("#hurry");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(ViewerContext.codecSettings(settings).runtime().precision()).isEqualTo(Precision.AUTO);
    }

    @Test
    void effortAndLossless_areAskedOfTheEncoder(FxRobot robot) throws Exception {
        openPicture(robot);
        Slider effort = robot.lookup("#effort").queryAs(Slider.class);
        robot.interact(effort::requestFocus);
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        until(() -> viewer.encoding()
                .currentProperty()
                .get()
                .request()
                .codec()
                .equals(new Codec.Nlc("minnen2018-128/serial", 1)));
        assertThat(robot.lookup("#effortValue").queryAs(Label.class).getText()).isEqualTo("1: about 3 × the time");
        robot.clickOn("#lossless");
        until(() -> viewer.encoding().currentProperty().get().request().lossless());
        assertThat(robot.lookup("#psnrFigure").queryAs(Label.class).getText()).isEqualTo("\u221E");
        assertThat(robot.lookup("#quality").<Node>query().isDisabled()).isTrue();
        assertThat(robot.lookup("#pack").<Node>query().isDisabled()).isTrue();
        assertThat(title(robot, 1)).startsWith("NLC").endsWith("lossless");
        robot.clickOn("#lossless");
        until(() -> !viewer.encoding().currentProperty().get().request().lossless());
        assertThat(viewer.encoding().currentProperty().get().quality()).isCloseTo(0.8, within(0.001));
    }

    @Test
    void drawnFile_isOpened_andEncodedWithoutNetworks(FxRobot robot) throws Exception {
        Path file = TestPictures.drawnNlc(folder, "drawn.nlc", 150, 100);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.encoding().currentProperty().get() != null
                && !viewer.encoding().waitingProperty().get());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(viewer.document().documentProperty().get().nlc()).isNull();
        assertThat(viewer.encoding().currentProperty().get().work().learned()).isFalse();
        assertThat(title(robot, 1)).startsWith("NLC, no networks");
    }

    @Test
    void models_haveNamesThatPeopleUnderstand(FxRobot robot) throws Exception {
        openPicture(robot);
        ListCell<String> cell = robot.lookup("#pack").<String>queryComboBox().getButtonCell();
        assertThat(cell.getText()).isEqualTo("Fast");
        assertThat(((Pane) cell.getGraphic()).getChildren())
                .extracting(part -> ((Label) part).getText())
                .containsExactly("Fast", "minnen2018-128/serial");
        robot.interact(() -> {
            ((Region) cell.getParent()).setMaxWidth(150);
            ((Region) cell.getParent()).setMinWidth(150);
        });
        WaitForAsyncUtils.waitForFxEvents();
        Label name = (Label) ((Pane) cell.getGraphic()).getChildren().get(0);
        assertThat(name.getWidth())
                .as("where there is little room the id gives way")
                .isGreaterThanOrEqualTo(Math.floor(name.prefWidth(-1)));
    }
}
