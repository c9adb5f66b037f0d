package io.nlc.viewer.view.main;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/** Takes files that are dropped. */
final class FileDrop {

    private final Consumer<List<Path>> dropped;

    /** Passes on what is dropped. */
    FileDrop(Consumer<List<Path>> dropped) {
        this.dropped = dropped;
    }

    /** Takes what is dropped on a node. */
    void listen(Node node) {
        node.addEventHandler(DragEvent.DRAG_OVER, this::accept);
        node.addEventHandler(DragEvent.DRAG_DROPPED, this::drop);
    }

    private void accept(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
        }
        e.consume();
    }

    private void drop(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            dropped.accept(
                    e.getDragboard().getFiles().stream().map(File::toPath).toList());
            e.setDropCompleted(true);
        }
        e.consume();
    }
}
