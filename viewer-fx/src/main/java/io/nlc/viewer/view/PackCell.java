package io.nlc.viewer.view;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** A model pack by the name that people call it, and in small print its id; in a list also what to expect of it. */
public final class PackCell extends ListCell<String> {

    private final PackNames names;
    private final boolean listed;
    private final Label name = new Label();
    private final Label small = new Label();
    private final Node both;

    /**
     * An empty cell.
     *
     * @param listed whether it is one of a list, with place for several lines
     */
    public PackCell(Texts texts, boolean listed) {
        this.names = new PackNames(texts);
        this.listed = listed;
        getStyleClass().add(listed ? "pack-listed" : "pack-cell");
        small.getStyleClass().add("pack-small");
        name.setMinWidth(listed ? 0 : USE_PREF_SIZE); // where there is little room the id gives way
        small.setMinWidth(0);
        both = listed ? new VBox(name, small) : new HBox(name, small);
        both.getStyleClass().add("pack-both");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(String pack, boolean empty) {
        super.updateItem(pack, empty);
        if (empty || pack == null) {
            setText(null);
            setGraphic(null);
            setTooltip(null);
            return;
        }
        String hint = names.hint(pack);
        boolean known = !names.name(pack).equals(pack);
        setText(names.name(pack)); // not seen, but read aloud
        name.setText(names.name(pack));
        small.setText(listed && !hint.isEmpty() ? hint + "\n" + pack : pack);
        boolean room = listed || PackNames.isForUse(pack); // the others have names as long as their ids
        small.setVisible(known && room);
        small.setManaged(known && room);
        setGraphic(both);
        setTooltip(hint.isEmpty() ? null : new Tooltip(pack + "\n" + hint));
    }
}
