package io.nlc.viewer.view.batch;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Decision;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.vm.batch.BatchModel;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Asks what to do with a file that exists, in a bar that is there only then. */
final class BatchQuestion extends HBox {

    private final BatchModel model;
    private final Texts texts;
    private final Label text = new Label();
    private final CheckBox all = new CheckBox();
    private final Button skip;

    BatchQuestion(BatchModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("batch-question");
        text.setId("batch-question");
        text.setMinWidth(0);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        HBox.setHgrow(text, Priority.ALWAYS);
        all.setText(texts.get("batch.ask.all"));
        all.setId("batch-ask-all");
        all.setMinWidth(USE_PREF_SIZE);
        skip = answer(Existing.SKIP);
        getChildren().addAll(text, all, answer(Existing.REPLACE), answer(Existing.RENAME), skip);
        visibleProperty().bind(model.question().questionProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        model.question().questionProperty().addListener((o, was, is) -> asked(is));
    }

    private void asked(Path file) {
        if (file != null) {
            text.setText(texts.get("batch.ask", file.getFileName()));
            text.setTooltip(new Tooltip(file.toString()));
            skip.requestFocus(); // the answer that does nothing
        }
    }

    private Button answer(Existing existing) {
        String name = existing.name().toLowerCase(Locale.ROOT);
        Button button = new Button(texts.get("batch.ask." + name));
        button.setId("batch-ask-" + name);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(e -> model.question().answer(new Decision(existing, all.isSelected())));
        return button;
    }
}
