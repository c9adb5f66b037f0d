package io.nlc.viewer.view.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerLight;
import io.nlc.codec.RateTarget;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.Metric;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.main.ViewerModel;
import io.nlc.viewer.vm.plot.PlotModel;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@Timeout(value = 4, unit = TimeUnit.MINUTES)
@ExtendWith(ApplicationExtension.class)
class PlotViewTest {

    private static final Codec PACK = new Codec.Nlc("minnen2018-128/serial");

    @TempDir
    private Path dir;

    private ViewerModel viewer;
    private PlotModel model;
    private PlotView view;
    private Stage stage;

    @Start
    void start(Stage stage) {
        this.stage = stage;
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Settings settings = new Settings(null);
        settings.put("pack", PACK.label());
        settings.put("device", "cpu");
        viewer = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, Platform::runLater));
        model = new PlotModel(viewer);
        view = new PlotView(model, viewer.context().texts(), () -> {});
        stage.setScene(new Scene(view, 380, 640));
        stage.setWidth(380); // or it is as large as the test before has left it
        stage.setHeight(640);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            view.closeLarge();
            model.close();
            viewer.close();
        });
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(
                240,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition).get());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void fill(FxRobot robot, int width, int height) throws Exception {
        Path picture = TestPictures.png(dir, "scene.png", width, height);
        robot.interact(() -> viewer.document().open(picture));
        robot.interact(() -> model.activeProperty().set(true));
        await(() -> model.points().size() == 16
                && !model.runningProperty().get()
                && Double.isFinite(viewer.scores().scoresProperty().get().msSsim()));
    }

    private static List<PlotSymbol> symbols(FxRobot robot, Codec series) {
        return robot.lookup(node -> node instanceof PlotSymbol).queryAllAs(PlotSymbol.class).stream()
                .filter(s -> s.point().codec().equals(series))
                .toList();
    }

    // Curves of other codecs go on where the learned ones end.
    private static boolean inSight(PlotSymbol symbol) {
        Node area = symbol.getParent();
        return area.getLayoutBounds().getWidth() > 0
                && symbol.getLayoutX() + symbol.getWidth() / 2
                        <= ((Region) symbol.getScene().getRoot().lookup(".chart-plot-background")).getWidth();
    }

    private static PlotSymbol best(FxRobot robot, Codec series) {
        return symbols(robot, series).stream()
                .filter(PlotViewTest::inSight)
                .reduce((a, b) -> a.point().bpp() > b.point().bpp() ? a : b)
                .orElseThrow();
    }

    @Test
    void curvesRiseAndPointsSayWhatTheyAre(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        assertThat(symbols(robot, PACK)).hasSize(7);
        assertThat(symbols(robot, Codec.JPEG)).hasSize(9);
        assertThat(robot.lookup(".plot-ring").queryAll())
                .as("the viewer's encoding")
                .hasSize(1);
        PlotSymbol point = best(robot, PACK);
        assertThat(point.getLayoutX()).isGreaterThan(symbols(robot, PACK).get(0).getLayoutX());
        assertThat((String) point.queryAccessibleAttribute(AccessibleAttribute.TEXT))
                .startsWith("Fast at quality 0.890: ")
                .contains("PSNR");
        robot.moveTo(point);
        await(() -> robot.lookup("#plot-readout").queryAs(Label.class).getText().contains("0.890"));
    }

    @Test
    void clickAndEnterSelect(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        PlotSymbol point = best(robot, PACK);
        robot.clickOn(point);
        await(() -> viewer.encoding()
                .currentProperty()
                .get()
                .request()
                .equals(point.point().request()));
        assertThat(viewer.rate().rateProperty(RateMode.QUALITY).get()).isCloseTo(0.89, within(0.001));
        robot.interact(point::requestFocus);
        robot.type(KeyCode.LEFT);
        robot.type(KeyCode.ENTER);
        await(() -> viewer.encoding().currentProperty().get().request().target().equals(new RateTarget.Quality(0.767)));
        robot.clickOn(best(robot, Codec.JPEG));
        await(() -> model.selectedProperty().get() != null);
        assertThat(robot.lookup(".plot-ring").queryAll())
                .as("the viewer's encoding and JPEG")
                .hasSize(2);
    }

    @Test
    void metricAndCurvesAreChosen(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        robot.clickOn("#plot-metric-MS_SSIM");
        assertThat(model.metricProperty().get()).isEqualTo(Metric.MS_SSIM);
        assertThat(robot.lookup("MS-SSIM (dB)").tryQuery()).isPresent();
        robot.clickOn("#plot-metric-MS_SSIM");
        assertThat(robot.lookup("#plot-metric-MS_SSIM")
                        .queryAs(ToggleButton.class)
                        .isSelected())
                .isTrue();
        MenuButton curves = robot.lookup("#plot-curves").queryAs(MenuButton.class);
        robot.interact(() -> curves.getItems().stream()
                .filter(item -> item.getText().equals("JPEG"))
                .forEach(item -> item.fire()));
        robot.interact(() -> model.series().remove(Codec.JPEG));
        assertThat(symbols(robot, Codec.JPEG)).isEmpty();
        assertThat(symbols(robot, PACK)).hasSize(7);
    }

    @Test
    void bitsAgainstTheOtherCurves_areSaid(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        Node bd = robot.lookup("#plot-bd").query();
        await(bd::isVisible);
        double percent = model.comparisonProperty().get().lines().get(0).percent();
        assertThat(robot.from(bd).lookup(".plot-bd-line").queryAllAs(Label.class))
                .singleElement()
                .satisfies(label -> assertThat(label.getText())
                        .isEqualTo(String.format(
                                Locale.ENGLISH, "JPEG  %s%.1f %%", percent < 0 ? "\u2212" : "+", Math.abs(percent))));
        assertThat(robot.from(bd).lookup(".plot-bd-title").queryAs(Label.class).getText())
                .contains("Fast")
                .contains("PSNR");
        robot.interact(() -> model.series().remove(Codec.JPEG));
        assertThat(bd.isVisible()).isFalse();
    }

    @Test
    void legend_hasTheNamesThatPeopleUnderstand_andTheIdsBehindThem(FxRobot robot) {
        assertThat(robot.lookup(".plot-legend-item").queryAllAs(Label.class))
                .extracting(label -> label.getText() + " " + label.getTooltip().getText())
                .containsExactly("Fast minnen2018-128/serial", "JPEG JPEG");
    }

    @Test
    void withoutTheOriginal_allOfTheReasonIsSeen_andAxesHaveNoNumbers(FxRobot robot) throws Exception {
        Path file = TestPictures.nlc(dir, "elsewhere.nlc", 128, 96);
        robot.interact(() -> viewer.document().open(file));
        robot.interact(() -> model.activeProperty().set(true));
        await(() -> model.problemProperty().get() != null);
        Label problem = robot.lookup("#plot-problem").queryAs(Label.class);
        assertThat(problem.getHeight()).isGreaterThanOrEqualTo(problem.prefHeight(problem.getWidth()));
        NumberAxis rate =
                (NumberAxis) robot.lookup(".chart").<LineChart<?, ?>>query().getXAxis();
        assertThat(rate.isTickLabelsVisible()).isFalse();
        fill(robot, 128, 96);
        assertThat(rate.isTickLabelsVisible()).isTrue();
    }

    @Test
    void filesAreWritten(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        Path csv = dir.resolve("plot.csv");
        robot.interact(() -> view.exportCsv(csv));
        await(() -> viewer.messages().messageProperty().get() != null);
        assertThat(Files.readAllLines(csv)).hasSize(17);
        Path png = dir.resolve("plot.png");
        robot.interact(() -> viewer.messages().messageProperty().set(null));
        robot.interact(() -> view.exportPng(png));
        await(() -> viewer.messages().messageProperty().get() != null);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(1800);
        assertThat(image.getHeight()).isEqualTo(1240);
    }

    @Test
    void theLargeWindowShowsTheSame(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        robot.interact(() -> model.activeProperty().set(false));
        robot.clickOn("#plot-enlarge");
        await(() -> model.enlargedProperty().get());
        Window large = robot.listWindows().stream()
                .filter(w -> w instanceof Stage && w != stage)
                .findFirst()
                .orElseThrow();
        assertThat(robot.from(large.getScene().getRoot())
                        .lookup(".plot-chart .plot-dot")
                        .queryAll())
                .hasSize(16);
        assertThat(((XYChart<?, ?>) large.getScene().getRoot().lookup(".chart")).getData())
                .hasSizeGreaterThanOrEqualTo(2);
        robot.interact(view::closeLarge);
        await(() -> !model.enlargedProperty().get());
    }

    @Test
    void looks(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.packs().packProperty().set("swift/serial"));
        robot.interact(() -> {
            model.series().clear();
            model.series()
                    .addAll(List.of(new Codec.Nlc("swift/serial"), new Codec.Nlc("minnen2018-128/serial"), Codec.JPEG));
        });
        robot.interact(() -> viewer.document().open(Path.of("../samples/pictures/landscape.png")));
        robot.interact(() -> model.activeProperty().set(true));
        await(() -> model.points().size() > 4);
        Shots.take(robot, stage.getScene(), "plot-partial");
        await(() -> model.points().size() == 23
                && Double.isFinite(viewer.scores().scoresProperty().get().msSsim()));
        Shots.take(robot, stage.getScene(), "plot");
        robot.clickOn(best(robot, Codec.JPEG));
        robot.interact(view::enlarge);
        await(() -> model.enlargedProperty().get());
        Window large = robot.listWindows().stream()
                .filter(w -> w instanceof Stage && w != stage)
                .findFirst()
                .orElseThrow();
        robot.clickOn("#plot-metric-MS_SSIM");
        Shots.take(robot, large.getScene(), "plot-large");
        robot.interact(() -> view.exportPng(Path.of("target/screenshots/plot-export.png")));
        await(() -> viewer.messages().messageProperty().get() != null);
        assertThat(viewer.messages().messageProperty().get().error()).isFalse();
    }

    @Test
    void aCurveThatWasChosenBeforeItsPackWasFound_isThereOnceItIs(FxRobot robot) throws Exception {
        robot.interact(() -> {
            model.series().clear();
            model.series().addAll(List.of(new Codec.Nlc("swift/serial"), PACK, Codec.JPEG));
        });
        assertThat(legend(robot)).containsExactly("Fast", "JPEG");
        robot.interact(() -> viewer.packs().list());
        await(() -> viewer.packs().knownProperty().get());
        assertThat(legend(robot)).containsExactlyInAnyOrder("Fast", "Fastest", "JPEG");
    }

    private static List<String> legend(FxRobot robot) {
        return robot.lookup(".plot-legend-item").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    @Test
    void menuStaysOpenWhileCurvesAreChosen(FxRobot robot) {
        MenuButton curves = robot.lookup("#plot-curves").queryAs(MenuButton.class);
        CustomMenuItem first = (CustomMenuItem) curves.getItems().get(0);
        Codec codec = (Codec) first.getUserData();
        CheckBox mark = (CheckBox) first.getContent();
        boolean shown = model.series().contains(codec);
        assertThat(first.isHideOnClick()).isFalse();
        assertThat(mark.isSelected()).isEqualTo(shown);
        robot.interact(first::fire);
        assertThat(model.series().contains(codec)).isNotEqualTo(shown);
        assertThat(mark.isSelected()).isNotEqualTo(shown);
        robot.interact(mark::fire);
        assertThat(mark.isSelected()).as("a click toggles once, by the item").isNotEqualTo(shown);
    }

    @Test
    void menu_byTheMouse_choosesEachCurve_andStaysOpen(FxRobot robot) throws Exception {
        robot.interact(() -> viewer.packs().list());
        await(() -> viewer.packs().knownProperty().get());
        MenuButton curves = robot.lookup("#plot-curves").queryAs(MenuButton.class);
        robot.clickOn(curves);
        await(curves::isShowing);
        List<CheckBox> marks = curves.getItems().stream()
                .map(item -> (CheckBox) ((CustomMenuItem) item).getContent())
                .toList();
        assertThat(marks.get(0).getText()).isEqualTo("Best");
        assertThat(marks).hasSizeGreaterThan(10);
        for (CheckBox mark : marks) {
            boolean before = mark.isSelected();
            robot.clickOn(mark);
            assertThat(mark.isSelected()).as(mark.getText()).isNotEqualTo(before);
            assertThat(curves.isShowing()).as(mark.getText()).isTrue();
        }
        Codec best = (Codec) curves.getItems().get(0).getUserData();
        assertThat(best.label()).isEqualTo("cheng2020-128/serial");
        assertThat(curves.getItems().stream().map(MenuItem::getText).toList())
                .as("what is for study comes last")
                .containsSubsequence("minnen2018-128/serial", "JPEG", "cheng2020-128/checkerboard");
        robot.interact(curves::hide);
    }

    @Test
    void axesAreForTheLearnedCurves(FxRobot robot) throws Exception {
        fill(robot, 128, 96);
        XYChart<Number, Number> chart = robot.lookup(".plot-chart").query();
        double most = model.points().stream()
                .filter(point -> point.codec().equals(PACK))
                .mapToDouble(RatePoint::bpp)
                .max()
                .orElseThrow();
        assertThat(model.points().stream().mapToDouble(RatePoint::bpp).max().orElseThrow())
                .as("JPEG goes on")
                .isGreaterThan(1.2 * most);
        assertThat(((NumberAxis) chart.getXAxis()).getUpperBound()).isBetween(most, 1.1 * most);
    }
}
