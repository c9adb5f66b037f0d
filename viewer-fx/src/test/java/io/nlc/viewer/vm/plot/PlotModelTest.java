package io.nlc.viewer.vm.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.TestUi;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotModelTest {

    private static final Codec PACK = new Codec.Nlc("minnen2018-128/serial");
    private static final Codec OTHER = new Codec.Nlc("swift/serial");
    private static final int ALL = 16;

    @TempDir
    private Path dir;

    private final TestUi ui = new TestUi();
    private final Settings settings = new Settings(null);
    private ViewerModel viewer;
    private PlotModel model;

    @BeforeEach
    void make() throws IOException {
        settings.put("pack", PACK.label());
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
        viewer.document().open(file);
        ui.until(() -> viewer.encoding().currentProperty().get() != null
                && !viewer.encoding().waitingProperty().get()
                && viewer.document().documentProperty().get().name().equals(name));
    }

    private void fill() {
        model.activeProperty().set(true);
        ui.until(() -> model.points().size() == ALL && !model.runningProperty().get());
    }

    @Test
    void openedFile_hasNoCurves_untilItsOriginalIsKnown() throws IOException {
        Path png = TestPictures.png(dir, "o.png", 64, 48);
        Path nlc = TestPictures.nlc(dir, "o.nlc", 64, 48);
        model.activeProperty().set(true);
        viewer.document().open(nlc);
        ui.until(() -> viewer.document().documentProperty().get().name().equals("o.nlc"));
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        ui.until(() -> !viewer.encoding().waitingProperty().get());
        assertThat(model.originalMissingProperty().get()).isTrue();
        assertThat(model.problemProperty().get()).contains("original");
        assertThat(model.runningProperty().get()).isFalse();
        assertThat(model.points()).isEmpty();
        assertThat(model.currentProperty().get())
                .as("measured against its own pixels")
                .isNull();
        viewer.document().chooseOriginal(png);
        ui.until(() -> !model.points().isEmpty());
        assertThat(model.originalMissingProperty().get()).isFalse();
        assertThat(model.problemProperty().get()).isNull();
        assertThat(model.currentProperty().get()).isNotNull();
        Path other = TestPictures.png(dir, "p.png", 64, 48);
        viewer.document().open(other);
        ui.until(() -> viewer.document().documentProperty().get().name().equals("p.png"));
        assertThat(model.originalMissingProperty().get()).isFalse();
    }

    @Test
    void export_isNamedAsWhatItIs() throws IOException {
        assertThat(model.checked(dir.resolve("a.CSV"), "csv")).contains(dir.resolve("a.CSV"));
        assertThat(model.checked(dir.resolve("plot"), "csv")).contains(dir.resolve("plot.csv"));
        Files.createFile(dir.resolve("plot.csv"));
        assertThat(model.checked(dir.resolve("plot"), "csv")).isEmpty();
        assertThat(viewer.messages().messageProperty().get().text()).contains("plot.csv exists");
        assertThat(model.checked(dir.resolve("plot.png"), "csv")).isEmpty();
        assertThat(viewer.messages().messageProperty().get().text()).contains("plot.png", ".csv");
    }

    private List<RatePoint> points(Codec series) {
        return model.points().stream()
                .filter(p -> p.codec().equals(series))
                .sorted(Comparator.comparingDouble(RatePoint::quality))
                .toList();
    }

    private RatePoint point(Codec series) {
        return points(series).get(points(series).size() - 1);
    }

    @Test
    void nothingIsComputedUntilSomebodyLooks() {
        assertThat(model.runningProperty().get()).isFalse();
        assertThat(model.points().size()).isZero();
        assertThat(List.copyOf(model.series())).containsExactlyInAnyOrder(PACK, Codec.JPEG);
    }

    @Test
    void rateAndQualityRiseAlongASeries() {
        fill();
        for (Codec series : List.of(PACK, Codec.JPEG)) {
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
        model.series().add(OTHER);
        ui.until(() ->
                model.points().size() == ALL + 7 && !model.runningProperty().get());
        model.series().remove(Codec.JPEG);
        assertThat(model.csv()).doesNotContain("JPEG");
        PlotModel next = new PlotModel(viewer);
        assertThat(next.series()).containsExactlyInAnyOrder(PACK, OTHER);
    }

    @Test
    void whereTheSeriesWereNotChosenTheyFollowThePack() {
        viewer.packs().packProperty().set("swift/serial");
        assertThat(List.copyOf(model.series())).containsExactlyInAnyOrder(OTHER, Codec.JPEG);
    }

    @Test
    void selectingAPointOfAPackMakesItCurrent() {
        fill();
        RatePoint best = point(PACK);
        model.select(best);
        ui.until(() -> viewer.encoding().currentProperty().get().request().equals(best.request()));
        assertThat(viewer.rate().rateProperty(RateMode.QUALITY).get()).isCloseTo(0.89, within(0.001));
        ui.until(() -> Double.isFinite(model.currentProperty().get().scores().msSsim()));
        assertThat(model.currentProperty().get()).isEqualTo(best);
    }

    @Test
    void selectingJpegShowsItUntilAnotherEncodingIsAskedFor() {
        fill();
        RatePoint jpeg = point(Codec.JPEG);
        PaneModel pane = viewer.compare().panes().get(1);
        model.select(jpeg);
        ui.until(() -> pane.encodingProperty().get() != null
                && pane.encodingProperty().get().request().equals(jpeg.request()));
        assertThat(model.selectedProperty().get()).isEqualTo(jpeg);
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.123);
        ui.until(() -> pane.choiceProperty().get() instanceof PaneChoice.Current);
        assertThat(model.selectedProperty().get()).isNull();
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        fill();
        model.exportCsv(dir.resolve("plot.csv"));
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(dir.resolve("plot.csv")).content().isEqualTo(model.csv());
        model.exportCsv(dir.resolve("nowhere/plot.csv"));
        ui.until(() -> viewer.messages().messageProperty().get().error());
    }

    @Test
    void series_areRemembered_onceThePacksAreKnown() {
        settings.put("plot.series", "minnen2018-128/serial,gone/model,JPEG");
        ViewerModel fresh = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), settings, ui));
        PlotModel next = new PlotModel(fresh);
        assertThat(fresh.packs().knownProperty().get()).isFalse();
        fresh.packs().list();
        ui.until(() -> fresh.packs().knownProperty().get());
        assertThat(next.series()).containsExactlyInAnyOrder(PACK, Codec.JPEG);
        next.close();
    }
}
