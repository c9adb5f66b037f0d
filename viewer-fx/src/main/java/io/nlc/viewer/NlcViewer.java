package io.nlc.viewer;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.concurrent.Task;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToolBar;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** Shows a picture: named on the command line, dropped on the window or chosen in a dialog. */
public final class NlcViewer extends Application {

    private final ImageView view = new ImageView();
    private final Label status = new Label("Drop an .nlc file here");

    /** For JavaFX. */
    public NlcViewer() {
    }

    /** Starts the viewer; the first argument, if any, is the file to show. */
    public static void main(String[] args) {
        launch(args);
    }

    @Override
    public void start(Stage stage) {
        Button open = new Button("Open\u2026");
        open.setOnAction(e -> choose(stage));
        StackPane canvas = new StackPane(view);
        canvas.setMinSize(0, 0);
        view.setPreserveRatio(true);
        view.fitWidthProperty().bind(canvas.widthProperty());
        view.fitHeightProperty().bind(canvas.heightProperty());
        status.setPadding(new Insets(6));
        BorderPane root = new BorderPane(canvas, new ToolBar(open), null, status, null);
        root.setOnDragOver(this::accept);
        root.setOnDragDropped(this::drop);
        stage.setScene(new Scene(root, 1000, 720));
        stage.setTitle("NLC");
        stage.show();
        List<String> files = getParameters().getUnnamed();
        if (!files.isEmpty()) {
            open(Path.of(files.get(0)));
        }
    }

    private void choose(Stage stage) {
        FileChooser chooser = new FileChooser();
        chooser.getExtensionFilters().addAll(new FileChooser.ExtensionFilter("Pictures", "*.nlc", "*.png", "*.jpg", "*.jpeg"),
                new FileChooser.ExtensionFilter("All files", "*.*"));
        File file = chooser.showOpenDialog(stage);
        if (file != null) {
            open(file.toPath());
        }
    }

    private void accept(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
        }
        e.consume();
    }

    private void drop(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            open(e.getDragboard().getFiles().get(0).toPath());
            e.setDropCompleted(true);
        }
        e.consume();
    }

    // Decoding takes a second or more and must not hold up the window.
    private void open(Path file) {
        status.setText("Opening " + file.getFileName() + "\u2026");
        Task<Picture> task = new Task<>() {
            @Override
            protected Picture call() throws Exception {
                return Picture.read(file);
            }
        };
        task.setOnSucceeded(e -> {
            view.setImage(toFx(task.getValue().image()));
            status.setText(task.getValue().summary());
        });
        task.setOnFailed(e -> status.setText(task.getException().getMessage()));
        Thread thread = new Thread(task, "nlc-open");
        thread.setDaemon(true);
        thread.start();
    }

    private static WritableImage toFx(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        WritableImage out = new WritableImage(w, h);
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            out.getPixelWriter().setPixels(0, y, w, 1, PixelFormat.getIntArgbInstance(), image.getRGB(0, y, w, 1, row, 0, w), 0, w);
        }
        return out;
    }
}
