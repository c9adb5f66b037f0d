package io.nlc.viewer.view.compress;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Interest;
import io.nlc.viewer.model.picture.AreaMask;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.coding.InterestModel;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The brush for what matters in the picture, and how much lower the quality is elsewhere. */
final class InterestChoice extends VBox {

    private final ViewerModel viewer;
    private final InterestModel interest;
    private final Texts texts;
    private final Button clear = new Button();
    private final HBox drop = new HBox(8);
    private final Label hint = new Label();
    private final Label result = new Label();

    InterestChoice(ViewerModel viewer) {
        this.viewer = viewer;
        this.interest = viewer.rate().interest();
        this.texts = viewer.context().texts();
        Label name = new Label(texts.get("interest.name"));
        name.getStyleClass().add("rate-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        ToggleButton brush = new ToggleButton(texts.get("interest.brush"), Icons.BRUSH.node());
        brush.setId("brush");
        brush.setAccessibleText(texts.get("interest.name") + ": " + texts.get("interest.brush"));
        brush.setTooltip(new Tooltip(texts.get("interest.brushTip")));
        brush.selectedProperty().bindBidirectional(interest.brushProperty());
        clear.setId("clearInterest");
        clear.setText(texts.get("interest.clear"));
        clear.setAccessibleText(texts.get("interest.name") + ": " + texts.get("interest.clear"));
        clear.setTooltip(new Tooltip(texts.get("interest.clearTip")));
        clear.setOnAction(e -> interest.clear());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        fillDrop();
        hint.setText(texts.get("interest.hint"));
        hint.setId("interestHint");
        hint.getStyleClass().add("caption");
        hint.setWrapText(true);
        hint.visibleProperty().bind(interest.brushProperty());
        hint.managedProperty().bind(hint.visibleProperty());
        result.setId("interestResult");
        result.getStyleClass().add("caption");
        result.setWrapText(true);
        getStyleClass().addAll("rate-slider", "interest");
        getChildren().addAll(new HBox(8, name, space, brush, clear), hint, drop, result);
        disableProperty().bind(interest.offered().not());
        interest.brushProperty().addListener((o, was, is) -> show());
        interest.maskProperty().addListener((o, was, is) -> show());
        viewer.encoding().currentProperty().addListener((o, was, is) -> show());
        show();
    }

    private void fillDrop() {
        Label name = new Label(texts.get("interest.drop"));
        name.getStyleClass().add("caption");
        Slider slider = new Slider(0, 1, interest.dropProperty().get());
        slider.setId("interestDrop");
        slider.setBlockIncrement(0.05);
        slider.setAccessibleText(texts.get("interest.dropAccessible"));
        slider.setTooltip(new Tooltip(texts.get("interest.dropTip")));
        HBox.setHgrow(slider, Priority.ALWAYS);
        name.setLabelFor(slider);
        Label value = new Label(number());
        value.setId("interestDropValue");
        value.getStyleClass().add("caption");
        value.setMinWidth(Region.USE_PREF_SIZE);
        slider.valueProperty()
                .addListener((o, was, is) -> interest.dropProperty().set(is.doubleValue()));
        interest.dropProperty().addListener((o, was, is) -> {
            slider.setValue(interest.dropProperty().get()); // in its steps
            value.setText(number());
        });
        drop.getChildren().addAll(name, slider, value);
    }

    private String number() {
        return texts.number(interest.dropProperty().get(), 2);
    }

    private void show() {
        AreaMask mask = interest.maskProperty().get();
        boolean painted = interest.painted();
        clear.setDisable(!painted);
        drop.setVisible(painted || interest.brushProperty().get());
        drop.setManaged(drop.isVisible());
        result.setText(painted ? result(100.0 * mask.count() / mask.areas()) : "");
        result.setVisible(painted);
        result.setManaged(painted);
    }

    private String result(double percent) {
        String share = texts.number(percent, percent < 10 ? 1 : 0);
        Encoding now = viewer.encoding().currentProperty().get();
        Interest.Split split = now == null ? null : now.split();
        return split == null
                ? texts.get("interest.share", share)
                : texts.get("interest.psnr", share, db(split.inside()), db(split.elsewhere()));
    }

    private String db(double psnr) {
        return Double.isInfinite(psnr) ? "\u221E" : texts.get("unit.db", texts.number(psnr, 2));
    }
}
