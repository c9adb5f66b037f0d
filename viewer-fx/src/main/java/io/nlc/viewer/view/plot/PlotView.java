package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.plot.Metric;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.view.Pictures;
import io.nlc.viewer.vm.plot.PlotModel;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.transform.Transform;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** The rate-distortion plot with what belongs to it; for a side panel, and by its button for a window of its own. */
public final class PlotView extends VBox {

    private static final double LARGE_WIDTH = 900;
    private static final double LARGE_HEIGHT = 620;
    private static final double EXPORT_SCALE = 2;

    private final PlotModel model;
    private final PlotStyles styles;
    private final Texts texts;
    private final Runnable chooseOriginal;
    private final PlotWords words;
    private final PlotChart chart;
    private Stage large;

    /**
     * Makes a view for the side panel. Points are computed while {@link PlotModel#activeProperty} is true, so whoever
     * shows the view sets that.
     *
     * @param chooseOriginal asks for the picture that the open file was made from
     */
    public PlotView(PlotModel model, Texts texts, Runnable chooseOriginal) {
        this(model, new PlotStyles(), texts, chooseOriginal, true);
    }

    private PlotView(PlotModel model, PlotStyles styles, Texts texts, Runnable chooseOriginal, boolean enlargeable) {
        this.styles = styles;
        this.chooseOriginal = chooseOriginal;
        this.model = model;
        this.texts = texts;
        this.words = new PlotWords(texts);
        this.chart = new PlotChart(model, styles, texts, model::select);
        getStylesheets().addAll(stylesheet("plot"), stylesheet("focus"));
        getStyleClass().add("plot-view");
        setMinWidth(0);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren()
                .addAll(
                        top(enlargeable),
                        metrics(),
                        chart,
                        readout(),
                        new BdView(model, texts),
                        problem(),
                        original(),
                        bottom());
    }

    private static String stylesheet(String name) {
        return Objects.requireNonNull(PlotView.class.getResource("/io/nlc/viewer/" + name + ".css"))
                .toExternalForm();
    }

    private HBox top(boolean enlargeable) {
        HBox top = new HBox(curves(), space());
        top.getStyleClass().add("plot-bar");
        if (enlargeable) {
            Region icon = new Region();
            icon.getStyleClass().add("plot-enlarge-icon");
            Button enlarge = new Button(null, icon);
            enlarge.setId("plot-enlarge");
            enlarge.getStyleClass().addAll("button-icon", "flat");
            enlarge.setTooltip(new Tooltip(texts.get("plot.enlarge")));
            enlarge.setAccessibleText(texts.get("plot.enlarge"));
            enlarge.setOnAction(e -> enlarge());
            top.getChildren().add(enlarge);
        }
        return top;
    }

    private MenuButton curves() {
        MenuButton menu = new MenuButton(texts.get("plot.curves"));
        menu.setId("plot-curves");
        menu.setTooltip(new Tooltip(texts.get("plot.curves.hint")));
        CurveItems items = new CurveItems(model, texts);
        items.fill(menu);
        menu.setOnShowing(e -> items.fill(menu)); // packs may have been found since
        return menu;
    }

    private HBox metrics() {
        ToggleGroup group = new ToggleGroup();
        Map<Metric, ToggleButton> buttons = new EnumMap<>(Metric.class);
        buttons.put(Metric.PSNR, metric(Metric.PSNR, "plot.psnr", "left-pill", group));
        buttons.put(Metric.MS_SSIM, metric(Metric.MS_SSIM, "plot.msSsim", "center-pill", group));
        buttons.put(Metric.SSIMULACRA2, metric(Metric.SSIMULACRA2, "plot.ssimulacra2", "right-pill", group));
        group.selectedToggleProperty().addListener((o, was, is) -> {
            if (is == null) {
                group.selectToggle(was); // one of them is always chosen
            } else {
                buttons.forEach((metric, button) -> {
                    if (button == is) {
                        model.metricProperty().set(metric);
                    }
                });
            }
        });
        model.metricProperty().addListener((o, was, is) -> group.selectToggle(buttons.get(is)));
        group.selectToggle(buttons.get(model.metricProperty().get()));
        HBox box = new HBox();
        box.getChildren().addAll(buttons.values());
        return box;
    }

