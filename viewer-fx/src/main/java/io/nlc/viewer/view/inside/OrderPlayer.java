package io.nlc.viewer.view.inside;

import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.inside.Layer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.IntegerProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;

/** Goes through the order of decoding, by hand or by itself; there while that lies over the picture. */
final class OrderPlayer extends HBox {

    private static final double SECONDS = 6;

    private final InsideModel model;
    private final Texts texts;
    private final IntegerProperty shown;
    private final Slider step = new Slider();
    private final Label stepText = new Label();
    private final Button play = new Button(null, Icons.PLAY.node());
    private final Timeline animation = new Timeline();

    OrderPlayer(InsideModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.shown = model.overlay().stepProperty();
        play.setId("play");
        play.getStyleClass().addAll("button-icon", "flat");
        play.setAccessibleText(texts.get("inside.play"));
        play.setOnAction(e -> play());
        step.setId("step");
        step.setAccessibleText(texts.get("inside.step"));
        step.setBlockIncrement(1);
        HBox.setHgrow(step, Priority.ALWAYS);
        step.valueProperty().addListener((o, was, is) -> shown.set((int) Math.round(step.getValue())));
        shown.addListener((o, was, is) -> {
            if (Math.round(step.getValue()) != shown.get()) {
                step.setValue(shown.get());
            }
            showStep();
        });
        animation
                .statusProperty()
                .addListener((o, was, is) -> play.setGraphic(
                        (animation.getStatus() == Animation.Status.RUNNING ? Icons.PAUSE : Icons.PLAY).node()));
        getChildren().addAll(play, step, stepText);
        getStyleClass().add("player");
        visibleProperty().bind(model.overlay().layerProperty().isEqualTo(Layer.ORDER));
        managedProperty().bind(visibleProperty());
        model.inspections().inspectionProperty().addListener((o, was, is) -> showSteps());
        showSteps();
    }

    /** Stops where it is. */
    void stop() {
        animation.stop();
    }

    private int steps() {
        Inspection now = model.inspections().inspectionProperty().get();
        return now == null ? 0 : now.order().steps();
    }

    private void showSteps() {
        step.setMax(Math.max(1, steps()));
        showStep();
    }

    private void showStep() {
        stepText.setText(texts.get("inside.stepOf", shown.get(), steps()));
    }

    private void play() {
        if (animation.getStatus() == Animation.Status.RUNNING) {
            animation.stop();
            return;
        }
        int steps = steps();
        if (steps == 0) {
            return;
        }
        if (shown.get() >= steps) {
            shown.set(0);
        }
        // Two steps are shown a second each, a thousand several at a time.
        double interval = Math.min(1, Math.max(1 / 25.0, SECONDS / steps));
        int stride = Math.max(1, (int) Math.round(steps * interval / SECONDS));
        animation.getKeyFrames().setAll(new KeyFrame(Duration.seconds(interval), e -> {
            int next = Math.min(steps, shown.get() + stride);
            shown.set(next);
            if (next == steps) {
                animation.stop();
            }
        }));
        animation.setCycleCount(Animation.INDEFINITE);
        animation.play();
    }
}
