package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerLight;
import io.nlc.model.Tune;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.inside.Channel;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.chart.XYChart;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What people do with mouse and keys. */
@ExtendWith(ApplicationExtension.class)
class MainViewTest {

    @TempDir
    Path folder;

    private ViewerModel viewer;
    private MainView view;
    private List<Path> chosen = List.of();
    private Path saveTo;

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Jobs jobs = new Jobs();
        viewer = new ViewerModel(new ViewerContext(
                new Texts(Locale.ENGLISH),
                new Settings(null),
                Platform::runLater,
                jobs,
                TestPictures.CPU,
                new PictureLoader(TestPictures.CPU, PictureLoader.MAX_PIXELS, 64 << 20, jobs)));
        view = new MainView(viewer, new FileDialogs(viewer) {
            @Override
            List<Path> open(Window owner) {
                return chosen;
            }

            @Override
            Optional<Path> save(Window owner) {
                return Optional.ofNullable(saveTo);
            }
        });
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

    private void openPicture(FxRobot robot) throws Exception {
        chosen = List.of(TestPictures.png(folder, "a.png", 192, 128));
        robot.clickOn("#welcomeOpen");
        settled();
    }

    private static String text(FxRobot robot, String query) {
        return robot.lookup(query).queryAs(Label.class).getText();
    }

    @Test
    void open_showsPictureAndFigures(FxRobot robot) throws Exception {
        openPicture(robot);
        until(() -> text(robot, "#msSsim").startsWith("0.")
                && !text(robot, "#jpegFigure").isEmpty());
        assertThat(text(robot, "#status")).contains("a.png").contains("192");
        assertThat(text(robot, "#psnrFigure")).endsWith("dB");
        assertThat(text(robot, "#device")).isEqualTo("CPU");
        assertThat(text(robot, "#jpegFigure")).contains("JPEG");
        assertThat(view.pictures().frame().argb()[0]).isNotZero();
        assertThat(robot.lookup("#welcomeOpen").<Node>query().getParent().isVisible())
                .isFalse();
    }

