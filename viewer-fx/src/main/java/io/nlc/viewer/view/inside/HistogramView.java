package io.nlc.viewer.view.inside;

import io.nlc.codec.inspect.Histogram;
import io.nlc.viewer.model.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.chart.BarChart;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.util.StringConverter;

/**
 * How often symbols occur, and how often their model thought they would; rows of ten by ten, for rare ones matter as
 * well.
 */
final class HistogramView extends BarChart<String, Number> {

    private static final int REACH = 10;

    private final Texts texts;

    HistogramView(Texts texts) {
        super(new CategoryAxis(), new NumberAxis());
        this.texts = texts;
        getStyleClass().add("histogram");
        setId("histogram");
        setAnimated(false);
        setBarGap(0);
        setCategoryGap(3);
        setLegendVisible(false);
        setAccessibleText(texts.get("inside.histogram"));
        getXAxis().setAccessibleText(texts.get("inside.symbol"));
        getXAxis().setAutoRanging(false); // which turns labels on their sides; without it some are left out
        NumberAxis counts = (NumberAxis) getYAxis();
        counts.setAutoRanging(false);
        counts.setTickUnit(1);
        counts.setMinorTickVisible(false);
        counts.setLowerBound(0);
        counts.setTickLabelFormatter(new StringConverter<>() {
            @Override
            public String toString(Number value) {
                return texts.number(Math.pow(10, value.doubleValue()), 0);
            }

            @Override
            public Number fromString(String text) {
                return 0;
            }
        });
    }

    void show(Histogram histogram) {
        getData().clear();
        if (histogram == null) {
            return;
        }
        long[] counts = histogram.counts();
        double[] expected = histogram.expected();
        XYChart.Series<String, Number> real = new XYChart.Series<>();
        XYChart.Series<String, Number> model = new XYChart.Series<>();
        real.setName(texts.get("inside.counted"));
        model.setName(texts.get("inside.expected"));
        List<String> symbols = new ArrayList<>();
        double most = 1;
        for (int i = 0; i < counts.length; i++) {
            int value = histogram.first() + i;
            if (Math.abs(value) <= REACH) {
                String name = String.valueOf(value).replace('-', '\u2212');
                symbols.add(name);
                real.getData().add(new XYChart.Data<>(name, Math.log10(Math.max(1, counts[i]))));
                model.getData().add(new XYChart.Data<>(name, Math.log10(Math.max(1, expected[i]))));
                most = Math.max(most, Math.max(counts[i], expected[i]));
            }
        }
        ((CategoryAxis) getXAxis()).setCategories(FXCollections.observableList(symbols));
        ((NumberAxis) getYAxis()).setUpperBound(Math.ceil(Math.log10(most) + 0.05));
        getData().add(real);
        getData().add(model);
    }
}
