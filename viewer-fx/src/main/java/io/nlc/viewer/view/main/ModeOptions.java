package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;

/** What belongs to one way of comparing only. */
final class ModeOptions extends HBox {

    private static final double COUNT_WIDTH = 90;
    private static final double GAIN_WIDTH = 110;
    private static final double MAX_DOUBLINGS = 5;

    private final CompareModel compare;
    private final Texts texts;

    ModeOptions(CompareModel compare, Texts texts) {
        this.compare = compare;
        this.texts = texts;
        getStyleClass().add("options");
        getChildren().addAll(shownIn(count(), Mode.SIDE), shownIn(gain(), Mode.DIFFERENCE));
    }

    private Node shownIn(Node node, Mode mode) {
        node.visibleProperty().bind(compare.modeProperty().isEqualTo(mode));
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }

    private Spinner<Integer> count() {
        Spinner<Integer> count = new Spinner<>(
                2, CompareModel.MAX_PANES, compare.paneCountProperty().get());
        count.setId("paneCount");
        count.setPrefWidth(COUNT_WIDTH);
        count.setAccessibleText(texts.get("compare.panes"));
        count.getValueFactory()
                .valueProperty()
                .addListener((o, before, now) -> compare.paneCountProperty().set(now));
        compare.paneCountProperty()
                .addListener((o, before, now) -> count.getValueFactory().setValue(now.intValue()));
        return count;
    }

    private HBox gain() {
        Slider gain =
                new Slider(0, MAX_DOUBLINGS, Math.log(compare.gainProperty().get()) / Math.log(2));
        gain.setId("gain");
        gain.setPrefWidth(GAIN_WIDTH);
        gain.setAccessibleText(texts.get("compare.gain"));
        Label factor = new Label();
        gain.valueProperty().addListener((o, was, is) -> compare.gainProperty().set(Math.pow(2, gain.getValue())));
        compare.gainProperty().addListener((o, was, is) -> factor.setText(factor()));
        factor.setText(factor());
        HBox box = new HBox(gain, factor);
        box.getStyleClass().add("options");
        return box;
    }

    private String factor() {
        return "\u00D7" + texts.number(compare.gainProperty().get(), 0);
    }
}