    @Test
    void openedBeforeThereIsAWindow_controlsFollowAndThePictureStays(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "early.png", 192, 128);
        Scene scene = view.getScene();
        MainView[] early = new MainView[1];
        Bounds[] before = new Bounds[1];
        boolean[] furnished = new boolean[1];
        List<Double> tools = new ArrayList<>();
        robot.interact(() -> {
            viewer.document().open(file);
            early[0] = new MainView(viewer);
            early[0].whenFurnished(() -> furnished[0] = true);
            scene.setRoot(early[0]);
            early[0].applyCss();
            early[0].layout();
            before[0] = early[0].pictures().localToScene(early[0].pictures().getBoundsInLocal());
            assertThat(early[0].lookup(".tools .icon"))
                    .as("the tools are seen at once")
                    .isNotNull();
            tools.addAll(toolsOf(early[0]));
            assertThat(early[0].lookup("#side")).as("the panel is not").isNull();
            assertThat(early[0].lookup(".place-panel")).as("but its place").isNotNull();
            Stage window = (Stage) scene.getWindow();
            for (boolean full : new boolean[] {true, false}) {
                Event.fireEvent(
                        early[0], new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F11, false, false, false, false));
                assertThat(window.isFullScreen())
                        .as("keys that need no controls do not wait for them")
                        .isEqualTo(full);
            }
        });
        until(() -> furnished[0]);
        settled();
        assertThat(text(robot, "#status")).contains("early.png");
        List<Double> same = toolsOf(early[0]);
        assertThat(same).as("tools").hasSameSizeAs(tools);
        for (int i = 0; i < same.size(); i++) {
            assertThat(same.get(i)).as("tool %s", i).isCloseTo(tools.get(i), within(3.0));
        }
        Bounds after = early[0].pictures().localToScene(early[0].pictures().getBoundsInLocal());
        assertThat(List.of(after.getMinX(), after.getMinY()))
                .isEqualTo(List.of(before[0].getMinX(), before[0].getMinY()));
        assertThat(after.getMaxX()).isCloseTo(before[0].getMaxX(), within(2.0));
        assertThat(after.getMaxY()).isCloseTo(before[0].getMaxY(), within(2.0));
    }

    @Test
    void focusIsOnThePictures_alsoIfTheWindowHadNoneWhenControlsCame(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "early.png", 192, 128);
        MainView[] early = new MainView[1];
        boolean[] furnished = new boolean[1];
        Scene scene = new Scene(new StackPane(), 900, 600); // in no window, which has no focus either
        robot.interact(() -> {
            viewer.document().open(file);
            early[0] = new MainView(viewer);
            early[0].whenFurnished(() -> furnished[0] = true);
            scene.setRoot(early[0]);
            early[0].pictures().requestFocus();
            assertThat(early[0].pictures().isFocused()).isFalse();
        });
        until(() -> furnished[0]);
        settled();
        assertThat(scene.getFocusOwner()).isSameAs(early[0].pictures());
    }

    private static List<Double> toolsOf(MainView view) {
        return view.lookupAll(".tools .icon").stream()
                .map(icon -> icon.localToScene(icon.getBoundsInLocal()).getCenterX())
                .sorted()
                .toList();
    }

    @Test
    void preview_isMarked_andTakesThePlaceOfEverything(FxRobot robot) throws Exception {
        openPicture(robot);
        Path file = TestPictures.nlc(folder, "b.nlc", 300, 200);
        List<String> seen = new ArrayList<>();
        List<int[]> painted = new ArrayList<>();
        viewer.document().previewProperty().addListener((o, was, now) -> {
            view.applyCss();
            view.layout();
            seen.add((now == null ? "picture" : "preview") + ", marked "
                    + view.lookup("#previewMark").isVisible()
                    + ", header " + view.lookupAll(".pane-header").stream().anyMatch(Node::isVisible)
                    + ", divider " + view.lookup("#divider").isVisible() + ", side "
                    + !view.lookup("#side").isDisabled());
            painted.add(view.pictures().frame().argb().clone());
        });
        robot.interact(() -> viewer.document().open(List.of(file)));
        until(() -> seen.size() == 2);
        assertThat(seen)
                .containsExactly(
                        "preview, marked true, header false, divider false, side false",
                        "picture, marked false, header true, divider false, side true");
        assertThat(painted.get(0)).isNotEqualTo(painted.get(1)).hasSameSizeAs(painted.get(1));
    }

    @Test
    void preview_takesThePlaceOfAllPanes(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.SIDE));
        Path file = TestPictures.nlc(folder, "b.nlc", 300, 200);
        List<Boolean> headers = new ArrayList<>();
        viewer.document().previewProperty().addListener((o, was, now) -> {
            view.layout();
            headers.add(view.lookupAll(".pane-header").stream().anyMatch(Node::isVisible));
        });
        robot.interact(() -> viewer.document().open(file));
        until(() -> headers.size() == 2);
        assertThat(headers).containsExactly(false, true);
    }

    @Test
    void dragSlider_moreQuality_isMoreBits(FxRobot robot) throws Exception {
        openPicture(robot);
        Slider quality = robot.lookup("#quality").queryAs(Slider.class);
        Bounds at = quality.localToScreen(quality.getBoundsInLocal());
        double y = at.getCenterY();
        double last = 0;
        robot.moveTo(at.getMinX() + at.getWidth() / 2, y).press(MouseButton.PRIMARY);
        for (double where : new double[] {0.15, 0.4, 0.65, 0.9}) {
            robot.moveTo(at.getMinX() + where * at.getWidth(), y);
            double moved = where;
            until(() -> Math.abs(quality.getValue() - moved) < 0.06
                    && !viewer.encoding().waitingProperty().get());
            double bpp = viewer.encoding().currentProperty().get().bpp();
            assertThat(bpp).as("at %s", where).isGreaterThan(last);
            assertThat(text(robot, "#bppFigure")).isEqualTo(String.format(Locale.ENGLISH, "%.3f", bpp));
            last = bpp;
        }
        robot.release(MouseButton.PRIMARY);
    }

    @Test
    void keyOnSlider_andTypedNumber(FxRobot robot) throws Exception {
        openPicture(robot);
        Slider quality = robot.lookup("#quality").queryAs(Slider.class);
        robot.interact(quality::requestFocus);
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        settled();
        assertThat(quality.getValue()).isGreaterThan(0.5);
        robot.doubleClickOn("#bppNumber").write("0.4").type(KeyCode.ENTER);
        settled();
        assertThat(viewer.encoding().currentProperty().get().bpp()).isBetween(0.3, 0.4);
    }

    @Test
    void switchModel_encodesWithIt(FxRobot robot) throws Exception {
        openPicture(robot);
        ComboBox<String> pack = robot.lookup("#pack").queryComboBox();
        robot.interact(() -> pack.setValue("swift/serial"));
        until(() -> viewer.encoding().currentProperty().get().request().pack().equals("swift/serial"));
    }

    @Test
    void chooseWhatItIsMadeFor_takesAModelForThat(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.packs().packProperty().set("minnen2018-128/serial"));
        openPicture(robot);
        until(() -> viewer.packs().tunes().offered().contains(Tune.MS_SSIM));
        ComboBox<String> pack = robot.lookup("#pack").queryComboBox();
        robot.clickOn("#tune-ms-ssim");
        until(() -> viewer.packs()
                                .tunes()
                                .of(viewer.encoding()
                                        .currentProperty()
                                        .get()
                                        .request()
                                        .pack())
                        == Tune.MS_SSIM
                && viewer.scores().jpegProperty().get() != null
                && !Double.isNaN(viewer.scores().scoresProperty().get().msSsim()));
        assertThat(pack.getValue())
                .isEqualTo(viewer.encoding().currentProperty().get().request().pack());
        assertThat(pack.getItems()).allMatch(name -> viewer.packs().tunes().of(name) == Tune.MS_SSIM);
        assertThat(text(robot, "#jpegFigure"))
                .as("measured by what the model is made for")
                .contains("MS-SSIM");
        assertThat(text(robot, "#ssimulacra2"))
                .isEqualTo(String.format(
                        Locale.ENGLISH,
                        "%.1f",
                        viewer.scores().scoresProperty().get().ssimulacra2()));
        Shots.take(robot, view.getScene(), "made-for-ms-ssim");
        robot.clickOn("#tune-ms-ssim");
        assertThat(robot.lookup("#tune-ms-ssim").queryAs(ToggleButton.class).isSelected())
                .as("a second click changes nothing")
                .isTrue();
        robot.clickOn("#tune-psnr");
        until(() -> "minnen2018-128/serial".equals(pack.getValue())
                && !viewer.encoding().waitingProperty().get());
    }

    @Test
    void failure_isSaidInPlace_withWhatTheCodecSays(FxRobot robot) throws Exception {
        openPicture(robot);
        byte[] bytes = Files.readAllBytes(TestPictures.nlc(folder, "b.nlc", 64, 64));
        bytes[20] ^= 0x55;
        Path file = Files.write(folder.resolve("b.nlc"), bytes);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(text(robot, "#messageText")).contains("b.nlc").contains("damaged");
        assertThat(text(robot, "#messageDetail"))
                .isEqualTo(viewer.messages().messageProperty().get().detail())
                .isNotEmpty();
        Shots.take(robot, view.getScene(), "failure");
    }

    @Test
    void divider_isDraggedAndMovedByKeys(FxRobot robot) throws Exception {
        openPicture(robot);
        Node divider = robot.lookup("#divider").query();
        Bounds at = divider.localToScreen(divider.getBoundsInLocal());
        robot.drag(at.getCenterX(), at.getCenterY(), MouseButton.PRIMARY)
                .moveBy(-150, 0)
                .drop();
        WaitForAsyncUtils.waitForFxEvents();
        double dragged = viewer.compare().dividerProperty().get();
        assertThat(dragged).isLessThan(0.45);
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        assertThat(viewer.compare().dividerProperty().get()).isGreaterThan(dragged);
    }

    @Test
    void divider_leftIsOriginal_rightIsEncoding(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.interact(() -> viewer.rate().rateProperty(RateMode.QUALITY).set(0));
        settled();
        robot.interact(() -> viewer.compare().dividerProperty().set(1));
        int[] original = picture();
        robot.interact(() -> viewer.compare().dividerProperty().set(0));
        assertThat(picture()).isNotEqualTo(original);
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.X);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(picture()).as("held key shows the original").isEqualTo(original);
        assertThat(robot.lookup("#pane1").queryAs(Labeled.class).getText()).isEqualTo("Original");
        robot.release(KeyCode.X);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(picture()).isNotEqualTo(original);
        assertThat(robot.lookup("#pane1").queryAs(Labeled.class).getText()).startsWith("NLC");
    }

    private int[] picture() {
        WaitForAsyncUtils.waitForFxEvents();
        int[] copy = new int[view.pictures().frame().argb().length];
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            view.pictures().layout();
            System.arraycopy(view.pictures().frame().argb(), 0, copy, 0, copy.length);
        });
        return copy;
    }

    @Test
    void modes_byKeys(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.E).release(KeyCode.E);
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SIDE);
        robot.interact(() -> viewer.compare().paneCountProperty().set(4));
        until(() -> viewer.compare().panes().stream()
                .allMatch(p -> p.pictureProperty().get() != null));
        robot.press(KeyCode.R).release(KeyCode.R);
        until(() -> viewer.compare().differenceProperty().get() != null);
        robot.press(KeyCode.Q).release(KeyCode.Q);
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SINGLE);
        robot.press(KeyCode.T).release(KeyCode.T);
        assertThat(viewer.darkProperty().get()).isTrue();
    }

    @Test
    void everyShortcut_doesSomething() {
        assertThat(Arrays.stream(Shortcut.values()).map(view.actions()::of)).doesNotContainNull();
    }

    @Test
    void signKeys_moveRateDividerAndZoom(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.interact(() -> view.pictures().requestFocus());
        double divider = viewer.compare().dividerProperty().get();
        double zoom = viewer.compare().viewportProperty().get().zoom();
        double quality = viewer.rate().rateProperty(RateMode.QUALITY).get();
        robot.interact(() -> List.of(".", "+", "]").forEach(this::type));
        assertThat(viewer.compare().dividerProperty().get()).isCloseTo(divider + 0.02, within(1e-9));
        assertThat(viewer.compare().viewportProperty().get().zoom()).isGreaterThan(zoom);
        assertThat(viewer.rate().rateProperty(RateMode.QUALITY).get()).isCloseTo(quality + 0.05, within(1e-9));
        robot.interact(() -> view.lookup("#bppNumber").requestFocus());
        robot.interact(() -> view.lookup("#bppNumber")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", ".", KeyCode.PERIOD, false, false, false, false)));
        assertThat(viewer.compare().dividerProperty().get())
                .as("not where somebody types")
                .isCloseTo(divider + 0.02, within(1e-9));
    }

    private void type(String sign) {
        view.pictures()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", sign, KeyCode.UNDEFINED, false, false, false, false));
    }

    @Test
    void help_showsAllKeys_andIsClosedByItsOwn(FxRobot robot) {
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.F1).release(KeyCode.F1);
        WaitForAsyncUtils.waitForFxEvents();
        Window help = robot.listWindows().stream()
                .filter(w -> w.isShowing() && w != view.getScene().getWindow())
                .findFirst()
                .orElseThrow();
        Texts texts = viewer.context().texts();
        assertThat(robot.from(help.getScene().getRoot()).lookup(".help-key").queryAllAs(Label.class))
                .extracting(Label::getText)
                .containsExactlyElementsOf(Arrays.stream(Topic.values())
                        .map(topic -> topic.keys(texts))
                        .toList());
        robot.press(KeyCode.F1).release(KeyCode.F1);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(help.isShowing()).isFalse();
    }

    @Test
    void wheel_zoomsAtThePointer_andPixelIsRead(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.SINGLE));
        Bounds at = view.pictures().localToScreen(view.pictures().getBoundsInLocal());
        robot.moveTo(at.getCenterX() + 20, at.getCenterY() + 10);
        WaitForAsyncUtils.waitForFxEvents();
        // Twenty pixels of the screen from the middle, at the zoom of the whole picture.
        double zoom = viewer.compare().viewportProperty().get().zoom();
        String column = String.valueOf((int) Math.floor(96 + 20 / zoom));
        until(() -> text(robot, "#pixel").startsWith(column + ", "));
        String read = text(robot, "#pixel");
        assertThat(read).matches("\\d+, 6[5-7]   \\d+ \\d+ \\d+");
        double before = viewer.compare().viewportProperty().get().zoom();
        robot.scroll(3, VerticalDirection.UP);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(viewer.compare().viewportProperty().get().zoom()).isNotEqualTo(before);
        robot.moveBy(1, 0);
        robot.moveBy(-1, 0);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(text(robot, "#pixel")).isEqualTo(read);
        robot.clickOn("#fit");
        assertThat(viewer.compare().fittedProperty().get()).isTrue();
    }

    @Test
    void paneMenu_showsJpeg(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.clickOn("#pane1");
        robot.clickOn("JPEG in the same size");
        until(() -> viewer.compare().panes().get(1).encodingProperty().get() != null
                && viewer.compare().panes().get(1).choiceProperty().get().equals(PaneChoice.Coded.sameSize(Codec.JPEG))
                && viewer.compare()
                        .panes()
                        .get(1)
                        .encodingProperty()
                        .get()
                        .request()
                        .pack()
                        .isEmpty());
    }

    @Test
    void save_writesTheFile(FxRobot robot) throws Exception {
        openPicture(robot);
        saveTo = folder.resolve("saved.nlc");
        robot.clickOn("#save");
        until(() -> Files.exists(saveTo) && viewer.messages().messageProperty().get() != null);
        assertThat(Files.readAllBytes(saveTo))
                .isEqualTo(viewer.encoding().currentProperty().get().file());
        assertThat(robot.lookup("#message").query().isVisible()).isTrue();
    }

    @Test
    void folder_goesToTheBatch(FxRobot robot) throws Exception {
        TestPictures.png(folder, "a.png", 32, 32);
        TestPictures.png(folder, "b.png", 32, 32);
        robot.interact(() -> view.open(List.of(folder)));
        until(() -> view.batch().items().size() == 2);
        assertThat(robot.listWindows().stream().filter(Window::isShowing)).hasSize(2);
        robot.interact(() -> robot.listWindows().stream()
                .filter(w -> w != view.getScene().getWindow())
                .forEach(Window::hide));
    }

    @Test
    void error_isShownInPlace_andClosed(FxRobot robot) throws Exception {
        chosen = List.of(Files.writeString(folder.resolve("text.png"), "no picture"));
        robot.clickOn("#welcomeOpen");
        until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(robot.lookup("#message .label").queryAs(Label.class).getText())
                .contains("text.png");
        robot.clickOn("#message .button");
        assertThat(robot.lookup("#message").query().isVisible()).isFalse();
    }

    @Test
    void inside_heatmapOpensAndLiesOverThePicture(FxRobot robot) throws Exception {
        openPicture(robot);
        robot.clickOn("Inside");
        until(() -> !view.inside().channels().channels().isEmpty());
        Channel first = view.inside().channels().channels().get(0);
        robot.clickOn("#channel" + first.number());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(view.inside().channels().selectedProperty().get()).isEqualTo(first.number());
        assertThat(view.inside().overlay().overlayProperty().get()).isNotNull();
        assertThat(robot.lookup("#enlarged").query().isVisible()).isTrue();
        assertThat(((XYChart<?, ?>) robot.lookup("#histogram").query()).getData())
                .hasSize(2);
        robot.interact(() -> view.inside().overlay().layerProperty().set(Layer.ORDER));
        robot.clickOn("#play");
        until(() -> view.inside().overlay().stepProperty().get()
                == view.inside()
                        .inspections()
                        .inspectionProperty()
                        .get()
                        .order()
                        .steps());
        robot.clickOn("Compress");
        assertThat(view.inside().overlay().overlayProperty().get()).isNull();
    }

    @Test
    void everyControl_hasANameForThoseWhoDoNotSee(FxRobot robot) {
        for (Node node : robot.lookup(
                        (Node n) -> n instanceof ButtonBase || n instanceof Slider || n instanceof ComboBox)
                .queryAll()) {
            boolean inSkin =
                    node.getParent() instanceof Spinner || node.getStyleClass().contains("arrow-button");
            String text = node instanceof Labeled labeled ? labeled.getText() : null;
            assertThat(inSkin || text != null && !text.isBlank() || node.getAccessibleText() != null)
                    .as("%s", node)
                    .isTrue();
        }
    }

    @Test
    void arrowKeys_turnToTheNextPictureOfTheFolder_whileAllOfItIsSeen(FxRobot robot) throws Exception {
        TestPictures.png(folder, "b.png", 192, 128);
        openPicture(robot);
        until(() -> text(robot, "#place").equals("1 of 2"));
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.RIGHT).release(KeyCode.RIGHT);
        settled();
        assertThat(text(robot, "#status")).contains("b.png");
        assertThat(text(robot, "#place")).isEqualTo("2 of 2");
        robot.interact(() -> {
            view.pictures().actualSize();
            view.pictures().zoom(true);
        });
        robot.press(KeyCode.LEFT).release(KeyCode.LEFT);
        settled();
        assertThat(text(robot, "#status")).as("it moves").contains("b.png");
    }

    @Test
    void closeAndReload_byKeys(FxRobot robot) throws Exception {
        openPicture(robot);
        Path file = TestPictures.png(folder, "a.png", 64, 48);
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.F5).release(KeyCode.F5);
        until(() -> text(robot, "#status").contains("64"));
        settled();
        robot.press(KeyCode.CONTROL, KeyCode.W).release(KeyCode.W, KeyCode.CONTROL);
        until(() -> viewer.document().documentProperty().get() == null);
        assertThat(robot.lookup("#welcomeOpen").<Node>query().getParent().isVisible())
                .isTrue();
        assertThat(text(robot, "#status")).isEmpty();
        assertThat(text(robot, "#place")).isEmpty();
        assertThat(text(robot, "#psnrFigure")).isEqualTo("\u2013");
        assertThat(viewer.encoding().currentProperty().get()).isNull();
        robot.press(KeyCode.F5).release(KeyCode.F5);
        robot.interact(() -> viewer.document().open(file));
        settled();
        assertThat(text(robot, "#status")).contains("a.png");
    }

    @Test
    void fullScreenAndQuit_byKeys(FxRobot robot) {
        Stage stage = (Stage) view.getScene().getWindow();
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.F11).release(KeyCode.F11);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.isFullScreen()).isTrue();
        robot.press(KeyCode.F11).release(KeyCode.F11);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.isFullScreen()).isFalse();
        robot.press(KeyCode.CONTROL, KeyCode.Q).release(KeyCode.Q, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void longEncoding_saysSo_andIsCancelledByButtonOrKey(FxRobot robot) throws Exception {
        Path file = TestPictures.png(folder, "a.png", 1400, 1000);
        robot.interact(() -> viewer.document().open(file));
        until(() -> viewer.encoding().waitingProperty().get());
        assertThat(robot.lookup("#pane0").queryAs(Labeled.class).getText()).isEqualTo("Original");
        assertThat(robot.lookup("#pane1").queryAs(Labeled.class).getText()).startsWith("Encoding");
        assertThat(text(robot, "#encoding")).startsWith("Encoding");
        until(() -> text(robot, "#encoding").contains("%"));
        robot.clickOn("#cancelEncoding");
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        assertThat(robot.lookup("#cancelEncoding").query().isVisible()).isFalse();
        robot.interact(() -> viewer.rate().rateProperty(RateMode.QUALITY).set(0.4));
        assertThat(viewer.encoding().waitingProperty().get()).isTrue();
        robot.interact(() -> view.pictures().requestFocus());
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        assertThat(viewer.encoding().currentProperty().get()).isNull();
    }
}
