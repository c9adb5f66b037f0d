package io.nlc.viewer.view;

import io.nlc.viewer.model.Area;
import io.nlc.viewer.model.Frame;
import io.nlc.viewer.model.Overlay;
import io.nlc.viewer.model.PictureSource;
import io.nlc.viewer.model.Viewport;
import io.nlc.viewer.vm.CompareModel;
import io.nlc.viewer.vm.CompareModel.Mode;
import io.nlc.viewer.vm.PaneChoice;
import io.nlc.viewer.vm.PaneModel;
import io.nlc.viewer.vm.ViewerModel;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

/** Pictures beside each other, over each other, or their difference, at one zoom. */
public final class CompareView extends Pane {

    /*
     * Everything is drawn into one buffer by Frame, in device pixels, when the layout pass comes by: at most once a
     * pulse, however much has changed. Headers and the divider's handle are nodes above it.
     */

    private static final int GAP = 3;
    private static final double STEP = Math.pow(2, 0.25);

    private final ViewerModel viewer;
    private final CompareModel compare;
    private final ImageView image = new ImageView();
    private final List<PaneHeader> headers = new ArrayList<>();
    private final StackPane handle = new StackPane();
    private final ReadOnlyObjectWrapper<Point2D> hovered = new ReadOnlyObjectWrapper<>();
    private PixelBuffer<IntBuffer> buffer;
    private Frame frame;
    private Point2D dragged;
    private Runnable painted = () -> {};
    private Label previewMark;

