package io.nlc.viewer.view.compress;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import javafx.beans.property.DoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A slider with its name and its number, which can be typed as well; the one that leads stands out. */
final class RateSlider extends VBox {

    private static final PseudoClass LEADING = PseudoClass.getPseudoClass("leading");

    private final ViewerModel viewer;
    private final Texts texts;
    private final RateMode mode;
    private final DoubleProperty value;
    private final Slider slider;
    private final TextField number = new TextField();
    private boolean following;

    RateSlider(ViewerModel viewer, RateMode mode) {
        this.viewer = viewer;
        this.texts = viewer.context().texts();
        this.mode = mode;
        this.value = viewer.rate().rateProperty(mode);
        String name = mode.name().toLowerCase(Locale.ROOT);
        getStyleClass().add("rate-slider");
        Label label = new Label(texts.get("rate." + name));
        label.getStyleClass().add("rate-name");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        number.setId(name + "Number");
        number.getStyleClass().add("rate-number");
        number.setAccessibleText(texts.get("rate." + name));
        slider = new Slider(position(mode.min()), position(mode.max()), position(value.get()));
        slider.setId(name);
        slider.setAccessibleText(texts.get("rate." + name));
        slider.setBlockIncrement((slider.getMax() - slider.getMin()) / 20);
        label.setLabelFor(slider);
        getChildren().addAll(new HBox(label, space, number), slider);
        slider.valueProperty().addListener((o, before, now) -> {
            if (!following) {
                value.set(mode.rounded(rate(now.doubleValue())));
            }
        });
        value.addListener((o, was, is) -> show());
        viewer.encoding().currentProperty().addListener((o, was, is) -> show());
        number.setOnAction(e -> typed());
        number.focusedProperty().addListener((o, was, is) -> {
            if (!number.isFocused()) {
                typed();
            }
        });
        viewer.rate()
                .modeProperty()
                .addListener((o, was, is) -> pseudoClassStateChanged(
                        LEADING, viewer.rate().modeProperty().get() == mode));
        pseudoClassStateChanged(LEADING, viewer.rate().modeProperty().get() == mode);
        show();
    }

    // Bits a pixel are felt by their ratio.
    private double position(double rate) {
        return mode == RateMode.BPP ? Math.log(rate) : rate;
    }

    private double rate(double position) {
        return mode == RateMode.BPP ? Math.exp(position) : position;
    }

    private void show() {
        following = true;
        slider.setValue(position(Math.max(mode.min(), value.get())));
        following = false;
        if (!number.isFocused()) {
            number.setText(text());
        }
    }

    private String text() {
        boolean known = mode != RateMode.PSNR
                || viewer.rate().modeProperty().get() == mode
                || viewer.encoding().measured();
        return texts.number(known ? value.get() : Double.NaN, mode == RateMode.PSNR ? 2 : 3);
    }

    private void typed() {
        String text = number.getText().trim();
        ParsePosition end = new ParsePosition(0);
        Number typed = NumberFormat.getInstance(texts.locale()).parse(text, end);
        if (typed != null && end.getIndex() == text.length() && !text.equals(text())) {
            value.set(mode.rounded(typed.doubleValue()));
        }
        number.setText(text());
    }
}
