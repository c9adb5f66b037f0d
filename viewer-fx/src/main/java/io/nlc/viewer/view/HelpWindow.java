package io.nlc.viewer.view;

import io.nlc.viewer.model.Texts;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.stage.Stage;

/** All keys on one page. */
final class HelpWindow {

    private static final int ROWS = 14;

    private final Stage stage = new Stage();

    HelpWindow(Texts texts, Scene owner) {
        GridPane keys = new GridPane();
        keys.getStyleClass().add("help");
        for (int i = 0; i < ROWS; i++) {
            Label key = new Label(texts.get("help." + i + ".key"));
            key.getStyleClass().add("help-key");
            keys.addRow(i, key, new Label(texts.get("help." + i + ".text")));
        }
        Scene scene = new Scene(keys);
        scene.getStylesheets()
                .add(HelpWindow.class.getResource("/io/nlc/viewer/viewer.css").toExternalForm());
        scene.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE || e.getCode() == KeyCode.F1) {
                stage.close();
            }
        });
        stage.initOwner(owner.getWindow());
        stage.setTitle(texts.get("action.help"));
        stage.setScene(scene);
        stage.setResizable(false);
    }

    void show() {
        stage.show();
    }
}
