package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;

/** What can be done with the pictures, where they are. */
final class PictureMenu extends ContextMenu {

    private final Actions actions;
    private final Texts texts;

    PictureMenu(ViewerModel viewer, Actions actions) {
        this.actions = actions;
        this.texts = viewer.context().texts();
        ObservableBooleanValue nothing = viewer.document().documentProperty().isNull();
        CheckMenuItem numbers = new CheckMenuItem(words("menu.numbers", Shortcut.NUMBERS));
        numbers.setId("menuNumbers");
        numbers.selectedProperty().bindBidirectional(viewer.compare().numbersProperty());
        getItems()
                .addAll(
                        item("menu.copy", Shortcut.COPY, nothing),
                        item("menu.copyView", Shortcut.COPY_VIEW, nothing),
                        item("menu.paste", Shortcut.PASTE, null),
                        numbers);
    }

    private String words(String key, Shortcut shortcut) {
        return texts.get(key) + "  " + shortcut.label(texts);
    }

    private MenuItem item(String key, Shortcut shortcut, ObservableBooleanValue disabled) {
        MenuItem item = new MenuItem(words(key, shortcut));
        item.setId(key.replace('.', '-'));
        item.setOnAction(e -> actions.of(shortcut).run());
        if (disabled != null) {
            item.disableProperty().bind(disabled);
        }
        return item;
    }

    /** Is shown where a node is asked for its menu. */
    void on(Node node) {
        node.setOnContextMenuRequested(e -> {
            show(node, e.getScreenX(), e.getScreenY());
            e.consume();
        });
        node.setOnMousePressed(e -> hide());
    }
}
