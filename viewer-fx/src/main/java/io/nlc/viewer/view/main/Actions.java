package io.nlc.viewer.view.main;

import io.nlc.viewer.view.batch.BatchView;
import io.nlc.viewer.view.compare.CompareView;
import io.nlc.viewer.vm.batch.BatchModel;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.stage.Stage;
import javafx.stage.Window;

/** What people can do in the window, whether they say so by a key, a button or a drop. */
final class Actions {

    private static final double RATE_STEP = 0.05;
    private static final double DIVIDER_STEP = 0.02;

    private final ViewerModel viewer;
    private final BatchModel batch;
    private final CompareView pictures;
    private final FileDialogs files;
    private final Map<Shortcut, Runnable> byShortcut = new EnumMap<>(Shortcut.class);
    private Stage batchWindow;

    /**
     * Actions on models and on what shows the pictures.
     *
     * @param togglePanel shows the side panel, or hides it
     */
    Actions(ViewerModel viewer, BatchModel batch, CompareView pictures, FileDialogs files, Runnable togglePanel) {
        this.viewer = viewer;
        this.batch = batch;
        this.pictures = pictures;
        this.files = files;
        CompareModel compare = viewer.compare();
        pictures.chooseFilesBy(() -> files.open(window()).stream().findFirst());
        byShortcut.put(Shortcut.SINGLE, () -> compare.modeProperty().set(Mode.SINGLE));
        byShortcut.put(Shortcut.SPLIT, () -> compare.modeProperty().set(Mode.SPLIT));
        byShortcut.put(Shortcut.SIDE, () -> compare.modeProperty().set(Mode.SIDE));
        byShortcut.put(Shortcut.DIFFERENCE, () -> compare.modeProperty().set(Mode.DIFFERENCE));
        byShortcut.put(Shortcut.LOWER_RATE, () -> viewer.rate().slide(-RATE_STEP));
        byShortcut.put(Shortcut.HIGHER_RATE, () -> viewer.rate().slide(RATE_STEP));
        byShortcut.put(Shortcut.DIVIDER_LEFT, () -> compare.moveDivider(-DIVIDER_STEP));
        byShortcut.put(Shortcut.DIVIDER_RIGHT, () -> compare.moveDivider(DIVIDER_STEP));
        byShortcut.put(Shortcut.ZOOM_IN, () -> pictures.zoom(true));
        byShortcut.put(Shortcut.ZOOM_OUT, () -> pictures.zoom(false));
        byShortcut.put(Shortcut.FIT, pictures::fit);
        byShortcut.put(Shortcut.ACTUAL_SIZE, pictures::actualSize);
        byShortcut.put(Shortcut.KEEP, compare::keep);
        BooleanProperty brush = viewer.rate().interest().brushProperty();
        byShortcut.put(Shortcut.BRUSH, () -> brush.set(!brush.get()));
        byShortcut.put(Shortcut.OPEN, this::open);
        byShortcut.put(Shortcut.SAVE, this::save);
        byShortcut.put(Shortcut.CLOSE, () -> viewer.document().closePicture());
        byShortcut.put(Shortcut.RELOAD, () -> viewer.document().reload());
        ClipboardActions clipboard = new ClipboardActions(viewer, pictures, this::open);
        byShortcut.put(Shortcut.COPY, clipboard::copyPicture);
        byShortcut.put(Shortcut.COPY_VIEW, clipboard::copyView);
        byShortcut.put(Shortcut.PASTE, clipboard::paste);
        byShortcut.put(
                Shortcut.NUMBERS,
                () -> compare.numbersProperty().set(!compare.numbersProperty().get()));
        byShortcut.put(Shortcut.QUIT, Actions::quit);
        byShortcut.put(Shortcut.FULL_SCREEN, this::toggleFullScreen);
        byShortcut.put(Shortcut.THEME, this::toggleTheme);
        byShortcut.put(Shortcut.PANEL, togglePanel);
        byShortcut.put(Shortcut.BATCH, this::showBatch);
        byShortcut.put(Shortcut.PREVIOUS, () -> viewer.document().turn(-1));
        byShortcut.put(Shortcut.NEXT, () -> viewer.document().turn(1));
        byShortcut.put(Shortcut.HELP, this::help);
        byShortcut.put(Shortcut.CLOSE_MESSAGE, this::cancelOrCloseMessage);
    }

    /** What a shortcut does. */
    Runnable of(Shortcut shortcut) {
        return byShortcut.get(shortcut);
    }

    private Window window() {
        return pictures.getScene().getWindow();
    }

    /** Asks for pictures and opens them. */
    void open() {
        open(files.open(window()));
    }

    /** Opens pictures, the first of them at once; folders are for the batch. */
    void open(List<Path> chosen) {
        if (chosen.stream().anyMatch(Files::isDirectory)) {
            batch.add(chosen);
            showBatch();
        } else if (!chosen.isEmpty()) {
            viewer.document().open(chosen);
        }
    }

    /** Asks where to save the current encoding, and does. */
    void save() {
        boolean soft = viewer.document().previewProperty().get() != null;
        if (viewer.encoding().currentProperty().get() != null && !soft) {
            files.save(window()).ifPresent(viewer.encoding()::save);
        }
    }

    /** Asks for the picture that the open file was made from. */
    void chooseOriginal() {
        files.open(window()).stream().findFirst().ifPresent(viewer.document()::chooseOriginal);
    }

    private void toggleTheme() {
        viewer.darkProperty().set(!viewer.darkProperty().get());
    }

    private void cancelOrCloseMessage() {
        if (viewer.encoding().waitingProperty().get()) {
            viewer.encoding().cancel();
        } else {
            viewer.messages().clear();
        }
    }

    // The viewer ends when its last window has gone.
    private static void quit() {
        List.copyOf(Window.getWindows()).forEach(Window::hide);
    }

    private void toggleFullScreen() {
        if (window() instanceof Stage stage) {
            stage.setFullScreen(!stage.isFullScreen());
        }
    }

    private void help() {
        new HelpWindow(viewer.context().texts(), window()).show();
    }

    /** Shows what can be set. */
    void showSettings() {
        new SettingsWindow(
                        viewer.rivals(),
                        viewer.context().settings(),
                        viewer.context().texts(),
                        window())
                .show();
    }

    /** Shows the window of the batch. */
    void showBatch() {
        viewer.packs().list();
        if (batchWindow == null) {
            batchWindow = BatchView.window(window(), batch, viewer.context().texts());
        }
        batchWindow.show();
        batchWindow.toFront();
    }
}
