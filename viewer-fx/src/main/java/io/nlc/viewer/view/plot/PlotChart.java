package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.vm.plot.PlotModel;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.scene.Node;
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

    private static final int RATE_LABELS = 5;
    private static final int QUALITY_LABELS = 6;
    private static final double ROOM = 0.05; // beyond the last points
    private static final double BELOW = 0.5; // of the range of the learned curves, for what others have there
    private static final String MARGIN = "\u2002"; // an axis puts as many labels as fit, with nothing between them
    private static final double LEGEND_MARK = 18;
    private static final Duration TOOLTIP_DELAY = Duration.millis(150);

    private final PlotModel model;
    private final PlotStyles styles;
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
    private final ListChangeListener<Codec> availableListener = change -> found();
    private final ChangeListener<Object> rebuild = (o, was, is) -> build();
    private final ChangeListener<Object> remark = (o, was, is) -> mark();

    /**
     * Makes a chart that follows a model until it is {@link #dispose disposed of}.
     *
     * @param styles of curves, the same for all charts of a model
     * @param select what to do with a point that is clicked
     */
    PlotChart(PlotModel model, PlotStyles styles, Texts texts, Consumer<RatePoint> select) {
        this.styles = styles;
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
        quality.setTickLabelFormatter(numbers(texts, quality, ""));
        rate.setTickLabelFormatter(numbers(texts, rate, MARGIN));
        legend.getStyleClass().add("plot-legend");
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(chart, legend);
        model.points().addListener(pointsListener);
        model.series().addListener(seriesListener);
        model.available().addListener(availableListener);
        model.metricProperty().addListener(rebuild);
        model.currentProperty().addListener(remark);
        model.selectedProperty().addListener(remark);
        build();
    }

    /** The chart follows its model no more. */
    void dispose() {
        model.points().removeListener(pointsListener);
        model.series().removeListener(seriesListener);
        model.available().removeListener(availableListener);
        model.metricProperty().removeListener(rebuild);
        model.currentProperty().removeListener(remark);
        model.selectedProperty().removeListener(remark);
    }

    /** The point under the mouse or with the focus; null for none. */
    ReadOnlyObjectProperty<RatePoint> pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    private static StringConverter<Number> numbers(Texts texts, NumberAxis axis, String margin) {
        DecimalFormat format = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(texts.locale()));
        return new StringConverter<>() {
            @Override
            public String toString(Number number) {
                double steps = number.doubleValue() / axis.getTickUnit();
                boolean round = axis.isAutoRanging() || Math.abs(steps - Math.rint(steps)) < 1e-6;
                return round ? margin + format.format(number.doubleValue()) + margin : ""; // an end is no round number
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
        range();
        skipOutside();
    }

    // A curve may have been chosen before its pack or its programs were found.
    private void found() {
        if (!shown().equals(List.copyOf(curves.keySet()))) {
            build();
        }
    }

    private List<Codec> shown() {
        return model.available().stream().filter(model.series()::contains).toList();
    }

    private void build() {
        curves.clear();
        pointed.set(null);
        legend.getChildren().clear();
        quality.setLabel(words.axis(model.metricProperty().get()));
        List<Codec> shown = shown();
        styles.assign(shown, model.available());
        shown.forEach(codec -> {
            curves.put(codec, new XYChart.Series<>());
            Label label = new Label(words.name(codec), legendMark(codec));
            label.setTooltip(new Tooltip(codec.label()));
            label.getStyleClass().add("plot-legend-item");
            legend.getChildren().add(label);
        });
        chart.getData().setAll(curves.values());
        mark();
        model.points().forEach(this::add);
        range();
        skipOutside();
    }

    private Node legendMark(Codec codec) {
        Line mark = new Line(0, 0, LEGEND_MARK, 0);
        mark.getStyleClass().add("plot-legend-mark");
        mark.getStyleClass().addAll(styles.of(codec));
        Region dot = new Region();
        dot.getStyleClass().addAll("plot-dot", styles.of(codec).get(0));
        return new StackPane(mark, dot);
    }

    private void add(RatePoint point) {
        XYChart.Series<Number, Number> curve = curves.get(point.codec());
        double value = model.metricProperty().get().of(point);
        if (curve == null || !Double.isFinite(value)) {
            return;
        }
        PlotSymbol symbol = new PlotSymbol(point, styles.of(point.codec()).get(0), words.spoken(point), select);
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
                .filter(this::inside)
                .map(data -> (PlotSymbol) data.getNode())
                .sorted(Comparator.comparingDouble(s -> s.point().bpp()))
                .toList();
    }

    // Rings around what is shown; as series of one point each they lie over all curves.
    private void mark() {
        chart.getData().removeIf(series -> !curves.containsValue(series));
        ring(model.currentProperty().get(), "plot-current");
        ring(model.selectedProperty().get(), "plot-selected");
        curves.forEach((codec, curve) -> curve.getNode().getStyleClass().addAll(styles.of(codec)));
    }

    private void ring(RatePoint point, String style) {
        if (point == null || !Double.isFinite(model.metricProperty().get().of(point))) {
            return;
        }
        Region ring = new Region();
        ring.getStyleClass().addAll("plot-ring", style, styles.of(point.codec()).get(0));
        XYChart.Series<Number, Number> series = new XYChart.Series<>();
        StackPane holder = new StackPane(ring); // the chart gives it classes that the ring must not have
        holder.setMouseTransparent(true);
        series.getData().add(data(point, model.metricProperty().get().of(point), holder));
        chart.getData().add(series);
    }

    /*
     * The axes are for the learned curves: those of other codecs go on to rates that nobody asks for, and from
     * qualities that nobody wants. They leave the chart there.
     */
    private void range() {
        List<RatePoint> shown = model.points().stream()
                .filter(point -> curves.containsKey(point.codec()))
                .filter(point -> Double.isFinite(model.metricProperty().get().of(point)))
                .toList();
        DoubleSummaryStatistics rates = shown.stream()
                .filter(point -> point.codec() instanceof Codec.Nlc)
                .mapToDouble(RatePoint::bpp)
                .summaryStatistics();
        for (NumberAxis axis : List.of(rate, quality)) {
            axis.setTickLabelsVisible(!shown.isEmpty()); // of nothing there are no numbers
        }
        boolean learned = rates.getCount() > 1;
        rate.setAutoRanging(!learned);
        quality.setAutoRanging(!learned);
        if (!learned) {
            return;
        }
        double most = rates.getMax() * (1 + ROOM);
        DoubleSummaryStatistics own = values(shown, point -> point.codec() instanceof Codec.Nlc);
        DoubleSummaryStatistics all = values(shown, point -> point.bpp() <= most);
        double span = own.getMax() - own.getMin();
        set(rate, Ticks.of(0, most, RATE_LABELS));
        set(
                quality,
                Ticks.of(
                        Math.max(all.getMin(), own.getMin() - BELOW * span) - ROOM * span,
                        Math.max(own.getMax(), all.getMax()) + ROOM * span,
                        QUALITY_LABELS));
    }

    // Nobody comes by what nobody sees.
    private void skipOutside() {
        curves.values().stream()
                .flatMap(curve -> curve.getData().stream())
                .forEach(data -> data.getNode().setFocusTraversable(inside(data)));
    }

    private boolean inside(XYChart.Data<Number, Number> data) {
        return rate.isAutoRanging() || rate.isValueOnAxis(data.getXValue()) && quality.isValueOnAxis(data.getYValue());
    }

    private DoubleSummaryStatistics values(List<RatePoint> points, Predicate<RatePoint> which) {
        return points.stream()
                .filter(which)
                .mapToDouble(point -> model.metricProperty().get().of(point))
                .summaryStatistics();
    }

    private static void set(NumberAxis axis, Ticks ticks) {
        axis.setLowerBound(ticks.lower());
        axis.setUpperBound(ticks.upper());
        axis.setTickUnit(ticks.step());
    }
}
