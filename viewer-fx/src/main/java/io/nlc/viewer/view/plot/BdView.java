package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.BdComparison;
import io.nlc.viewer.vm.plot.PlotModel;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** How many bits NLC needs against the other curves; not there while nothing can be said. */
final class BdView extends VBox {

    private final PlotModel model;
    private final Texts texts;
    private final PackNames names;
    private final Label title = new Label();
    private final FlowPane lines = new FlowPane();

    BdView(PlotModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.names = new PackNames(texts);
        setId("plot-bd");
        getStyleClass().add("plot-bd");
        title.getStyleClass().add("plot-bd-title");
        title.setWrapText(true);
        title.setTooltip(new Tooltip(texts.get("plot.bd.tip")));
        lines.getStyleClass().add("plot-bd-lines");
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(title, lines);
        model.comparisonProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        BdComparison now = model.comparisonProperty().get();
        boolean known = !now.lines().isEmpty();
        setVisible(known);
        setManaged(known);
        lines.getChildren().clear();
        if (known) {
            title.setText(texts.get("plot.bd", name(now.reference()), metric()));
            now.lines().forEach(line -> lines.getChildren().add(label(line)));
        }
    }

    private Label label(BdComparison.Line line) {
        String sign = line.percent() < 0 ? "\u2212" : "+";
        Label label = new Label(
                texts.get("plot.bd.line", name(line.codec()), sign + texts.number(Math.abs(line.percent()), 1)));
        label.getStyleClass().add("plot-bd-line");
        label.setTooltip(new Tooltip(line.codec().label() + "\n" + texts.get("plot.bd.tip")));
        return label;
    }

    private String name(Codec codec) {
        return names.name(codec.label());
    }

    private String metric() {
        return texts.get(
                switch (model.metricProperty().get()) {
                    case PSNR -> "plot.psnr";
                    case MS_SSIM -> "plot.msSsim";
                    case SSIMULACRA2 -> "plot.ssimulacra2";
                });
    }
}
