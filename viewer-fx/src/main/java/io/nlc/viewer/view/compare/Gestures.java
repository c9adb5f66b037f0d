package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.compare.CompareModel;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/** How one moves about in the pictures with mouse, wheel and arrow keys. */
final class Gestures {

    private static final double STEP = Math.sqrt(2);
    private static final double WHEEL_NOTCH = 120;
    private static final double KEY_STEP = 80;

    private final CompareView view;
    private final CompareModel compare;
    private final Brush brush;
    private final ReadOnlyObjectWrapper<Point2D> hovered = new ReadOnlyObjectWrapper<>();
    private Point2D dragged;

    Gestures(CompareView view, CompareModel compare, Brush brush) {
        this.view = view;
        this.compare = compare;
        this.brush = brush;
        view.addEventHandler(MouseEvent.ANY, this::mouse);
        view.addEventHandler(ScrollEvent.SCROLL, this::scroll);
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** The picture's pixel under the pointer; null if there is none. */
    ReadOnlyObjectProperty<Point2D> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    private void mouse(MouseEvent e) {
        double x = e.getX() * view.scale();
        double y = e.getY() * view.scale();
        if (e.getEventType() == MouseEvent.MOUSE_EXITED) {
            hovered.set(null);
        } else if (e.getEventType() == MouseEvent.MOUSE_MOVED || e.getEventType() == MouseEvent.MOUSE_DRAGGED) {
            hover(x, y);
        }
        if (e.getTarget() != view) {
            brush.away();
            return;
        }
        if (view.original() == null || brush.mouse(e)) {
            return;
        }
        if (e.getEventType() == MouseEvent.MOUSE_PRESSED) {
            view.requestFocus();
            dragged = new Point2D(x, y);
            view.setCursor(Cursor.CLOSED_HAND);
        } else if (e.getEventType() == MouseEvent.MOUSE_DRAGGED && dragged != null) {
            look(compare.viewportProperty().get().panned(x - dragged.getX(), y - dragged.getY()));
            dragged = new Point2D(x, y);
        } else if (e.getEventType() == MouseEvent.MOUSE_RELEASED) {
            dragged = null;
            view.setCursor(brush.idle());
        } else if (e.getEventType() == MouseEvent.MOUSE_CLICKED
                && e.getButton() == MouseButton.PRIMARY
                && e.getClickCount() == 2) {
            if (compare.fittedProperty().get()) {
                zoomTo(1, x, y);
            } else {
                compare.fittedProperty().set(true);
            }
        }
    }

    private void hover(double x, double y) {
        PictureSource picture = view.original();
        if (picture == null) {
            hovered.set(null);
            return;
        }
        Area area = view.areas().at(x, y);
        Viewport viewport = compare.viewportProperty().get();
        double px = Math.floor(viewport.pictureX(x, area));
        double py = Math.floor(viewport.pictureY(y, area));
        boolean inside = px >= 0 && py >= 0 && px < picture.width() && py < picture.height();
        hovered.set(inside ? new Point2D(px, py) : null);
    }

    private void scroll(ScrollEvent e) {
        if (view.original() != null && e.getDeltaY() != 0) {
            double factor = Math.pow(2, Math.max(-1, Math.min(1, e.getDeltaY() / WHEEL_NOTCH)) * 0.5);
            zoomTo(
                    snapped(compare.viewportProperty().get().zoom(), factor),
                    e.getX() * view.scale(),
                    e.getY() * view.scale());
        }
        e.consume();
    }

    private void key(KeyEvent e) {
        if (e.getTarget() == view && brush.key(e)) {
            e.consume();
            return;
        }
        double step = KEY_STEP * view.scale();
        Point2D pan =
                switch (e.getCode()) {
                    case LEFT -> new Point2D(step, 0);
                    case RIGHT -> new Point2D(-step, 0);
                    case UP -> new Point2D(0, step);
                    case DOWN -> new Point2D(0, -step);
                    default -> null;
                };
        if (pan != null && pan.getX() != 0 && compare.fittedProperty().get()) {
            return; // nothing lies left or right of the whole picture: these keys are for the next one
        }
        if (pan != null && !e.isShortcutDown()) {
            look(compare.viewportProperty().get().panned(pan.getX(), pan.getY()));
            e.consume();
        }
    }

    /** Zooms in or out a step, at the middle. */
    void zoom(boolean in) {
        zoomMiddle(snapped(compare.viewportProperty().get().zoom(), in ? STEP : 1 / STEP));
    }

    /** Zooms at the middle of the first pane. */
    void zoomMiddle(double zoom) {
        Area area = view.areas().get(0);
        zoomTo(zoom, area.x() + area.width() / 2.0, area.y() + area.height() / 2.0);
    }

    // Passing 100 % stops there: true pixels are what one looks for.
    private static double snapped(double zoom, double factor) {
        double next = zoom * factor;
        return zoom < 0.999 && next > 0.999 || zoom > 1.001 && next < 1.001 ? 1 : next;
    }

    private void zoomTo(double zoom, double x, double y) {
        look(compare.viewportProperty().get().zoomed(zoom, x, y, view.areas().at(x, y)));
    }

    private void look(Viewport viewport) {
        PictureSource picture = view.original();
        if (picture != null) {
            compare.fittedProperty().set(false);
            compare.viewportProperty().set(viewport.inside(picture.width(), picture.height()));
        }
    }
}
