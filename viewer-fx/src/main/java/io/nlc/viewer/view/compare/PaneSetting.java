package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** The setting of a pane that has a codec of its own: the size of the current encoding, or a quality. */
final class PaneSetting extends HBox {

    private static final double STEPS = 200;
    private static final double BLOCK = 0.05;

    private final PaneModel pane;
    private final Texts texts;
    private final ToggleButton same = new ToggleButton();
    private final Slider quality = new Slider(0, 1, 0.5);
    private final Label number = new Label();
    private boolean following;

    PaneSetting(PaneModel pane, Texts texts, int index) {
        this.pane = pane;
        this.texts = texts;
        getStyleClass().add("pane-setting");
        same.setText(texts.get("pane.same"));
        same.setId("paneSame" + index);
        same.getStyleClass().add("pane-same");
        same.setMinWidth(USE_PREF_SIZE);
        same.setTooltip(new Tooltip(texts.get("pane.sameTip")));
        same.setOnAction(e -> choose(same.isSelected()));
        quality.setId("paneQuality" + index);
        quality.setAccessibleText(texts.get("pane.quality", index + 1));
        quality.setTooltip(new Tooltip(texts.get("pane.quality", index + 1)));
        quality.setBlockIncrement(BLOCK);
        quality.valueProperty().addListener((o, was, is) -> {
            if (!following) {
                choose(false);
            }
        });
        number.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(same, quality, number);
        pane.choiceProperty().addListener((o, was, is) -> show());
        pane.encodingProperty().addListener((o, was, is) -> show());
        show();
    }

    private void choose(boolean sameSize) {
        if (pane.choiceProperty().get() instanceof PaneChoice.Coded now) {
            pane.choiceProperty()
                    .set(
                            sameSize
                                    ? PaneChoice.Coded.sameSize(now.codec())
                                    : now.at(Math.rint(quality.getValue() * STEPS) / STEPS));
        }
    }

    private void show() {
        boolean used = pane.choiceProperty().get() instanceof PaneChoice.Coded;
        setVisible(used);
        setManaged(used);
        if (pane.choiceProperty().get() instanceof PaneChoice.Coded now) {
            Encoding shown = pane.encodingProperty().get();
            boolean known = shown != null && shown.request().codec().equals(now.codec());
            following = true;
            same.setSelected(now.isSameSize());
            if (!now.isSameSize()) {
                quality.setValue(now.quality().getAsDouble());
            } else if (known) {
                quality.setValue(shown.quality());
            }
            following = false;
            number.setText(
                    now.isSameSize() && !known ? texts.number(Double.NaN, 2) : texts.number(quality.getValue(), 2));
        }
    }
}