    private ToggleButton metric(Metric metric, String key, String style, ToggleGroup group) {
        ToggleButton button = new ToggleButton(texts.get(key));
        button.setId("plot-metric-" + metric.name());
        button.getStyleClass().add(style);
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.setToggleGroup(group);
        return button;
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    // The figures of what is pointed at, so that they can be had without a mouse; else of what the viewer shows.
    private Label readout() {
        Label label = new Label();
        label.setId("plot-readout");
        label.getStyleClass().add("plot-readout");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE); // where it is narrow the chart gives way
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            RatePoint point = chart.pointedProperty().get() != null
                                    ? chart.pointedProperty().get()
                                    : model.selectedProperty().get() != null
                                            ? model.selectedProperty().get()
                                            : model.currentProperty().get();
                            return point == null ? texts.get("plot.hint") : words.lines(point);
                        },
                        chart.pointedProperty(),
                        model.selectedProperty(),
                        model.currentProperty()));
        return label;
    }

    private Label problem() {
        Label label = new Label();
        label.setId("plot-problem");
        label.getStyleClass().add("plot-problem");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.textProperty().bind(model.problemProperty());
        label.visibleProperty().bind(model.problemProperty().isNotNull());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private Button original() {
        Button button = new Button(texts.get("action.original"));
        button.setId("plot-original");
        button.setOnAction(e -> chooseOriginal.run());
        button.visibleProperty().bind(model.originalMissingProperty());
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }

    private HBox bottom() {
        ProgressBar progress = new ProgressBar();
        progress.setId("plot-progress");
        progress.setAccessibleText(texts.get("plot.progress"));
        progress.setTooltip(new Tooltip(texts.get("plot.progress")));
        progress.progressProperty().bind(model.progressProperty());
        progress.visibleProperty().bind(model.runningProperty());
        HBox bottom = new HBox(
                progress,
                space(),
                export("plot.csv", "csv", this::exportCsv),
                export("plot.png", "png", this::exportPng));
        bottom.getStyleClass().add("plot-bar");
        return bottom;
    }

    private Button export(String key, String suffix, Consumer<Path> write) {
        Button button = new Button(texts.get(key));
        button.setId("plot-" + suffix);
        button.setAccessibleText(texts.get(key + ".hint"));
        button.setTooltip(new Tooltip(texts.get(key + ".hint")));
        button.disableProperty().bind(Bindings.isEmpty(model.points()));
        button.setOnAction(e -> choose(texts.get(key + ".hint"), suffix, write));
        return button;
    }

    private void choose(String title, String suffix, Consumer<Path> write) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(suffix.toUpperCase(texts.locale()), "*." + suffix));
        chooser.setInitialFileName(FileNames.stem(model.pictureName()) + "-plot." + suffix);
        File file = chooser.showSaveDialog(getScene().getWindow()); // which asks before it gives an existing file
        if (file != null) {
            model.checked(file.toPath(), suffix).ifPresent(write);
        }
    }

    /** Writes the points as text; in the background, an existing file is replaced. */
    public void exportCsv(Path file) {
        model.exportCsv(file);
    }

    /**
     * Writes the plot as a picture likewise: the size of the large window and not of this panel, at twice the pixels.
     */
    public void exportPng(Path file) {
        model.exportPng(file, figure());
    }

    private BufferedImage figure() {
        PlotChart figure = new PlotChart(model, styles, texts, point -> {});
        try {
            Label title = new Label(model.pictureName());
            title.getStyleClass().add("plot-title");
            VBox.setVgrow(figure, Priority.ALWAYS);
            VBox root = new VBox(title, figure);
            root.getStyleClass().addAll("plot-view", "plot-export");
            Scene scene = new Scene(root, LARGE_WIDTH, LARGE_HEIGHT);
            scene.getStylesheets().add(stylesheet("plot"));
            root.applyCss();
            root.layout();
            SnapshotParameters parameters = new SnapshotParameters();
            parameters.setTransform(Transform.scale(EXPORT_SCALE, EXPORT_SCALE));
            return Pictures.buffered(root.snapshot(parameters, null));
        } finally {
            figure.dispose();
        }
    }

    /** Opens a window with the same plot, or brings it to the front. */
    public void enlarge() {
        if (large == null) {
            large = new Stage();
            large.initOwner(getScene().getWindow());
            large.setScene(
                    new Scene(new PlotView(model, styles, texts, chooseOriginal, false), LARGE_WIDTH, LARGE_HEIGHT));
            model.enlargedProperty().bind(large.showingProperty());
        }
        large.setTitle(texts.get("plot.window", model.pictureName()));
        large.show();
        large.toFront();
    }

    /** Closes the large window, if it is open. */
    public void closeLarge() {
        if (large != null) {
            large.close();
        }
    }
}
