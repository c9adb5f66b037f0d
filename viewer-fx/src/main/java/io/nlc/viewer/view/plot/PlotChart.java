package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.vm.plot.PlotModel;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.util.Duration;
import javafx.util.StringConverter;

/** The curves of a plot and their legend. */
final class PlotChart extends VBox {

    /*
     * Points come one by one and are put into their series; the chart sorts them by rate. Everything else that
     * changes builds the chart anew: that is rare and cheap. A chart gives its own style classes to lines and
     * symbols, and takes away others, whenever its series change; so the colours of lines are set after that, and
     * those of symbols are on a node inside.
     */

    private static final int COLOURS = 8;
    private static final String MARGIN = "\u2002"; // an axis puts as many labels as fit, with nothing between them
    private static final double LEGEND_MARK = 18;
    private static final Duration TOOLTIP_DELAY = Duration.millis(150);

    private final PlotModel model;
    private final PlotWords words;
    private final Consumer<RatePoint> select;
    private final NumberAxis rate = new NumberAxis();
    private final NumberAxis quality = new NumberAxis();
    private final LineChart<Number, Number> chart = new LineChart<>(rate, quality);
    private final FlowPane legend = new FlowPane();
    private final Map<Codec, XYChart.Series<Number, Number>> curves = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<RatePoint> pointed = new ReadOnlyObjectWrapper<>();
    private final ListChangeListener<RatePoint> pointsListener = this::pointsChanged;
    private final SetChangeListener<Codec> seriesListener = change -> build();
    private final ChangeListener<Object> rebuild = (o, was, is) -> build();
    private final ChangeListener<Object> remark = (o, was, is) -> mark();

    /**
     * Makes a chart that follows a model until it is {@link #dispose disposed of}.
     *
     * @param select what to do with a point that is clicked
     */
    PlotChart(PlotModel model, Texts texts, Consumer<RatePoint> select) {
        this.model = model;
        this.words = new PlotWords(texts);
        this.select = select;
        getStyleClass().add("plot-figure");
        chart.getStyleClass().add("plot-chart");
        chart.setAnimated(false);
        chart.setLegendVisible(false);
        chart.setMinSize(0, 0);
        chart.setAccessibleText(texts.get("plot.chart"));
        rate.setLabel(texts.get("plot.axis.bpp"));
        quality.setForceZeroInRange(false);
        for (NumberAxis axis : List.of(rate, quality)) {
            axis.setAnimated(false);
            axis.setMinorTickVisible(false);
        }
        quality.setTickLabelFormatter(numbers(texts, ""));
        rate.setTickLabelFormatter(numbers(texts, MARGIN));
        legend.getStyleClass().add("plot-legend");
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(chart, legend);
        model.points().addListener(pointsListener);
        model.series().addListener(seriesListener);
        model.metricProperty().addListener(rebuild);
        model.currentProperty().addListener(remark);
        model.selectedProperty().addListener(remark);
        build();
    }

    /** The chart follows its model no more. */
    void dispose() {
        model.points().removeListener(pointsListener);
        model.series().removeListener(seriesListener);
        model.metricProperty().removeListener(rebuild);
        model.currentProperty().removeListener(remark);
        model.selectedProperty().removeListener(remark);
    }

