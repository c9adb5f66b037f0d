package io.nlc.viewer;

import javafx.application.Application;
import javafx.stage.Stage;

/** The viewer. */
public final class NlcViewer extends Application {

    /** For JavaFX. */
    public NlcViewer() {
    }

    /** Starts the viewer; arguments are files to show. */
    public static void main(String[] args) {
        launch(args);
    }

    @Override
    public void start(Stage stage) {
        stage.show();
    }
}
