package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.TestUi;
import io.nlc.viewer.model.RatePoint;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotModelTest {

    private static final String PACK = "minnen2018-128/serial";
    private static final int ALL = 16;

    @TempDir
    private Path dir;

    private final TestUi ui = new TestUi();
    private final Settings settings = new Settings(null);
    private ViewerModel viewer;
    private PlotModel model;

    @BeforeEach
    void make() throws IOException {
        settings.put("pack", PACK);
        settings.put("device", "cpu");
        viewer = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui));
        model = new PlotModel(viewer);
        open("a.png", 64, 48);
    }

    @AfterEach
    void close() {
        model.close();
        viewer.close();
    }

    private void open(String name, int width, int height) throws IOException {
        Path file = TestPictures.png(dir, name, width, height);
        viewer.open(file);
        ui.until(() -> viewer.currentProperty().get() != null
                && !viewer.waitingProperty().get()
                && viewer.documentProperty().get().name().equals(name));
    }

    private void fill() {
        model.activeProperty().set(true);
        ui.until(() -> model.points().size() == ALL && !model.runningProperty().get());
    }

    private List<RatePoint> points(String series) {
        return model.points().stream()
                .filter(p -> p.series().equals(series))
                .sorted(Comparator.comparingDouble(RatePoint::quality))
                .toList();
    }

    private RatePoint point(String series) {
        return points(series).get(points(series).size() - 1);
    }

    @Test
    void nothingIsComputedUntilSomebodyLooks() {
        assertThat(model.runningProperty().get()).isFalse();
        assertThat(model.points().size()).isZero();
        assertThat(List.copyOf(model.series())).containsExactlyInAnyOrder(PACK, RatePoint.JPEG);
    }

    @Test
    void rateAndQualityRiseAlongASeries() {
        fill();
        for (String series : List.of(PACK, RatePoint.JPEG)) {
            assertThat(points(series)).extracting(RatePoint::bpp).isSorted();
            assertThat(points(series)).extracting(RatePoint::psnr).allMatch(Double::isFinite);
            assertThat(points(series)).extracting(p -> p.scores().msSsim()).allMatch(v -> v > 0 && v <= 1);
        }
        assertThat(model.csv().lines()).hasSize(1 + ALL);
        assertThat(model.problemProperty().get()).isNull();
    }

    @Test
    void anotherPictureForgetsThePoints() throws IOException {
        fill();
        List<RatePoint> old = List.copyOf(model.points());
        open("b.png", 80, 40);
        ui.until(() -> model.points().size() == ALL && !model.runningProperty().get());
        assertThat(List.copyOf(model.points())).doesNotContainAnyElementsOf(old);
        model.activeProperty().set(false);
        open("c.png", 40, 40);
        assertThat(model.points().size()).isZero();
    }

    @Test
    void seriesAreRememberedAndOnlyNewOnesAreComputed() {
        fill();
        model.series().add("cheng2020/hyperprior");
        ui.until(() ->
                model.points().size() == ALL + 7 && !model.runningProperty().get());
        model.series().remove(RatePoint.JPEG);
        assertThat(model.csv()).doesNotContain("JPEG");
        PlotModel next = new PlotModel(viewer);
        assertThat(next.series()).containsExactlyInAnyOrder(PACK, "cheng2020/hyperprior");
    }

    @Test
    void whereTheSeriesWereNotChosenTheyFollowThePack() {
        viewer.packProperty().set("cheng2020/hyperprior");
        assertThat(List.copyOf(model.series())).containsExactlyInAnyOrder("cheng2020/hyperprior", RatePoint.JPEG);
    }

    @Test
    void selectingAPointOfAPackMakesItCurrent() {
        fill();
        RatePoint best = point(PACK);
        model.select(best);
        ui.until(() -> viewer.currentProperty().get().request().equals(best.request()));
        assertThat(viewer.rateProperty(RateMode.QUALITY).get()).isEqualTo(1);
        ui.until(() -> Double.isFinite(model.currentProperty().get().scores().msSsim()));
        assertThat(model.currentProperty().get()).isEqualTo(best);
    }

    @Test
    void selectingJpegShowsItUntilAnotherEncodingIsAskedFor() {
        fill();
        RatePoint jpeg = point(RatePoint.JPEG);
        PaneModel pane = viewer.compare().panes().get(1);
        model.select(jpeg);
        ui.until(() -> pane.encodingProperty().get() != null
                && pane.encodingProperty().get().request().equals(jpeg.request()));
        assertThat(model.selectedProperty().get()).isEqualTo(jpeg);
        viewer.rateProperty(RateMode.QUALITY).set(0.123);
        ui.until(() -> pane.choiceProperty().get() instanceof PaneChoice.Current);
        assertThat(model.selectedProperty().get()).isNull();
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        fill();
        model.exportCsv(dir.resolve("plot.csv"));
        ui.until(() -> viewer.messageProperty().get() != null);
        assertThat(dir.resolve("plot.csv")).content().isEqualTo(model.csv());
        model.exportCsv(dir.resolve("nowhere/plot.csv"));
        ui.until(() -> viewer.messageProperty().get().error());
    }

    @Test
    void series_areRemembered_onceThePacksAreKnown() {
        settings.put("plot.series", "minnen2018-128/serial,gone/model,JPEG");
        ViewerModel fresh = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui));
        PlotModel next = new PlotModel(fresh);
        assertThat(fresh.packsKnownProperty().get()).isFalse();
        fresh.listPacks();
        ui.until(() -> fresh.packsKnownProperty().get());
        assertThat(next.series()).containsExactlyInAnyOrder("minnen2018-128/serial", RatePoint.JPEG);
        next.close();
    }
}
