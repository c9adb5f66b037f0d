package io.nlc.viewer.view.details;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.picture.ColourHistogram;
import io.nlc.viewer.view.Words;
import io.nlc.viewer.vm.details.SpreadModel;
import io.nlc.viewer.vm.details.SpreadModel.Whose;
import javafx.scene.AccessibleRole;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;

/** How often each sample occurs, as a hill for each of the colours; keys and the mouse ask for the numbers. */
final class SpreadView extends VBox {

    private static final int VALUES = 256;
    private static final double HEIGHT = 120;
    private static final double WIDE = 10;

    private final SpreadModel model;
    private final Texts texts;
    private final Pane hills = new Pane();
    private final Polygon red = hill("spread-red");
    private final Polygon green = hill("spread-green");
    private final Polygon blue = hill("spread-blue");
    private final Line mark = new Line();
    private final Label readout = new Label();
    private int value = -1;

    SpreadView(SpreadModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("spread");
        ComboBox<Whose> whose = new ComboBox<>();
        whose.setId("spreadWhose");
        whose.getItems().setAll(Whose.values());
        whose.setConverter(Words.of(texts, "spread.whose"));
        whose.setAccessibleText(texts.get("spread.whose"));
        whose.valueProperty().bindBidirectional(model.whoseProperty());
        whose.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(whose, Priority.ALWAYS);
        CheckBox logarithmic = new CheckBox(texts.get("spread.logarithmic"));
        logarithmic.setId("spreadLogarithmic");
        logarithmic.selectedProperty().bindBidirectional(model.logarithmicProperty());
        logarithmic.setMinWidth(USE_PREF_SIZE);
        HBox choices = new HBox(WIDE, whose, logarithmic);
        choices.getStyleClass().add("spread-choices");
        mark.getStyleClass().add("spread-mark");
        mark.setVisible(false);
        hills.getChildren().addAll(red, green, blue, mark);
        hills.getStyleClass().add("spread-hills");
        hills.setId("spread");
        hills.setMinHeight(HEIGHT);
        hills.setPrefHeight(HEIGHT);
        hills.setFocusTraversable(true);
        hills.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        hills.setAccessibleText(texts.get("spread.accessible"));
        hills.setOnMouseMoved(e -> point((int) (e.getX() / hills.getWidth() * VALUES)));
        hills.setOnMouseExited(e -> point(-1));
        hills.setOnMousePressed(e -> hills.requestFocus());
        hills.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
                point(Math.max(0, Math.min(VALUES - 1, value + (e.getCode() == KeyCode.LEFT ? -1 : 1))));
                e.consume();
            }
        });
        readout.setId("spreadReadout");
        readout.getStyleClass().add("hint");
        readout.setWrapText(true);
        getChildren().addAll(choices, hills, readout);
        hills.widthProperty().addListener((o, was, is) -> draw());
        model.histogramProperty().addListener((o, was, is) -> draw());
        model.logarithmicProperty().addListener((o, was, is) -> draw());
        draw();
    }

    private static Polygon hill(String colour) {
        Polygon hill = new Polygon();
        hill.setManaged(false);
        hill.getStyleClass().addAll("spread-hill", colour);
        return hill;
    }

    private void draw() {
        ColourHistogram counts = model.histogramProperty().get();
        for (Polygon hill : new Polygon[] {red, green, blue}) {
            hill.setVisible(counts != null);
        }
        if (counts != null && hills.getWidth() > 0) {
            double most = height(counts.most());
            shape(red, counts.red(), most);
            shape(green, counts.green(), most);
            shape(blue, counts.blue(), most);
        }
        point(value);
    }

    private double height(int count) {
        return model.logarithmicProperty().get() ? Math.log1p(count) : count;
    }

    private void shape(Polygon hill, int[] counts, double most) {
        Double[] points = new Double[2 * counts.length + 4];
        double step = hills.getWidth() / counts.length;
        for (int i = 0; i < counts.length; i++) {
            points[2 * i] = (i + 0.5) * step;
            points[2 * i + 1] = HEIGHT - (most == 0 ? 0 : (HEIGHT - 4) * height(counts[i]) / most);
        }
        points[2 * counts.length] = hills.getWidth();
        points[2 * counts.length + 1] = HEIGHT;
        points[2 * counts.length + 2] = 0.0;
        points[2 * counts.length + 3] = HEIGHT;
        hill.getPoints().setAll(points);
    }

    private void point(int at) {
        ColourHistogram counts = model.histogramProperty().get();
        value = at >= 0 && at < VALUES ? at : -1;
        mark.setVisible(counts != null && value >= 0);
        if (counts == null) {
            readout.setText(texts.get("spread.none"));
        } else if (value < 0) {
            readout.setText(texts.get("spread.hint"));
        } else {
            double x = (value + 0.5) * hills.getWidth() / VALUES;
            mark.setStartX(x);
            mark.setEndX(x);
            mark.setEndY(HEIGHT);
            readout.setText(texts.get(
                    "spread.value",
                    value,
                    texts.number(counts.red()[value], 0),
                    texts.number(counts.green()[value], 0),
                    texts.number(counts.blue()[value], 0)));
        }
    }
}
