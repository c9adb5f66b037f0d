package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import javafx.geometry.VPos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.stage.Stage;
import javafx.stage.Window;

/** All keys on one page. */
final class HelpWindow {

    private static final double TEXT_WIDTH = 460; // so that it fits onto small screens, in any language

    private final Stage stage = new Stage();

    HelpWindow(Texts texts, Window owner) {
        GridPane keys = new GridPane();
        keys.getStyleClass().add("help");
        for (Topic topic : Topic.values()) {
            Label key = new Label(topic.keys(texts));
            key.getStyleClass().add("help-key");
            key.setMinWidth(Label.USE_PREF_SIZE);
            Label text = new Label(topic.text(texts));
            text.setWrapText(true);
            text.setMaxWidth(TEXT_WIDTH);
            text.setMinHeight(Label.USE_PREF_SIZE);
            GridPane.setValignment(key, VPos.TOP);
            keys.addRow(topic.ordinal(), key, text);
        }
        Scene scene = new Scene(keys);
        scene.getStylesheets()
                .add(HelpWindow.class.getResource("/io/nlc/viewer/viewer.css").toExternalForm());
        scene.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE || e.getCode() == KeyCode.F1) {
                stage.close();
            }
        });
        stage.initOwner(owner);
        stage.setTitle(texts.get("action.help"));
        stage.setScene(scene);
        stage.setResizable(false);
    }

    void show() {
        stage.show();
    }
}
