package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.UiThread;
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

    private static final String PACK = "minnen2018/hyperprior";
    private static final int ALL = 16;

    @TempDir
    private Path dir;

    private final UiThread ui = new UiThread();
    private final Settings settings = new Settings(null);
    private ViewerModel viewer;
    private PlotModel model;

    @BeforeEach
    void make() throws IOException {
        settings.put("pack", PACK);
        settings.put("device", "cpu");
        viewer = ui.call(() -> new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui)));
        model = ui.call(() -> new PlotModel(viewer));
        open("a.png", 64, 48);
    }

    @AfterEach
    void close() {
        ui.run(model::close);
        ui.run(viewer::close);
        ui.close();
    }

    private void open(String name, int width, int height) throws IOException {
        Path file = TestPictures.png(dir, name, width, height);
        ui.run(() -> viewer.open(file));
        ui.await(() -> viewer.currentProperty().get() != null && !viewer.waitingProperty().get()
                && viewer.documentProperty().get().name().equals(name));
    }

    private void fill() {
        ui.run(() -> model.activeProperty().set(true));
        ui.await(() -> model.points().size() == ALL && !model.runningProperty().get());
    }

    private List<RatePoint> points(String series) {
        return ui.call(() -> model.points().stream().filter(p -> p.series().equals(series))
                .sorted(Comparator.comparingDouble(RatePoint::quality)).toList());
    }

    private RatePoint point(String series) {
        return points(series).get(points(series).size() - 1);
    }

    @Test
    void nothingIsComputedUntilSomebodyLooks() {
        assertThat(ui.call(() -> model.runningProperty().get())).isFalse();
        assertThat(ui.call(() -> model.points().size())).isZero();
        assertThat(ui.call(() -> List.copyOf(model.series()))).containsExactlyInAnyOrder(PACK, RatePoint.JPEG);
    }

    @Test
    void rateAndQualityRiseAlongASeries() {
        fill();
        for (String series : List.of(PACK, RatePoint.JPEG)) {
            assertThat(points(series)).extracting(RatePoint::bpp).isSorted();
            assertThat(points(series)).extracting(RatePoint::psnr).allMatch(Double::isFinite);
            assertThat(points(series)).extracting(RatePoint::msSsim).allMatch(v -> v > 0 && v <= 1);
        }
        assertThat(ui.call(model::csv).lines()).hasSize(1 + ALL);
        assertThat(ui.call(() -> model.problemProperty().get())).isNull();
    }

    @Test
    void anotherPictureForgetsThePoints() throws IOException {
        fill();
        List<RatePoint> old = ui.call(() -> List.copyOf(model.points()));
        open("b.png", 80, 40);
        ui.await(() -> model.points().size() == ALL && !model.runningProperty().get());
        assertThat(ui.call(() -> List.copyOf(model.points()))).doesNotContainAnyElementsOf(old);
        ui.run(() -> model.activeProperty().set(false));
        open("c.png", 40, 40);
        assertThat(ui.call(() -> model.points().size())).isZero();
    }

    @Test
    void seriesAreRememberedAndOnlyNewOnesAreComputed() {
        fill();
        ui.run(() -> model.series().add("minnen2018/checkerboard"));
        ui.await(() -> model.points().size() == ALL + 7 && !model.runningProperty().get());
        ui.run(() -> model.series().remove(RatePoint.JPEG));
        assertThat(ui.call(model::csv)).doesNotContain("JPEG");
        PlotModel next = ui.call(() -> new PlotModel(viewer));
        assertThat(next.series()).containsExactlyInAnyOrder(PACK, "minnen2018/checkerboard");
    }

    @Test
    void whereTheSeriesWereNotChosenTheyFollowThePack() {
        ui.run(() -> viewer.packProperty().set("minnen2018/checkerboard"));
        assertThat(ui.call(() -> List.copyOf(model.series()))).containsExactlyInAnyOrder("minnen2018/checkerboard", RatePoint.JPEG);
    }

    @Test
    void selectingAPointOfAPackMakesItCurrent() {
        fill();
        RatePoint best = point(PACK);
        ui.run(() -> model.select(best));
        ui.await(() -> viewer.currentProperty().get().request().equals(best.request()));
        assertThat(ui.call(() -> viewer.rateProperty(RateMode.QUALITY).get())).isEqualTo(1);
        ui.await(() -> Double.isFinite(model.currentProperty().get().msSsim()));
        assertThat(ui.call(() -> model.currentProperty().get())).isEqualTo(best);
    }

    @Test
    void selectingJpegShowsItUntilAnotherEncodingIsAskedFor() {
        fill();
        RatePoint jpeg = point(RatePoint.JPEG);
        PaneModel pane = viewer.compare().panes().get(1);
        ui.run(() -> model.select(jpeg));
        ui.await(() -> pane.encodingProperty().get() != null && pane.encodingProperty().get().request().equals(jpeg.request()));
        assertThat(ui.call(() -> model.selectedProperty().get())).isEqualTo(jpeg);
        ui.run(() -> viewer.rateProperty(RateMode.QUALITY).set(0.123));
        ui.await(() -> pane.choiceProperty().get() instanceof PaneChoice.Current);
        assertThat(ui.call(() -> model.selectedProperty().get())).isNull();
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        fill();
        ui.run(() -> model.exportCsv(dir.resolve("plot.csv")));
        ui.await(() -> viewer.messageProperty().get() != null);
        assertThat(dir.resolve("plot.csv")).content().isEqualTo(ui.call(model::csv));
        ui.run(() -> model.exportCsv(dir.resolve("nowhere/plot.csv")));
        ui.await(() -> viewer.messageProperty().get().error());
    }
}
