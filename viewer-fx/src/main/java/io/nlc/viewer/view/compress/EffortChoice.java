package io.nlc.viewer.view.compress;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.model.Tune;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.coding.RateModel;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How long to look for fewer bits, and whether nothing is to be lost at all. */
final class EffortChoice extends VBox {

    // Processor time at each effort by that at 0, from docs/effort.md; with other packs 6 to 9 take less.
    private static final List<Integer> TIMES = List.of(1, 3, 5, 8, 11, 13, 55, 85, 155, 300);

    private final RateModel rate;
    private final Texts texts;

    EffortChoice(RateModel rate, Texts texts) {
        this.rate = rate;
        this.texts = texts;
        CheckBox lossless = new CheckBox(texts.get("compress.lossless"));
        lossless.setId("lossless");
        lossless.setTooltip(new Tooltip(texts.get("compress.losslessTip")));
        lossless.selectedProperty().bindBidirectional(rate.losslessProperty());
        Label name = new Label(texts.get("compress.effort"));
        name.getStyleClass().add("rate-name");
        Label value = new Label();
        value.setId("effortValue");
        value.getStyleClass().add("caption");
        value.textProperty()
                .bind(Bindings.createStringBinding(
                        this::words, rate.effortProperty(), rate.interest().interestProperty()));
        Slider slider = new Slider(
                0, NlcImageWriteParam.MAX_EFFORT, rate.effortProperty().get());
        slider.setId("effort");
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(1);
        slider.setSnapToTicks(true);
        slider.setAccessibleText(texts.get("compress.effort"));
        slider.setTooltip(new Tooltip(texts.get("compress.effortTip")));
        slider.valueProperty()
                .addListener((o, was, is) -> rate.effortProperty().set((int) Math.round(is.doubleValue())));
        rate.effortProperty().addListener((o, was, is) -> {
            if (Math.round(slider.getValue()) != is.intValue()) {
                slider.setValue(is.intValue());
            }
        });
        name.setLabelFor(slider);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(8, name, value, space, lossless);
        top.setAlignment(Pos.BASELINE_LEFT);
        getStyleClass().add("rate-slider");
        getChildren().addAll(top, slider);
        BooleanBinding none = rate.losslessProperty()
                .or(rate.packs().tunes().tuneProperty().isNotEqualTo(Tune.PSNR))
                .or(rate.interest().interestProperty().isNotNull());
        List.of(name, value, slider).forEach(part -> part.disableProperty().bind(none));
    }

    private String words() {
        if (rate.interest().interestProperty().get() != null) {
            return texts.get("compress.effortInterest");
        }
        int effort = rate.effortProperty().get();
        return effort == 0
                ? texts.get("compress.effortNone", effort)
                : texts.get("compress.effortTimes", effort, TIMES.get(effort));
    }
}
