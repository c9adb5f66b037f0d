package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Icons;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;

/**
 * Looks like {@link MainToolbar} until that is there: the same drawings in the same places, but no controls, which take
 * a second of processor time that the first picture needs.
 */
final class ToolbarPlace extends HBox {

    private static final double HEIGHT = 48;
    private static final double TOOL = 40;
    private static final double MODE = 32;
    private static final double AROUND_OPEN = 74; // its icon, its arrow, and what is between
    private static final double ACTUAL = 47;

    ToolbarPlace(Texts texts) {
        getStyleClass().addAll("tools", "tools-place");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMouseTransparent(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Text open = word(texts.get("action.open"));
        HBox modes = new HBox();
        for (Icons icon : new Icons[] {Icons.SINGLE, Icons.SPLIT, Icons.SIDE, Icons.DIFFERENCE}) {
            modes.getChildren().add(tool(MODE, icon.node()));
        }
        getChildren()
                .addAll(
                        tool(AROUND_OPEN + open.getLayoutBounds().getWidth(), new HBox(6, Icons.OPEN.node(), open)),
                        tool(TOOL, Icons.SAVE.node()),
                        tool(TOOL, Icons.BATCH.node()),
                        gap(),
                        modes,
                        gap(),
                        new Region(), // of what belongs to one mode only
                        tool(TOOL, Icons.OUT.node()),
                        tool(TOOL, Icons.IN.node()),
                        tool(TOOL, Icons.FIT.node()),
                        tool(ACTUAL, word(texts.get("action.actual"))),
                        space,
                        tool(TOOL, Icons.THEME.node()),
                        tool(TOOL, Icons.SETTINGS.node()),
                        tool(TOOL, Icons.HELP.node()),
                        tool(TOOL, Icons.PANEL.node()));
    }

    private static Text word(String text) {
        Text word = new Text(text);
        word.getStyleClass().add("tool-word");
        return word;
    }

    private static Region gap() {
        Region gap = new Region();
        gap.getStyleClass().add("tool-gap");
        return gap;
    }

    private static Node tool(double width, Node drawing) {
        StackPane tool = new StackPane(drawing);
        tool.getStyleClass().add("tool-place");
        tool.setMinWidth(width);
        tool.setMaxWidth(width);
        return tool;
    }
}
