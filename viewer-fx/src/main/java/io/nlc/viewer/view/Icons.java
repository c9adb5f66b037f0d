package io.nlc.viewer.view;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;

/** Small drawings for buttons, on a grid of 16 x 16, coloured by the style class {@code icon}. */
public enum Icons {
    OPEN("M1 3h5l1.5 2H15v9H1z M2.5 6.5v6h11v-6z"),
    SAVE("M8 1v7.2l2.6-2.6 1 1L8 10.3 4.4 6.6l1-1L8 8.2z M2 11h1.5v2.5h9V11H14v4H2z"),
    SINGLE("M1 2h14v12H1z M2.5 3.5v9h11v-9z"),
    SPLIT("M1 2h14v12H1z M2.5 3.5v9h4.7v-9z M7.2 0.5h1.6v15H7.2z"),
    SIDE("M1 2h6.2v12H1z M2.5 3.5v9h3.2v-9z M8.8 2H15v12H8.8z M10.3 3.5v9h3.2v-9z"),
    DIFFERENCE("M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z M8 2.6v10.8A5.4 5.4 0 1 1 8 2.6z"),
    FIT("M1 1h5v1.5H2.5V6H1z M10 1h5v5h-1.5V2.5H10z M1 10h1.5v3.5H6V15H1z M13.5 10H15v5h-5v-1.5h3.5z"),
    IN("M7.2 2h1.6v5.2H14v1.6H8.8V14H7.2V8.8H2V7.2h5.2z"),
    OUT("M2 7.2h12v1.6H2z"),
    THEME("M8 1a7 7 0 1 0 7 7 5 5 0 0 1-7-7z"),
    BATCH("M3 1h10v1.5H3z M2 4h12v1.5H2z M1 7h14v8H1z M2.5 8.5v5h11v-5z"),
    HELP("M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 1 1 0-11z M7.2 11h1.6v1.5H7.2z"
            + " M5.6 6.3a2.4 2.4 0 1 1 3.2 2.3V10H7.2V7.6a.9.9 0 1 0 0-1.3z"),
    KEEP("M3 1h10v14l-5-4-5 4z M4.5 2.5v9.4L8 9.1l3.5 2.8V2.5z"),
    PANEL("M1 2h14v12H1z M2.5 3.5v9h6.3v-9z"),
    SETTINGS("M1 3.2h7v1.6H1z M12 3.2h3v1.6h-3z M8.8 1.5h2.4v5H8.8z M1 11.2h2.5v1.6H1z M7.5 11.2H15v1.6H7.5z"
            + " M4.3 9.5h2.4v5H4.3z"),
    BRUSH("M13 1l2 2-6.5 7.5-3-3z M4.6 8.6l2.8 2.8C7.2 13.8 5 15 1 15c1.4-1.2.8-2.4 1.2-4 .3-1.3 1.2-2.2 2.4-2.4z"),
    PLAY("M4 2l10 6-10 6z"),
    PAUSE("M3 2h3.5v12H3z M9.5 2H13v12H9.5z"),
    CLOSE("M3 4.1L4.1 3 8 6.9 11.9 3 13 4.1 9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8z");

    private final String path;

    Icons(String path) {
        this.path = path;
    }

    /** A new node of the drawing. */
    public Node node() {
        SVGPath shape = new SVGPath();
        shape.setContent(path);
        shape.setFillRule(FillRule.EVEN_ODD);
        shape.getStyleClass().add("icon");
        StackPane box = new StackPane(shape);
        box.setMinSize(16, 16);
        box.setMaxSize(16, 16);
        return box;
    }
}
