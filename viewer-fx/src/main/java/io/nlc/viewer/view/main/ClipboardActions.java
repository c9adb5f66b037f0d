package io.nlc.viewer.view.main;

import io.nlc.viewer.model.picture.Frame;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.view.Pictures;
import io.nlc.viewer.view.compare.CompareView;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** Pictures to the clipboard and from it. */
final class ClipboardActions {

    private final ViewerModel viewer;
    private final CompareView pictures;
    private final Consumer<List<Path>> open;

    /**
     * Copies what is seen.
     *
     * @param open opens files that are pasted
     */
    ClipboardActions(ViewerModel viewer, CompareView pictures, Consumer<List<Path>> open) {
        this.viewer = viewer;
        this.pictures = pictures;
        this.open = open;
    }

    /** Copies all of the picture that the second pane shows, or of the difference; of the first while it is held. */
    void copyPicture() {
        PictureSource picture = seen();
        if (picture instanceof MemoryPicture whole) {
            copy(Pictures.image(whole, 1));
        } else if (picture != null) { // too large to be in memory
            copyView();
        }
    }

    private PictureSource seen() {
        CompareModel compare = viewer.compare();
        if (viewer.document().documentProperty().get() == null) {
            return null;
        }
        PictureSource difference = compare.differenceProperty().get();
        boolean flicker = compare.flickerProperty().get();
        return compare.modeProperty().get() == Mode.DIFFERENCE && difference != null && !flicker
                ? difference
                : compare.panes().get(flicker ? 0 : 1).pictureProperty().get();
    }

    /** Copies what is seen of the pictures, pixel by pixel as on the screen. */
    void copyView() {
        Frame frame = pictures.frame();
        if (frame != null && viewer.document().documentProperty().get() != null) {
            copy(Pictures.image(frame.argb().clone(), frame.width(), frame.height()));
        }
    }

    private void copy(Image image) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(image);
        Clipboard.getSystemClipboard().setContent(content);
        viewer.messages().inform("info.copied", (int) image.getWidth(), (int) image.getHeight());
    }

    /** Opens files or a picture that others have copied. */
    void paste() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (clipboard.hasFiles()) {
            open.accept(clipboard.getFiles().stream().map(File::toPath).toList());
        } else if (clipboard.hasImage() && clipboard.getImage() != null) {
            viewer.document().paste(Pictures.buffered(clipboard.getImage()));
        } else {
            viewer.messages().inform("info.nothingToPaste");
        }
    }
}
