package io.nlc.viewer.vm.compare;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.EncodingModel;
import io.nlc.viewer.vm.document.DocumentModel;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** How pictures are put beside each other. */
public final class CompareModel {

    /** The ways to compare. */
    public enum Mode {
        /** One picture: what the second pane shows. */
        SINGLE,
        /** The first pane left of a divider, the second right of it. */
        SPLIT,
        /** Two to four panes side by side. */
        SIDE,
        /** How far the second pane is from the first, amplified. */
        DIFFERENCE
    }

    /** Most panes. */
    public static final int MAX_PANES = 4;

    private final List<PaneModel> panes;
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.SPLIT);
    private final IntegerProperty paneCount = new SimpleIntegerProperty(2);
    private final DoubleProperty divider = new SimpleDoubleProperty(0.5);
    private final DoubleProperty gain = new SimpleDoubleProperty(8);
    private final BooleanProperty numbers = new SimpleBooleanProperty(true);
    private final BooleanProperty flicker = new SimpleBooleanProperty();
    private final ObjectProperty<Viewport> viewport = new SimpleObjectProperty<>(new Viewport(1, 0, 0));
    private final BooleanProperty fitted = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<PictureSource> difference = new ReadOnlyObjectWrapper<>();
    private final ObservableList<PaneChoice.Kept> kept = FXCollections.observableArrayList();
    private final LatestJob differenceJob;
    private final DocumentModel document;
    private final EncodingModel encoding;
    private int keptSoFar;

    /** Panes that show the original, its encoding and others like it. */
    public CompareModel(ViewerContext context, Messages messages, DocumentModel document, EncodingModel encoding) {
        this.document = document;
        this.encoding = encoding;
        this.panes = Stream.of(
                        new PaneChoice.Original(),
                        new PaneChoice.Current(),
                        PaneChoice.Coded.sameSize(Codec.JPEG),
                        new PaneChoice.OtherSize(0.5))
                .map(first -> new PaneModel(context, messages, document, encoding, first))
                .toList();
        this.differenceJob = context.lane("nlc-difference");
        paneCount.set((int) Math.max(2, Math.min(MAX_PANES, context.settings().get("panes", 2.0))));
        gain.set(Math.max(1, context.settings().get("gain", 8.0)));
        numbers.set(context.settings().get("numbers", 1.0) == 1);
        numbers.addListener((o, was, is) -> context.settings().put("numbers", numbers.get() ? 1 : 0));
        paneCount.addListener((o, was, is) -> context.settings().put("panes", is));
        gain.addListener((o, was, is) -> context.settings().put("gain", is));
        mode.addListener((o, was, is) -> update());
        paneCount.addListener((o, was, is) -> update());
        panes.subList(0, 2).forEach(pane -> pane.pictureProperty().addListener((o, was, is) -> updateDifference()));
        update();
    }

    /** All four; see {@link #paneCountProperty} for how many are used side by side. */
    public List<PaneModel> panes() {
        return panes;
    }

    /** How they are shown. */
    public ObjectProperty<Mode> modeProperty() {
        return mode;
    }

    /** Panes side by side, 2 to 4. */
    public IntegerProperty paneCountProperty() {
        return paneCount;
    }

    /** Where the divider is, 0 left to 1 right. */
    public DoubleProperty dividerProperty() {
        return divider;
    }

    /** Puts the divider somewhere, at an end at most. */
    public void divide(double where) {
        divider.set(Math.max(0, Math.min(1, where)));
    }

    /** Moves the divider by a share of the width. */
    public void moveDivider(double by) {
        divide(divider.get() + by);
    }

    /** Factor on differences. */
    public DoubleProperty gainProperty() {
        return gain;
    }

    /** Whether large pixels have their samples written on them; remembered. */
    public BooleanProperty numbersProperty() {
        return numbers;
    }

    /** While true the first pane's picture is shown in place of every other. */
    public BooleanProperty flickerProperty() {
        return flicker;
    }

    /** What part of the pictures all panes show. */
    public ObjectProperty<Viewport> viewportProperty() {
        return viewport;
    }

    /** Whether the viewport follows the window so that the whole picture is seen. */
    public BooleanProperty fittedProperty() {
        return fitted;
    }

    /** Absolute difference of the first two panes; null while it is not known, or cannot be. */
    public ReadOnlyObjectProperty<PictureSource> differenceProperty() {
        return difference.getReadOnlyProperty();
    }

    /** Encodings that were kept for comparison. */
    public ObservableList<PaneChoice.Kept> kept() {
        return kept;
    }

    /** Keeps the current encoding so that panes can show it beside later ones. */
    public void keep() {
        Encoding now = encoding.currentProperty().get();
        if (now != null) {
            kept.add(new PaneChoice.Kept(++keptSoFar, now));
        }
    }

    /** From now on one looks at another picture, if only softly; what one does to the viewport holds for it. */
    public void previewing() {
        fitted.set(true);
    }

    /** The picture is about to be replaced: what was kept of it goes, and files that were compared with it. */
    public void leaving() {
        kept.clear();
        panes.forEach(PaneModel::leaving);
    }

    /** Shows what has been opened: a file that was encoded elsewhere has nothing to be compared with. */
    public void opened(Document opened) {
        if (document.previewProperty().get() == null) {
            fitted.set(true);
        }
        if (opened.nlc() != null) {
            mode.set(Mode.SINGLE);
        } else if (mode.get() == Mode.SINGLE) {
            mode.set(Mode.SPLIT);
        }
    }

    /** Now it has. */
    public void originalChosen() {
        kept.clear();
        mode.set(Mode.SPLIT);
    }

    /** The panes that are seen in the present mode. */
    public List<PaneModel> visible() {
        return switch (mode.get()) {
            case SINGLE -> panes.subList(1, 2);
            case SPLIT, DIFFERENCE -> panes.subList(0, 2);
            case SIDE -> panes.subList(0, Math.max(2, Math.min(MAX_PANES, paneCount.get())));
        };
    }

    private void update() {
        List<PaneModel> seen = visible();
        for (PaneModel pane : panes) {
            pane.use(seen.contains(pane) || pane == panes.get(0)); // flicker wants the first one in every mode
        }
        updateDifference();
    }

    private void updateDifference() {
        if (mode.get() != Mode.DIFFERENCE) {
            differenceJob.cancel();
            difference.set(null);
            return;
        }
        if (panes.get(0).pictureProperty().get() instanceof MemoryPicture a
                && panes.get(1).pictureProperty().get() instanceof MemoryPicture b
                && a.width() == b.width()
                && a.height() == b.height()) {
            differenceJob.start(
                    cancelled -> MemoryPicture.difference(a, b), difference::set, e -> difference.set(null));
        } else {
            differenceJob.cancel();
            difference.set(null);
        }
    }
}