    /** The point under the mouse or with the focus; null for none. */
    ReadOnlyObjectProperty<RatePoint> pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    private static StringConverter<Number> numbers(Texts texts, String margin) {
        DecimalFormat format = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(texts.locale()));
        return new StringConverter<>() {
            @Override
            public String toString(Number number) {
                return margin + format.format(number.doubleValue()) + margin;
            }

            @Override
            public Number fromString(String text) {
                throw new UnsupportedOperationException("labels are not read");
            }
        };
    }

    private void pointsChanged(ListChangeListener.Change<? extends RatePoint> change) {
        while (change.next()) {
            if (change.wasRemoved()) {
                build();
                return;
            }
            change.getAddedSubList().forEach(this::add);
        }
    }

    private void build() {
        curves.clear();
        pointed.set(null);
        legend.getChildren().clear();
        quality.setLabel(words.axis(model.metricProperty().get()));
        model.available().stream().filter(model.series()::contains).forEach(codec -> {
            curves.put(codec, new XYChart.Series<>());
            Label label = new Label(codec.label(), legendMark(codec));
            label.getStyleClass().add("plot-legend-item");
            legend.getChildren().add(label);
        });
        chart.getData().setAll(curves.values());
        mark();
        model.points().forEach(this::add);
    }

    private Line legendMark(Codec codec) {
        Line mark = new Line(0, 0, LEGEND_MARK, 0);
        mark.getStyleClass().add("plot-legend-mark");
        mark.getStyleClass().addAll(colours(codec));
        return mark;
    }

    private void add(RatePoint point) {
        XYChart.Series<Number, Number> curve = curves.get(point.codec());
        double value = model.metricProperty().get().of(point);
        if (curve == null || !Double.isFinite(value)) {
            return;
        }
        PlotSymbol symbol = new PlotSymbol(point, colours(point.codec()).get(0), words.spoken(point), select);
        symbol.setOnMouseClicked(e -> {
            symbol.requestFocus();
            symbol.fire();
        });
        symbol.setOnKeyPressed(e -> key(symbol, e));
        symbol.hoverProperty().addListener((o, was, is) -> point(symbol));
        symbol.focusedProperty().addListener((o, was, is) -> point(symbol));
        Tooltip tooltip = new Tooltip(words.lines(point));
        tooltip.setShowDelay(TOOLTIP_DELAY);
        Tooltip.install(symbol, tooltip);
        curve.getData().add(data(point, value, symbol));
    }

    private static XYChart.Data<Number, Number> data(RatePoint point, double value, Region node) {
        XYChart.Data<Number, Number> data = new XYChart.Data<>(point.bpp(), value, point);
        data.setNode(node);
        return data;
    }

    private void point(PlotSymbol symbol) {
        if (symbol.isHover() || symbol.isFocused()) {
            pointed.set(symbol.point());
        } else if (pointed.get() == symbol.point()) {
            pointed.set(null);
        }
    }

    private void key(PlotSymbol symbol, KeyEvent e) {
        switch (e.getCode()) {
            case ENTER, SPACE -> symbol.fire();
            case LEFT -> along(symbol, -1);
            case RIGHT -> along(symbol, 1);
            case UP -> across(symbol, 1);
            case DOWN -> across(symbol, -1);
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void along(PlotSymbol from, int step) {
        List<PlotSymbol> curve = symbols(from.point().codec());
        focus(curve, curve.indexOf(from) + step);
    }

    // To the curve whose point at about the same rate is the next above or below.
    private void across(PlotSymbol from, int direction) {
        List<PlotSymbol> nearest = new ArrayList<>();
        for (Codec codec : curves.keySet()) {
            symbols(codec).stream()
                    .min(Comparator.comparingDouble(
                            s -> Math.abs(s.point().bpp() - from.point().bpp())))
                    .map(s -> codec.equals(from.point().codec()) ? from : s)
                    .ifPresent(nearest::add);
        }
        nearest.sort(
                Comparator.comparingDouble(s -> model.metricProperty().get().of(s.point())));
        focus(nearest, nearest.indexOf(from) + direction);
    }

    private static void focus(List<PlotSymbol> symbols, int index) {
        if (index >= 0 && index < symbols.size()) {
            symbols.get(index).requestFocus();
        }
    }

    private List<PlotSymbol> symbols(Codec codec) {
        return curves.get(codec).getData().stream()
                .map(data -> (PlotSymbol) data.getNode())
                .sorted(Comparator.comparingDouble(s -> s.point().bpp()))
                .toList();
    }

    // Rings around what is shown; as series of one point each they lie over all curves.
    private void mark() {
        chart.getData().removeIf(series -> !curves.containsValue(series));
        ring(model.currentProperty().get(), "plot-current");
        ring(model.selectedProperty().get(), "plot-selected");
        curves.forEach((codec, curve) -> curve.getNode().getStyleClass().addAll(colours(codec)));
    }

    private void ring(RatePoint point, String style) {
        if (point == null || !Double.isFinite(model.metricProperty().get().of(point))) {
            return;
        }
        Region ring = new Region();
        ring.getStyleClass().addAll("plot-ring", style, colours(point.codec()).get(0));
        XYChart.Series<Number, Number> series = new XYChart.Series<>();
        StackPane holder = new StackPane(ring); // the chart gives it classes that the ring must not have
        holder.setMouseTransparent(true);
        series.getData().add(data(point, model.metricProperty().get().of(point), holder));
        chart.getData().add(series);
    }

    /** Style classes of a series: the same one whichever others are shown. */
    private List<String> colours(Codec codec) {
        if (codec instanceof Codec.Jpeg) {
            return List.of("plot-color-jpeg", "plot-solid");
        }
        int index = Math.max(0, model.available().indexOf(codec));
        return List.of("plot-color-" + index % COLOURS, index < COLOURS ? "plot-solid" : "plot-dashed");
    }
}
