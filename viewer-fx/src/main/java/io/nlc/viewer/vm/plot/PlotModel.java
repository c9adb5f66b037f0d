package io.nlc.viewer.vm.plot;

import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.plot.BdComparison;
import io.nlc.viewer.model.plot.Metric;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.model.plot.RateTable;
import io.nlc.viewer.vm.Message;
import io.nlc.viewer.vm.main.ViewerModel;
import java.awt.image.RenderedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javax.imageio.ImageIO;

/** How much quality the open picture gets for how many bits, by several model packs and JPEG. */
public final class PlotModel {

    private static final String METRIC = "plot.metric";

    private final ViewerModel viewer;
    private final LatestJob saveJob;
    private final ObjectProperty<Metric> metric = new SimpleObjectProperty<>();
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final BooleanProperty enlarged = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<RatePoint> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<BdComparison> comparison = new ReadOnlyObjectWrapper<>(BdComparison.NONE);
    private final SeriesModel series;
    private final SweepModel sweep;
    private final SelectionModel selection;

    /** A plot of what the viewer has open; nothing is computed before it is {@link #activeProperty active}. */
    public PlotModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.saveJob = viewer.context().lane("nlc-plot-save");
        metric.set(viewer.context().settings().get(METRIC, Metric.PSNR));
        metric.addListener((o, was, is) -> viewer.context().settings().put(METRIC, metric.get()));
        series = new SeriesModel(viewer.context().settings(), viewer.packs(), viewer.rivals());
        sweep = new SweepModel(viewer, series.series(), active.or(enlarged));
        active.addListener((o, was, is) -> sweep.seenChanged());
        enlarged.addListener((o, was, is) -> sweep.seenChanged());
        viewer.encoding().currentProperty().addListener((o, was, is) -> markCurrent());
        viewer.scores().scoresProperty().addListener((o, was, is) -> markCurrent());
        viewer.document().originalProperty().addListener((o, was, is) -> markCurrent());
        selection = new SelectionModel(viewer);
        markCurrent();
        points().addListener((ListChangeListener<RatePoint>) change -> compare());
        series().addListener((SetChangeListener<Codec>) change -> compare());
        available().addListener((ListChangeListener<Codec>) change -> compare());
        metric.addListener((o, was, is) -> compare());
        viewer.packs().packProperty().addListener((o, was, is) -> compare());
    }

    /**
     * All that can be chosen: the installed packs, JPEG, and the codecs of others that are installed. It changes as
     * these are found.
     */
    public ObservableList<Codec> available() {
        return series.available();
    }

    /** What is chosen of it; remembered from start to start. */
    public ObservableSet<Codec> series() {
        return series.series();
    }

    /** The points that are there, in the order they came; also those of series that are not chosen any more. */
    public ObservableList<RatePoint> points() {
        return sweep.points();
    }

    /** What the vertical axis shows. */
    public ObjectProperty<Metric> metricProperty() {
        return metric;
    }

    /** Whether the plot is seen; only then points are computed. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** Whether it is seen in a window of its own, which counts as active too. */
    public BooleanProperty enlargedProperty() {
        return enlarged;
    }

    /** The viewer's encoding as a point; null if there is none, or it is not measured. */
    public ReadOnlyObjectProperty<RatePoint> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The point that was selected and is being got, or is shown beside the viewer's encoding; null for none. */
    public ReadOnlyObjectProperty<RatePoint> selectedProperty() {
        return selection.selectedProperty();
    }

    /** Whether points are being computed. */
    public ReadOnlyBooleanProperty runningProperty() {
        return sweep.runningProperty();
    }

    /** How much of them is there, 0 to 1. */
    public ReadOnlyDoubleProperty progressProperty() {
        return sweep.progressProperty();
    }

    /**
     * Whether there are no points because the original of the open file is not known: distances from what the file
     * itself decodes to would say nothing.
     */
    public ReadOnlyBooleanProperty originalMissingProperty() {
        return sweep.originalMissingProperty();
    }

    /** What the user should know, such as why there are no points; null for nothing. */
    public ReadOnlyObjectProperty<String> problemProperty() {
        return sweep.problemProperty();
    }

    /** The name of the picture, for titles; empty if there is none. */
    public String pictureName() {
        Document document = viewer.document().documentProperty().get();
        return document == null ? "" : document.name();
    }

    /** How many bits NLC needs against the other chosen curves, by what the vertical axis shows. */
    public ReadOnlyObjectProperty<BdComparison> comparisonProperty() {
        return comparison.getReadOnlyProperty();
    }

    // The pack in use is what people ask about; without its curve the first one that is an NLC.
    private void compare() {
        List<Codec> chosen = available().stream().filter(series()::contains).toList();
        Codec inUse = new Codec.Nlc(viewer.packs().packProperty().get());
        comparison.set(chosen.stream()
                .filter(codec -> codec instanceof Codec.Nlc)
                .min(Comparator.comparing(codec -> !codec.equals(inUse)))
                .map(reference -> BdComparison.of(points(), reference, chosen, metric.get()))
                .orElse(BdComparison.NONE));
    }

    private void markCurrent() {
        current.set(
                viewer.encoding().measured()
                                && viewer.document().originalKnown()
                                && !viewer.encoding()
                                        .currentProperty()
                                        .get()
                                        .request()
                                        .lossless()
                        ? RatePoint.of(
                                viewer.encoding().currentProperty().get(),
                                viewer.scores().scoresProperty().get())
                        : null);
    }

    /** Shows the encoding of a point, see {@link SelectionModel}. */
    public void select(RatePoint point) {
        selection.select(point);
    }

    /** The points of the chosen series as text, see {@link RateTable}. */
    public String csv() {
        return RateTable.csv(points().filtered(point -> series().contains(point.codec())));
    }

    /**
     * The file to write for a name that somebody chose, with the suffix if it has none. None if it has another, or if
     * the name made here is that of a file, which somebody has not agreed to replace; that is said.
     */
    public Optional<Path> checked(Path file, String suffix) {
        String found = FileNames.suffix(file);
        if (found.isEmpty()) {
            Path named = file.resolveSibling(file.getFileName() + "." + suffix);
            if (!Files.exists(named)) {
                return Optional.of(named);
            }
            viewer.messages().error("error.exists", named.getFileName());
        } else if (found.equalsIgnoreCase(suffix)) {
            return Optional.of(file);
        } else {
            viewer.messages().error("error.suffix", file.getFileName(), found, "." + suffix);
        }
        return Optional.empty();
    }

    /** Writes {@link #csv()}; an existing file is replaced, so whoever calls has asked. */
    public void exportCsv(Path file) {
        byte[] bytes = csv().getBytes(StandardCharsets.UTF_8);
        save(file, out -> out.write(bytes));
    }

    /** Writes a picture of the plot likewise. */
    public void exportPng(Path file, RenderedImage image) {
        save(file, out -> ImageIO.write(image, "png", out));
    }

    private void save(Path file, PictureFiles.Output output) {
        saveJob.start(
                cancelled -> {
                    PictureFiles.save(file, output);
                    return file;
                },
                saved -> viewer.messages().inform("plot.saved", saved.getFileName()),
                e -> {
                    String reason = viewer.messages().reason(e).line();
                    viewer.messages()
                            .tell(new Message(
                                    true, viewer.context().texts().get("plot.notSaved", file.getFileName(), reason)));
                });
    }

    /** Ends all work. */
    public void close() {
        sweep.close();
        selection.close();
    }
}