    /** A view of the model's panes. */
    public CompareView(ViewerModel viewer) {
        this.viewer = viewer;
        this.compare = viewer.compare();
        getStyleClass().add("compare-view");
        setId("compare");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(viewer.context().texts().get("compare.accessible"));
        setMinSize(0, 0);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        image.setManaged(false);
        image.setMouseTransparent(true);
        getChildren().add(image);
        redrawOn(
                compare.modeProperty(),
                compare.paneCountProperty(),
                compare.dividerProperty(),
                compare.gainProperty(),
                compare.flickerProperty(),
                compare.viewportProperty(),
                compare.fittedProperty(),
                compare.overlayProperty(),
                compare.differenceProperty(),
                viewer.darkProperty(),
                viewer.documentProperty(),
                viewer.previewProperty());
        for (PaneModel pane : compare.panes()) {
            redrawOn(pane.waitingProperty());
            pane.pictureProperty().addListener((o, before, now) -> watch(now));
        }
        addEventHandler(MouseEvent.ANY, this::mouse);
        addEventHandler(ScrollEvent.SCROLL, this::scroll);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Adds the headers of the panes and the divider's handle, which the first picture need not wait for. */
    void addControls() {
        for (int i = 0; i < CompareModel.MAX_PANES; i++) {
            headers.add(new PaneHeader(viewer, compare.panes().get(i), i));
        }
        makeHandle();
        getChildren().addAll(headers);
        getChildren().add(handle);
        previewMark = new Label(viewer.context().texts().get("compare.preview"));
        previewMark.setId("previewMark");
        previewMark.getStyleClass().add("preview-mark");
        previewMark.setManaged(false);
        previewMark.setMouseTransparent(true);
        getChildren().add(previewMark);
    }

    private void redrawOn(ObservableValue<?>... properties) {
        for (ObservableValue<?> property : properties) {
            property.addListener((o, was, is) -> requestLayout());
        }
    }

    // Pictures that come by tiles say so on their own thread.
    private void watch(PictureSource source) {
        if (source != null) {
            source.whenChanged(() -> viewer.context().ui().execute(this::requestLayout));
        }
        requestLayout();
    }

    private void makeHandle() {
        handle.getStyleClass().add("divider");
        handle.setId("divider");
        handle.setCursor(Cursor.H_RESIZE);
        handle.setFocusTraversable(true);
        handle.setAccessibleRole(AccessibleRole.SLIDER);
        handle.setAccessibleText(viewer.context().texts().get("divider.accessible"));
        Region line = new Region();
        line.getStyleClass().add("divider-line");
        Region grip = new Region();
        grip.getStyleClass().add("divider-grip");
        grip.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        handle.getChildren().addAll(line, grip);
        StackPane.setAlignment(grip, Pos.CENTER);
        handle.setManaged(false);
        handle.addEventHandler(MouseEvent.ANY, e -> {
            if (e.getEventType() == MouseEvent.MOUSE_DRAGGED && getWidth() > 0) {
                divide(sceneToLocal(e.getSceneX(), e.getSceneY()).getX() / getWidth());
            }
            if (e.getEventType() == MouseEvent.MOUSE_PRESSED) {
                handle.requestFocus();
            }
            e.consume();
        });
        handle.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
                divide(compare.dividerProperty().get() + (e.getCode() == KeyCode.LEFT ? -0.02 : 0.02));
                e.consume();
            }
        });
    }

    private void divide(double where) {
        compare.dividerProperty().set(Math.max(0, Math.min(1, where)));
    }

    /** The picture's pixel under the pointer; null if there is none. */
    public ReadOnlyObjectProperty<Point2D> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /** Is told after every painting of a picture. */
    void whenPainted(Runnable listener) {
        painted = listener;
    }

    /** What was painted last. */
    Frame frame() {
        return frame;
    }

    private double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    // What one looks at, as far as its size goes.
    private PictureSource original() {
        PictureSource preview = viewer.previewProperty().get();
        return preview != null ? preview : viewer.originalProperty().get();
    }

    /** The areas of the visible panes, in device pixels. */
    private List<Area> areas(int width, int height) {
        int panes = compare.modeProperty().get() == Mode.SIDE
                        && viewer.previewProperty().get() == null
                ? compare.visible().size()
                : 1;
        int columns = panes == 4 ? 2 : panes;
        int rows = (panes + columns - 1) / columns;
        List<Area> areas = new ArrayList<>();
        for (int i = 0; i < panes; i++) {
            int left = i % columns * (width + GAP) / columns;
            int right = (i % columns + 1) * (width + GAP) / columns - GAP;
            int top = i / columns * (height + GAP) / rows;
            int bottom = (i / columns + 1) * (height + GAP) / rows - GAP;
            areas.add(new Area(left, top, Math.max(0, right - left), Math.max(0, bottom - top)));
        }
        return areas;
    }

    private Area areaAt(double x, double y) {
        List<Area> areas = areas((int) Math.round(getWidth() * scale()), (int) Math.round(getHeight() * scale()));
        return areas.stream().filter(a -> a.contains(x, y)).findFirst().orElse(areas.get(0));
    }

    @Override
    protected void layoutChildren() {
        double scale = scale();
        int width = (int) Math.round(getWidth() * scale);
        int height = (int) Math.round(getHeight() * scale);
        if (width < 1 || height < 1) {
            return;
        }
        if (frame == null || frame.width() != width || frame.height() != height) {
            IntBuffer pixels = IntBuffer.allocate(width * height);
            buffer = new PixelBuffer<>(width, height, pixels, PixelFormat.getIntArgbPreInstance());
            frame = new Frame(width, height, pixels.array());
            image.setImage(new WritableImage(buffer));
            image.setFitWidth(width / scale);
            image.setFitHeight(height / scale);
        }
        PictureSource picture = original();
        List<Area> areas = areas(width, height);
        if (picture != null && compare.fittedProperty().get()) {
            Viewport fit = Viewport.fit(
                    picture.width(),
                    picture.height(),
                    areas.get(0).width() - 16,
                    areas.get(0).height() - 16);
            if (!fit.equals(compare.viewportProperty().get())) {
                compare.viewportProperty().set(fit);
            }
        }
        paint(areas, picture);
        buffer.updateBuffer(b -> null);
        placeNodes(areas, scale);
        if (picture != null) {
            painted.run();
        }
    }

    private int background() {
        return viewer.darkProperty().get() ? 0xFF161B22 : 0xFFE8EAED;
    }

    private void paint(List<Area> areas, PictureSource picture) {
        frame.fill(
                new Area(0, 0, frame.width(), frame.height()),
                viewer.darkProperty().get() ? 0xFF0D1117 : 0xFFD0D7DE);
        if (picture == null) {
            frame.fill(new Area(0, 0, frame.width(), frame.height()), background());
            return;
        }
        Viewport view = compare.viewportProperty().get();
        Area whole = areas.get(0);
        if (viewer.previewProperty().get() != null) {
            frame.draw(whole, whole, picture, view, background());
            return;
        }
        boolean flicker = compare.flickerProperty().get();
        switch (compare.modeProperty().get()) {
            case SINGLE -> paintPane(compare.panes().get(flicker ? 0 : 1), whole, whole, view);
            case DIFFERENCE -> {
                PictureSource difference = compare.differenceProperty().get();
                if (flicker || difference == null) {
                    paintPane(compare.panes().get(0), whole, whole, view);
                } else {
                    frame.drawDifference(
                            whole,
                            whole,
                            difference,
                            view,
                            background(),
                            compare.gainProperty().get());
                }
            }
            case SPLIT -> {
                int x = (int) Math.round(compare.dividerProperty().get() * whole.width());
                paintPane(
                        compare.panes().get(0),
                        whole,
                        new Area(0, 0, flicker ? whole.width() : x, whole.height()),
                        view);
                if (!flicker) {
                    paintPane(compare.panes().get(1), whole, new Area(x, 0, whole.width() - x, whole.height()), view);
                }
            }
            case SIDE -> {
                List<PaneModel> panes = compare.visible();
                for (int i = 0; i < panes.size(); i++) {
                    paintPane(flicker ? compare.panes().get(0) : panes.get(i), areas.get(i), areas.get(i), view);
                }
            }
        }
    }

    private void paintPane(PaneModel pane, Area area, Area clip, Viewport view) {
        PictureSource source = pane.pictureProperty().get();
        if (source == null) {
            frame.fill(clip, background());
            return;
        }
        int level = view.level(source);
        double scale = 1.0 / (1 << level);
        source.need(
                level,
                (int) Math.floor(view.pictureX(clip.x(), area) * scale),
                (int) Math.floor(view.pictureY(clip.y(), area) * scale),
                (int) Math.ceil(view.pictureX(clip.x() + clip.width(), area) * scale),
                (int) Math.ceil(view.pictureY(clip.y() + clip.height(), area) * scale));
        frame.draw(area, clip, source, view, background());
        Overlay overlay = compare.overlayProperty().get();
        if (overlay != null && pane.choiceProperty().get() instanceof PaneChoice.Current) {
            frame.draw(area, clip, overlay, view, source.width(), source.height());
        }
    }

    private void placeNodes(List<Area> areas, double scale) {
        Mode mode = compare.modeProperty().get();
        boolean soft = viewer.previewProperty().get() != null;
        boolean shown = original() != null && !soft;
        if (previewMark != null) {
            previewMark.setVisible(soft);
            previewMark.autosize();
            previewMark.relocate(12, 12);
        }
        handle.setVisible(shown && mode == Mode.SPLIT);
        double x = compare.dividerProperty().get() * getWidth();
        handle.resizeRelocate(x - 14, 0, 28, getHeight());
        List<PaneModel> visible = compare.visible();
        for (int i = 0; i < headers.size(); i++) {
            PaneHeader header = headers.get(i);
            int index = visible.indexOf(compare.panes().get(i));
            header.setVisible(shown && index >= 0);
            if (index < 0) {
                continue;
            }
            header.autosize();
            Area area = areas.get(mode == Mode.SIDE ? index : 0);
            boolean right = (mode == Mode.SPLIT || mode == Mode.DIFFERENCE) && index == 1;
            double left = right ? (area.x() + area.width()) / scale - header.getWidth() - 12 : area.x() / scale + 12;
            header.relocate(Math.rint(left), Math.rint(area.y() / scale + 12));
        }
    }

    private void mouse(MouseEvent e) {
        double x = e.getX() * scale();
        double y = e.getY() * scale();
        if (e.getEventType() == MouseEvent.MOUSE_EXITED) {
            hovered.set(null);
        } else if (e.getEventType() == MouseEvent.MOUSE_MOVED || e.getEventType() == MouseEvent.MOUSE_DRAGGED) {
            hover(x, y);
        }
        if (original() == null || e.getTarget() != this) {
            return;
        }
        if (e.getEventType() == MouseEvent.MOUSE_PRESSED) {
            requestFocus();
            dragged = new Point2D(x, y);
            setCursor(Cursor.CLOSED_HAND);
        } else if (e.getEventType() == MouseEvent.MOUSE_DRAGGED && dragged != null) {
            look(compare.viewportProperty().get().panned(x - dragged.getX(), y - dragged.getY()));
            dragged = new Point2D(x, y);
        } else if (e.getEventType() == MouseEvent.MOUSE_RELEASED) {
            dragged = null;
            setCursor(Cursor.DEFAULT);
        } else if (e.getEventType() == MouseEvent.MOUSE_CLICKED
                && e.getButton() == MouseButton.PRIMARY
                && e.getClickCount() == 2) {
            if (compare.fittedProperty().get()) {
                zoomTo(1, x, y);
            } else {
                fit();
            }
        }
    }

    private void hover(double x, double y) {
        PictureSource picture = original();
        if (picture == null) {
            hovered.set(null);
            return;
        }
        Area area = areaAt(x, y);
        Viewport view = compare.viewportProperty().get();
        double px = Math.floor(view.pictureX(x, area));
        double py = Math.floor(view.pictureY(y, area));
        hovered.set(px >= 0 && py >= 0 && px < picture.width() && py < picture.height() ? new Point2D(px, py) : null);
    }

    private void scroll(ScrollEvent e) {
        if (original() != null && e.getDeltaY() != 0) {
            double factor = Math.pow(2, Math.max(-1, Math.min(1, e.getDeltaY() / 120)) * 0.5);
            zoomTo(snapped(compare.viewportProperty().get().zoom(), factor), e.getX() * scale(), e.getY() * scale());
        }
        e.consume();
    }

    // Passing 100 % stops there: true pixels are what one looks for.
    private static double snapped(double zoom, double factor) {
        double next = zoom * factor;
        return zoom < 0.999 && next > 0.999 || zoom > 1.001 && next < 1.001 ? 1 : next;
    }

    private void zoomTo(double zoom, double x, double y) {
        look(compare.viewportProperty().get().zoomed(zoom, x, y, areaAt(x, y)));
    }

    private void look(Viewport view) {
        PictureSource picture = original();
        if (picture != null) {
            compare.fittedProperty().set(false);
            compare.viewportProperty().set(view.inside(picture.width(), picture.height()));
        }
    }

    /** Shows the whole picture. */
    public void fit() {
        compare.fittedProperty().set(true);
    }

    /** Zooms in or out a step, at the middle. */
    public void zoom(boolean in) {
        Area area = areaAt(0, 0);
        double next = snapped(compare.viewportProperty().get().zoom(), in ? STEP * STEP : 1 / STEP / STEP);
        zoomTo(next, area.x() + area.width() / 2.0, area.y() + area.height() / 2.0);
    }

    /** A picture pixel becomes a device pixel. */
    public void actualSize() {
        Area area = areaAt(0, 0);
        zoomTo(1, area.x() + area.width() / 2.0, area.y() + area.height() / 2.0);
    }

    private void key(KeyEvent e) {
        double step = 80 * scale();
        Point2D pan =
                switch (e.getCode()) {
                    case LEFT -> new Point2D(step, 0);
                    case RIGHT -> new Point2D(-step, 0);
                    case UP -> new Point2D(0, step);
                    case DOWN -> new Point2D(0, -step);
                    default -> null;
                };
        if (pan != null && !e.isShortcutDown()) {
            look(compare.viewportProperty().get().panned(pan.getX(), pan.getY()));
            e.consume();
        }
    }
}
