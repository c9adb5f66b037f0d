package io.nlc.viewer.view.compress;

import io.nlc.model.Tune;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.coding.TuneModel;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What models are made for, one button each; not there while there is no choice. */
final class TuneChoice extends VBox {

    private final TuneModel model;
    private final Texts texts;
    private final HBox buttons = new HBox();

    TuneChoice(TuneModel model, Texts texts) {
        super(4);
        this.model = model;
        this.texts = texts;
        setId("tunes");
        Label name = new Label(texts.get("compress.tune"));
        name.getStyleClass().add("caption");
        getChildren().addAll(name, buttons);
        model.offered().addListener((ListChangeListener<Tune>) change -> fill());
        model.tuneProperty().addListener((o, was, is) -> mark());
        fill();
    }

    private void fill() {
        buttons.getChildren().clear();
        ToggleGroup group = new ToggleGroup();
        int count = model.offered().size();
        for (int i = 0; i < count; i++) {
            Tune tune = model.offered().get(i);
            ToggleButton button = new ToggleButton(texts.get("tune." + tune));
            button.setId("tune-" + tune);
            button.setUserData(tune);
            button.getStyleClass().add(i == 0 ? "left-pill" : i == count - 1 ? "right-pill" : "center-pill");
            button.setAccessibleText(texts.get("compress.tune") + " " + button.getText());
            button.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(button, Priority.ALWAYS);
            button.setToggleGroup(group);
            button.setOnAction(e -> {
                model.choose(tune);
                mark(); // a second click is no way to have none
            });
            buttons.getChildren().add(button);
        }
        setVisible(count > 1);
        setManaged(count > 1);
        mark();
    }

    private void mark() {
        buttons.getChildren()
                .forEach(node -> ((ToggleButton) node)
                        .setSelected(node.getUserData() == model.tuneProperty().get()));
    }
}
