package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
import io.nlc.viewer.model.picture.Frame;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.model.picture.PixelNumbers;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.value.ObservableObjectValue;

/** Draws what the panes show into a frame, as the mode wants it. */
final class PanePainter {

    private final ViewerModel viewer;
    private final CompareModel compare;
    private final ObservableObjectValue<Overlay> overlay;
    private final Brush brush;

    PanePainter(ViewerModel viewer, ObservableObjectValue<Overlay> overlay, Brush brush) {
        this.viewer = viewer;
        this.compare = viewer.compare();
        this.overlay = overlay;
        this.brush = brush;
    }

    private int background() {
        return viewer.darkProperty().get() ? 0xFF161B22 : 0xFFE8EAED;
    }

    private int between() {
        return viewer.darkProperty().get() ? 0xFF0D1117 : 0xFFD0D7DE;
    }

    /**
     * Draws all of it.
     *
     * @param areas of the visible panes
     */
    void paint(Frame frame, PaneAreas areas) {
        boolean nothing = viewer.document().originalProperty().get() == null;
        PictureSource preview = viewer.document().previewProperty().get();
        Viewport view = compare.viewportProperty().get();
        Area whole = areas.get(0);
        frame.fill(
                new Area(0, 0, frame.width(), frame.height()), nothing && preview == null ? background() : between());
        if (preview != null) {
            frame.draw(whole, whole, preview, view, background());
        } else if (!nothing) {
            switch (compare.modeProperty().get()) {
                case SINGLE -> paintPane(frame, flickering(1), whole, whole);
                case DIFFERENCE -> paintDifference(frame, whole);
                case SPLIT -> paintSplit(frame, whole);
                case SIDE -> paintSide(frame, areas);
            }
        }
    }

    /** A pane, or while flickering the first one. */
    private PaneModel flickering(int pane) {
        return compare.panes().get(compare.flickerProperty().get() ? 0 : pane);
    }

    private void paintDifference(Frame frame, Area whole) {
        PictureSource difference = compare.differenceProperty().get();
        if (compare.flickerProperty().get() || difference == null) {
            paintPane(frame, compare.panes().get(0), whole, whole);
        } else {
            frame.drawDifference(
                    whole,
                    whole,
                    difference,
                    compare.viewportProperty().get(),
                    background(),
                    compare.gainProperty().get());
            marks(frame, whole, whole);
            numbers(frame, whole, whole, difference);
        }
    }

    private void paintSplit(Frame frame, Area whole) {
        boolean flicker = compare.flickerProperty().get();
        int x = (int) Math.round(compare.dividerProperty().get() * whole.width());
        Area left = new Area(0, 0, flicker ? whole.width() : x, whole.height());
        paintPane(frame, compare.panes().get(0), whole, left);
        if (!flicker) {
            Area right = new Area(x, 0, whole.width() - x, whole.height());
            paintPane(frame, compare.panes().get(1), whole, right);
        }
    }

    private void paintSide(Frame frame, PaneAreas areas) {
        List<PaneModel> panes = compare.visible();
        for (int i = 0; i < panes.size(); i++) {
            paintPane(frame, flickering(i), areas.get(i), areas.get(i));
        }
    }

    private void numbers(Frame frame, Area area, Area clip, PictureSource source) {
        if (compare.numbersProperty().get()) {
            PixelNumbers.draw(
                    frame, area, clip, source, compare.viewportProperty().get());
        }
    }

    private void paintPane(Frame frame, PaneModel pane, Area area, Area clip) {
        PictureSource source = pane.pictureProperty().get();
        if (source == null) {
            frame.fill(clip, background());
            return;
        }
        Viewport view = compare.viewportProperty().get();
        int level = view.level(source);
        double scale = 1.0 / (1 << level);
        source.need(
                level,
                (int) Math.floor(view.pictureX(clip.x(), area) * scale),
                (int) Math.floor(view.pictureY(clip.y(), area) * scale),
                (int) Math.ceil(view.pictureX(clip.x() + clip.width(), area) * scale),
                (int) Math.ceil(view.pictureY(clip.y() + clip.height(), area) * scale));
        frame.draw(area, clip, source, view, background());
        Overlay over = overlay.get();
        if (over != null && pane.choiceProperty().get() instanceof PaneChoice.Current) {
            frame.draw(area, clip, over, view, source.width(), source.height());
        }
        marks(frame, area, clip);
        numbers(frame, area, clip, source);
    }

    // In every pane: one may paint in any.
    private void marks(Frame frame, Area area, Area clip) {
        AreaMask mask = brush.shown();
        if (mask != null) {
            frame.draw(area, clip, mask, compare.viewportProperty().get());
        }
    }
}
