package io.nlc.viewer.view.main;

import io.nlc.viewer.view.compare.CompareView;
import io.nlc.viewer.vm.batch.BatchModel;
import io.nlc.viewer.vm.details.DetailsModel;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.main.ViewerModel;
import io.nlc.viewer.vm.plot.PlotModel;
import java.nio.file.Path;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.event.EventHandler;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The window's content: tools above, pictures in the middle, what is done with them on the right, status below. */
public final class MainView extends BorderPane {

    private static final double SIDE_WIDTH = 350;
    private static final double SIDE_MIN = 280;

    private static final double STATUS_HEIGHT = 31; // whatever the fonts of the system would make of it
    private static final double HALF_DIVIDER = 2;

    private static final int PULSES = 3;

    private final ViewerModel viewer;
    private final InsideModel inside;
    private final PlotModel plot;
    private final DetailsModel details;
    private final BatchModel batch;
    private final CompareView pictures;
    private final Actions actions;
    private final SplitPane split = new SplitPane();
    private final EventHandler<KeyEvent> early = this::earlyKey; // nobody has to wait for a picture to leave
    private SidePanel side;
    private Runnable furnished = () -> {};
    private boolean done;

    /** A view of the model that asks for files with the toolkit's dialogs. */
    public MainView(ViewerModel viewer) {
        this(viewer, new FileDialogs(viewer));
    }

    MainView(ViewerModel viewer, FileDialogs files) {
        this.viewer = viewer;
        this.inside = new InsideModel(viewer);
        this.plot = new PlotModel(viewer);
        this.details = new DetailsModel(viewer);
        this.batch = new BatchModel(viewer);
        this.pictures = new CompareView(viewer, inside.overlay().overlayProperty());
        this.actions = new Actions(viewer, batch, pictures, files, this::toggleSide);
        getStyleClass().add("main-view");
        getStylesheets()
                .addAll(
                        MainView.class.getResource("/io/nlc/viewer/viewer.css").toExternalForm(),
                        MainView.class.getResource("/io/nlc/viewer/focus.css").toExternalForm());
        if (viewer.document().openingProperty().get()) {
            showPictureFirst();
        } else {
            furnish();
        }
    }

    /*
     * Controls are dear: to make, style and lay out those around the picture takes a second of processor time in a
     * viewer that has just been started. With a file to show they can wait until it is on the screen; until then their
     * places look like them, and the picture has its own between them.
     */
    private void showPictureFirst() {
        setTop(new ToolbarPlace(viewer.context().texts()));
        setCenter(pictures);
        addEventHandler(KeyEvent.KEY_PRESSED, early);
        Region panel = place("place-panel");
        panel.setPrefWidth(sideWidth() + HALF_DIVIDER);
        setRight(panel);
        Region status = place("status-bar");
        status.setMinHeight(STATUS_HEIGHT);
        status.setPrefHeight(STATUS_HEIGHT);
        setBottom(status);
        viewer.document().openingProperty().addListener(new ChangeListener<Boolean>() {
            @Override
            public void changed(ObservableValue<? extends Boolean> opening, Boolean before, Boolean now) {
                if (!opening.getValue()) {
                    opening.removeListener(this);
                    furnishAfterPulses();
                }
            }
        });
    }

    private void earlyKey(KeyEvent e) {
        Shortcut.of(e)
                .filter(shortcut -> shortcut == Shortcut.QUIT || shortcut == Shortcut.FULL_SCREEN)
                .ifPresent(shortcut -> actions.of(shortcut).run());
    }

    private static Region place(String style) {
        Region place = new Region();
        place.getStyleClass().add(style);
        return place;
    }

    // The pulse after the next one begins when the picture has been drawn.
    private void furnishAfterPulses() {
        new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (++pulses > PULSES) {
                    stop();
                    furnish();
                }
            }
        }.start();
    }

    /** Makes everything but the pictures. */
    private void furnish() {
        // Not isFocused(): a window that somebody has left meanwhile has the focus only when they come back.
        boolean focused = getScene() != null && getScene().getFocusOwner() == pictures;
        setCenter(null);
        pictures.addControls();
        StackPane middle = new StackPane(pictures, new WelcomeView(viewer, actions::open), new MessageBar(viewer));
        middle.setMinSize(0, 0);
        side = new SidePanel(viewer, inside, plot, details, actions);
        side.setMinWidth(SIDE_MIN);
        split.getItems().addAll(middle, side);
        split.setId("split");
        SplitPane.setResizableWithParent(side, false);
        placeDivider();
        setTop(new MainToolbar(viewer, actions));
        setRight(null);
        setCenter(split);
        StatusBar status = new StatusBar(viewer, pictures);
        status.setMinHeight(STATUS_HEIGHT);
        status.setMaxHeight(STATUS_HEIGHT);
        status.setPrefHeight(STATUS_HEIGHT);
        setBottom(status);
        new PictureMenu(viewer, actions).on(pictures);
        new FileDrop(actions::open).listen(this);
        removeEventHandler(KeyEvent.KEY_PRESSED, early);
        new Shortcuts(actions, viewer.compare()).listen(this);
        if (focused) {
            pictures.requestFocus();
        }
        done = true;
        furnished.run();
    }

    /** Is told when the controls are there, at once if they are already. */
    public void whenFurnished(Runnable listener) {
        if (done) {
            listener.run();
        } else {
            furnished = listener;
        }
    }

    private double sideWidth() {
        return viewer.context().settings().get("side", SIDE_WIDTH);
    }

    // A SplitPane knows shares only, and takes none before it has a width.
    private void placeDivider() {
        double wanted = sideWidth();
        split.widthProperty().addListener(new ChangeListener<Number>() {
            @Override
            public void changed(ObservableValue<? extends Number> width, Number before, Number now) {
                if (split.getWidth() > 0) {
                    split.widthProperty().removeListener(this);
                    split.setDividerPositions(1 - wanted / split.getWidth());
                    side.widthProperty()
                            .addListener((o, was, is) ->
                                    viewer.context().settings().put("side", Math.max(SIDE_MIN, side.getWidth())));
                }
            }
        });
    }

    private void toggleSide() {
        if (!split.getItems().remove(side)) {
            split.getItems().add(side);
            split.setDividerPositions(1 - sideWidth() / split.getWidth());
        }
    }

    /** Opens pictures, the first of them at once; folders are for the batch. */
    public void open(List<Path> chosen) {
        actions.open(chosen);
    }

    /** Ends what runs beside the pictures. */
    public void close() {
        if (side != null) {
            side.close();
        }
        plot.close();
        batch.close();
    }

    /** The list of files to be converted. */
    BatchModel batch() {
        return batch;
    }

    /** The curves. */
    PlotModel plot() {
        return plot;
    }

    /** What is inside the current encoding. */
    InsideModel inside() {
        return inside;
    }

    /** What the open file holds beside pixels. */
    DetailsModel details() {
        return details;
    }

    /** What people can do. */
    Actions actions() {
        return actions;
    }

    /** What is on the right. */
    SidePanel side() {
        return side;
    }

    /** The pictures. */
    public CompareView pictures() {
        return pictures;
    }

    /** Is told after every painting of a picture. */
    public void whenPainted(Runnable listener) {
        pictures.whenPainted(listener);
    }
}
