package io.nlc.viewer.view.batch;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.batch.BatchItem;
import java.util.Locale;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;

/** How far a file is: a word, and while it is in work a bar. */
final class BatchStateCell extends TableCell<BatchItem, BatchItem.State> {

    private final Texts texts;
    private final ProgressBar bar = new ProgressBar();
    private final Label word = new Label();

    BatchStateCell(Texts texts) {
        this.texts = texts;
        bar.setMaxWidth(Double.MAX_VALUE);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(BatchItem.State state, boolean empty) {
        super.updateItem(state, empty);
        bar.progressProperty().unbind();
        BatchItem item = getTableRow() == null ? null : getTableRow().getItem();
        if (empty || state == null || item == null) {
            setText(null);
            setGraphic(null);
            return;
        }
        String name = state.name().toLowerCase(Locale.ROOT);
        setText(texts.get("batch.state." + name)); // not seen, but read aloud
        if (state == BatchItem.State.RUNNING) {
            bar.progressProperty().bind(item.progressProperty());
            setGraphic(bar);
        } else {
            word.setText(getText());
            word.getStyleClass().setAll("label", "batch-badge", "batch-" + name);
            setGraphic(word);
        }
    }
}
