package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.document.DocumentModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What is done most, as buttons above the pictures. */
final class MainToolbar extends ToolBar {

    private final ViewerModel viewer;
    private final Actions actions;
    private final Texts texts;

    MainToolbar(ViewerModel viewer, Actions actions) {
        this.viewer = viewer;
        this.actions = actions;
        this.texts = viewer.context().texts();
        getStyleClass().add("tools");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getItems()
                .addAll(
                        open(),
                        save(),
                        button("batch", "action.batch", Icons.BATCH, Shortcut.BATCH),
                        gap(),
                        new ModeButtons(viewer.compare(), actions, texts),
                        new ModeOptions(viewer.compare(), texts),
                        gap(),
                        button("zoomOut", "action.zoomOut", Icons.OUT, Shortcut.ZOOM_OUT),
                        button("zoomIn", "action.zoomIn", Icons.IN, Shortcut.ZOOM_IN),
                        button("fit", "action.fit", Icons.FIT, Shortcut.FIT),
                        actualSize(),
                        space,
                        button("theme", "action.theme", Icons.THEME, Shortcut.THEME),
                        settings(),
                        button("help", "action.help", Icons.HELP, Shortcut.HELP),
                        button("panel", "action.panel", Icons.PANEL, Shortcut.PANEL));
    }

    private static Region gap() {
        Region gap = new Region();
        gap.getStyleClass().add("tool-gap");
        return gap;
    }

    private SplitMenuButton open() {
        SplitMenuButton open = new SplitMenuButton();
        open.setText(texts.get("action.open"));
        open.setGraphic(Icons.OPEN.node());
        open.setId("open");
        open.setOnAction(e -> actions.open());
        open.setTooltip(tooltip("action.openFile", Shortcut.OPEN));
        viewer.document().recent().addListener((ListChangeListener<Path>) change -> fillRecent(open));
        fillRecent(open);
        return open;
    }

    private void fillRecent(SplitMenuButton open) {
        DocumentModel document = viewer.document();
        open.getItems().clear();
        for (Path file : document.recent()) {
            MenuItem item = new MenuItem(file.toString());
            item.setMnemonicParsing(false);
            item.setOnAction(e -> document.open(file));
            open.getItems().add(item);
        }
        if (open.getItems().isEmpty()) {
            MenuItem none = new MenuItem(texts.get("recent.none"));
            none.setDisable(true);
            open.getItems().add(none);
        }
    }

    private Button save() {
        Button save = button("saveTool", "action.saveTool", Icons.SAVE, Shortcut.SAVE);
        save.disableProperty()
                .bind(viewer.encoding()
                        .currentProperty()
                        .isNull()
                        .or(viewer.document().previewProperty().isNotNull()));
        return save;
    }

    private Button actualSize() {
        Button actual = new Button(texts.get("action.actual"));
        actual.setId("actual");
        actual.getStyleClass().add("flat");
        actual.setAccessibleHelp(texts.get("action.actualTip"));
        actual.setTooltip(tooltip("action.actualTip", Shortcut.ACTUAL_SIZE));
        actual.setOnAction(e -> actions.of(Shortcut.ACTUAL_SIZE).run());
        return actual;
    }

    private Button settings() {
        Button settings = new Button(null, Icons.SETTINGS.node());
        settings.setId("settings");
        settings.getStyleClass().addAll("button-icon", "flat");
        settings.setAccessibleText(texts.get("action.settings"));
        settings.setTooltip(new Tooltip(texts.get("action.settings")));
        settings.setOnAction(e -> actions.showSettings());
        return settings;
    }

    private Button button(String id, String key, Icons icon, Shortcut shortcut) {
        Button button = new Button(null, icon.node());
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(texts.get(key));
        button.setTooltip(tooltip(key, shortcut));
        button.setAccessibleHelp(shortcut.label(texts));
        button.setOnAction(e -> actions.of(shortcut).run());
        return button;
    }

    private Tooltip tooltip(String key, Shortcut shortcut) {
        return new Tooltip(texts.get(key) + "  " + shortcut.label(texts));
    }
}
