package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.coding.InterestModel;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;

/** Paints regions of interest, by mouse or by keys, while that is what these are for. */
final class Brush {

    /** In units of the scene: whoever wants a finer one zooms in. */
    private static final double RADIUS = 10;

    private final CompareView view;
    private final ViewerModel viewer;
    private final InterestModel interest;
    private final Texts texts;
    private final Circle tip = new Circle(RADIUS);
    private final Region cell = new Region();
    private Stroke stroke;
    private int column = -1;
    private int row = -1;

    /**
     * What is being painted.
     *
     * @param pane where it began, which it stays in
     * @param mark false to take away
     * @param x picture column of its end
     * @param y picture row of its end
     */
    private record Stroke(Area pane, boolean mark, double x, double y) {}

    Brush(CompareView view, ViewerModel viewer) {
        this.view = view;
        this.viewer = viewer;
        this.interest = viewer.rate().interest();
        this.texts = viewer.context().texts();
        tip.getStyleClass().add("brush-tip");
        cell.getStyleClass().add("brush-cell");
        for (Node node : new Node[] {tip, cell}) {
            node.setManaged(false);
            node.setMouseTransparent(true);
            node.setVisible(false);
        }
        view.addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, e -> {
            if (paints() && !e.isKeyboardTrigger()) { // the right button takes away
                e.consume();
            }
        });
        interest.brushProperty().addListener((o, was, is) -> {
            stroke = null;
            column = -1;
            away();
            view.setCursor(idle());
            say();
        });
        interest.maskProperty().addListener((o, was, is) -> say());
    }

    /** What shows where it is: to be put above the pictures. */
    Node[] marks() {
        return new Node[] {tip, cell};
    }

    /** Whether mouse and keys paint. */
    private boolean paints() {
        return interest.brushProperty().get()
                && view.original() != null
                && viewer.document().previewProperty().get() == null;
    }

    /** The cursor while nothing is dragged. */
    Cursor idle() {
        return interest.brushProperty().get() ? Cursor.CROSSHAIR : Cursor.DEFAULT;
    }

    /** What is to be shown over the pictures; null for nothing. */
    AreaMask shown() {
        return paints() && !viewer.compare().flickerProperty().get()
                ? interest.maskProperty().get()
                : null;
    }

    /**
     * Takes what the mouse does, unless it is for somebody else.
     *
     * @return whether it has
     */
    boolean mouse(MouseEvent e) {
        if (!paints() || e.getButton() == MouseButton.MIDDLE) {
            return false;
        }
        double x = e.getX() * view.scale();
        double y = e.getY() * view.scale();
        if (e.getEventType() == MouseEvent.MOUSE_PRESSED) {
            view.requestFocus();
            column = -1; // from now on the mouse says where
            view.requestLayout();
            Area pane = view.areas().at(x, y);
            Viewport viewport = viewer.compare().viewportProperty().get();
            boolean mark = e.getButton() == MouseButton.PRIMARY && !e.isShiftDown();
            stroke = new Stroke(pane, mark, viewport.pictureX(x, pane), viewport.pictureY(y, pane));
            paint(x, y);
        } else if (e.getEventType() == MouseEvent.MOUSE_DRAGGED && stroke != null) {
            paint(x, y);
        } else if (e.getEventType() == MouseEvent.MOUSE_RELEASED && stroke != null) {
            stroke = null;
            interest.done();
        }
        tip.setVisible(e.getEventType() != MouseEvent.MOUSE_EXITED);
        tip.setCenterX(e.getX());
        tip.setCenterY(e.getY());
        return true;
    }

    /** The mouse is over something that lies over the pictures. */
    void away() {
        tip.setVisible(false);
    }

    private void paint(double x, double y) {
        Viewport viewport = viewer.compare().viewportProperty().get();
        double toX = viewport.pictureX(x, stroke.pane);
        double toY = viewport.pictureY(y, stroke.pane);
        double radius = RADIUS * view.scale() / viewport.zoom();
        interest.stroke(stroke.x, stroke.y, toX, toY, radius, stroke.mark);
        stroke = new Stroke(stroke.pane, stroke.mark, toX, toY);
    }

    /**
     * Takes a key, if it is one that paints: arrows go from area to area, Enter marks one, or not any more.
     *
     * @return whether it has
     */
    boolean key(KeyEvent e) {
        AreaMask mask = interest.maskProperty().get();
        if (!paints() || mask == null || e.isShortcutDown() || e.isAltDown()) {
            return false;
        }
        boolean known = column >= 0 && column < mask.columns() && row < mask.rows();
        int right = e.getCode() == KeyCode.RIGHT ? 1 : e.getCode() == KeyCode.LEFT ? -1 : 0;
        int down = e.getCode() == KeyCode.DOWN ? 1 : e.getCode() == KeyCode.UP ? -1 : 0;
        boolean enter = e.getCode() == KeyCode.ENTER;
        if (right == 0 && down == 0 && !enter) {
            return false;
        }
        if (!known) { // what one looks at
            Viewport viewport = viewer.compare().viewportProperty().get();
            column = within((int) (viewport.centreX() / AreaMask.SIDE), mask.columns());
            row = within((int) (viewport.centreY() / AreaMask.SIDE), mask.rows());
        } else if (enter) {
            interest.turn(column, row);
        } else {
            column = within(column + right, mask.columns());
            row = within(row + down, mask.rows());
        }
        tip.setVisible(false);
        bringIntoView();
        say();
        view.requestLayout();
        return true;
    }

    private static int within(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    private double left() {
        return (double) column * AreaMask.SIDE;
    }

    private double top() {
        return (double) row * AreaMask.SIDE;
    }

    private void bringIntoView() {
        Viewport viewport = viewer.compare().viewportProperty().get();
        Area pane = view.areas().get(0);
        boolean seen = viewport.frameX(left(), pane) >= pane.x()
                && viewport.frameY(top(), pane) >= pane.y()
                && viewport.frameX(left() + AreaMask.SIDE, pane) <= pane.x() + pane.width()
                && viewport.frameY(top() + AreaMask.SIDE, pane) <= pane.y() + pane.height();
        PictureSource picture = view.original();
        if (!seen && !viewer.compare().fittedProperty().get()) {
            viewer.compare()
                    .viewportProperty()
                    .set(new Viewport(viewport.zoom(), left() + AreaMask.SIDE / 2.0, top() + AreaMask.SIDE / 2.0)
                            .inside(picture.width(), picture.height()));
        }
    }

    /** Puts what shows the area of the keys in its place, in the first pane. */
    void place() {
        PictureSource picture = view.original();
        cell.setVisible(column >= 0 && paints());
        if (cell.isVisible()) {
            Viewport viewport = viewer.compare().viewportProperty().get();
            Area pane = view.areas().get(0);
            double right = Math.min(picture.width(), left() + AreaMask.SIDE);
            double bottom = Math.min(picture.height(), top() + AreaMask.SIDE);
            double x = viewport.frameX(left(), pane) / view.scale();
            double y = viewport.frameY(top(), pane) / view.scale();
            cell.resizeRelocate(
                    x,
                    y,
                    viewport.frameX(right, pane) / view.scale() - x,
                    viewport.frameY(bottom, pane) / view.scale() - y);
        }
    }

    private void say() {
        AreaMask mask = interest.maskProperty().get();
        String what = texts.get("compare.accessible");
        if (interest.brushProperty().get() && mask != null) {
            what = column < 0
                    ? texts.get("brush.accessible")
                    : texts.get(
                            mask.marked(column, row) ? "brush.areaPainted" : "brush.area",
                            column + 1,
                            row + 1,
                            mask.columns(),
                            mask.rows());
        }
        view.setAccessibleText(what);
    }
}
