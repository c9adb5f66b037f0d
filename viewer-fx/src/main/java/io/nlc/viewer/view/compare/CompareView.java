package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.Frame;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** Pictures beside each other, over each other, or their difference, at one zoom. */
public final class CompareView extends Pane {

    /*
     * Everything is drawn into one buffer by Frame, in device pixels, when the layout pass comes by: at most once a
     * pulse, however much has changed. Headers and the divider's handle are nodes above it.
     */

    private static final int MARGIN = 12;
    private static final int AROUND = 16; // of a fitted picture, both sides together

    private final ViewerModel viewer;
    private final CompareModel compare;
    private final PanePainter painter;
    private final Brush brush;
    private final Gestures gestures;
    private final ImageView image = new ImageView();
    private final List<PaneHeader> headers = new ArrayList<>();
    private PixelBuffer<IntBuffer> buffer;
    private Frame frame;
    private Runnable painted = () -> {};
    private Supplier<Optional<Path>> files = Optional::empty;
    private final Region ring = new Region();
    private DividerHandle handle;
    private Label previewMark;
    private ColourBar colourBar;
    private final ReadOnlyObjectProperty<Overlay> overlay;

    /**
     * A view of the model's panes.
     *
     * @param overlay what lies over the current encoding; null for nothing
     */
    public CompareView(ViewerModel viewer, ReadOnlyObjectProperty<Overlay> overlay) {
        this.viewer = viewer;
        this.compare = viewer.compare();
        this.overlay = overlay;
        this.brush = new Brush(this, viewer);
        this.painter = new PanePainter(viewer, overlay, brush);
        this.gestures = new Gestures(this, compare, brush);
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
        getChildren().addAll(brush.marks());
        redrawOn(
                compare.modeProperty(),
                compare.paneCountProperty(),
                compare.dividerProperty(),
                compare.gainProperty(),
                compare.flickerProperty(),
                compare.numbersProperty(),
                compare.viewportProperty(),
                compare.fittedProperty(),
                overlay,
                compare.differenceProperty(),
                viewer.rate().interest().brushProperty(),
                viewer.rate().interest().maskProperty(),
                viewer.darkProperty(),
                viewer.document().documentProperty(),
                viewer.document().previewProperty());
        for (PaneModel pane : compare.panes()) {
            redrawOn(pane.waitingProperty());
            pane.pictureProperty().addListener((o, before, now) -> watch(now));
        }
    }

    /** Adds the headers of the panes and the divider's handle, which the first picture need not wait for. */
    public void addControls() {
        for (int i = 0; i < CompareModel.MAX_PANES; i++) {
            headers.add(new PaneHeader(viewer, compare.panes().get(i), i, () -> files.get()));
        }
        handle = new DividerHandle(compare, viewer.context().texts());
        getChildren().addAll(headers);
        getChildren().add(handle);
        ring.getStyleClass().add("compare-ring");
        ring.setManaged(false);
        ring.setMouseTransparent(true);
        getChildren().add(ring);
        previewMark = new Label(viewer.context().texts().get("compare.preview"));
        previewMark.setId("previewMark");
        previewMark.getStyleClass().add("preview-mark");
        previewMark.setManaged(false);
        previewMark.setMouseTransparent(true);
        getChildren().add(previewMark);
        colourBar = new ColourBar(viewer.context().texts());
        getChildren().add(colourBar);
        overlay.addListener((o, was, is) -> colourBar.show(is));
        hoveredProperty().addListener((o, was, is) -> colourBar.point(is));
        colourBar.show(overlay.get());
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

    /** The picture's pixel under the pointer; null if there is none. */
    public ReadOnlyObjectProperty<Point2D> hoveredProperty() {
        return gestures.hoveredProperty();
    }

    /** Who is asked for a file that a pane is to show; until then nobody. */
    public void chooseFilesBy(Supplier<Optional<Path>> asked) {
        files = asked;
    }

    /** Is told after every painting of a picture. */
    public void whenPainted(Runnable listener) {
        painted = listener;
    }

    /** What was painted last. */
    public Frame frame() {
        return frame;
    }

    /** Device pixels a unit of the scene. */
    double scale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    /** What one looks at, as far as its size goes; null for nothing. */
    PictureSource original() {
        PictureSource preview = viewer.document().previewProperty().get();
        return preview != null ? preview : viewer.document().originalProperty().get();
    }

    /** The areas of the visible panes. */
    PaneAreas areas() {
        return areas((int) Math.round(getWidth() * scale()), (int) Math.round(getHeight() * scale()));
    }

    private PaneAreas areas(int width, int height) {
        boolean beside = compare.modeProperty().get() == Mode.SIDE
                && viewer.document().previewProperty().get() == null;
        return PaneAreas.of(width, height, beside ? compare.visible().size() : 1);
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
        PaneAreas areas = areas(width, height);
        if (picture != null && compare.fittedProperty().get()) {
            fit(picture, areas.get(0));
        }
        viewer.encoding().seen().see(picture == null ? null : seen(picture, areas.get(0)));
        painter.paint(frame, areas);
        buffer.updateBuffer(b -> null);
        placeNodes(areas, scale);
        if (picture != null) {
            painted.run();
        }
    }

    // The same in every pane.
    private Area seen(PictureSource picture, Area area) {
        if (compare.modeProperty().get() == Mode.DIFFERENCE) {
            return null;
        }
        Viewport view = compare.viewportProperty().get();
        int left = inside(Math.floor(view.pictureX(area.x(), area)), picture.width());
        int top = inside(Math.floor(view.pictureY(area.y(), area)), picture.height());
        int right = inside(Math.ceil(view.pictureX(area.x() + area.width(), area)), picture.width());
        int bottom = inside(Math.ceil(view.pictureY(area.y() + area.height(), area)), picture.height());
        return new Area(left, top, right - left, bottom - top);
    }

    private static int inside(double position, int side) {
        return (int) Math.max(0, Math.min(side, position));
    }

    private void fit(PictureSource picture, Area area) {
        Viewport fit = Viewport.fit(picture.width(), picture.height(), area.width() - AROUND, area.height() - AROUND);
        if (!fit.equals(compare.viewportProperty().get())) {
            compare.viewportProperty().set(fit);
        }
    }

    private void placeNodes(PaneAreas areas, double scale) {
        brush.place();
        boolean soft = viewer.document().previewProperty().get() != null;
        boolean shown = original() != null && !soft;
        if (handle != null) {
            ring.resizeRelocate(0, 0, getWidth(), getHeight());
            previewMark.setVisible(soft);
            previewMark.autosize();
            previewMark.relocate(MARGIN, MARGIN);
            handle.setVisible(shown && compare.modeProperty().get() == Mode.SPLIT);
            handle.place(getWidth(), getHeight());
            placeColourBar(shown, areas, scale);
        }
        List<PaneModel> visible = compare.visible();
        for (int i = 0; i < headers.size(); i++) {
            PaneHeader header = headers.get(i);
            int index = visible.indexOf(compare.panes().get(i));
            header.setVisible(shown && index >= 0);
            if (header.isVisible()) { // a preview has the place of all panes, there is none for a header
                header.setMaxWidth(Math.rint(headerWidth(areas, scale)));
                header.autosize();
                placeHeader(header, index, areas, scale);
            }
        }
    }

    // Two headers that share an area must not meet at the divider.
    private double headerWidth(PaneAreas areas, double scale) {
        Mode mode = compare.modeProperty().get();
        boolean shared = mode == Mode.SPLIT || mode == Mode.DIFFERENCE;
        return areas.get(0).width() / scale / (shared ? 2 : 1) - 2 * MARGIN;
    }

    // Below in the pane that the overlay lies over: nothing else is there.
    private void placeColourBar(boolean shown, PaneAreas areas, double scale) {
        List<PaneModel> visible = compare.visible();
        int pane = 0;
        while (pane < visible.size() && !(visible.get(pane).choiceProperty().get() instanceof PaneChoice.Current)) {
            pane++;
        }
        Mode mode = compare.modeProperty().get();
        colourBar.setVisible(shown && pane < visible.size() && mode != Mode.DIFFERENCE && overlay.get() != null);
        if (colourBar.isVisible()) {
            boolean right = mode == Mode.SPLIT && pane == 1;
            Area area = areas.get(mode == Mode.SIDE ? pane : 0);
            colourBar.autosize();
            double x = right
                    ? (area.x() + area.width()) / scale - colourBar.getWidth() - MARGIN
                    : area.x() / scale + MARGIN;
            double y = (area.y() + area.height()) / scale - colourBar.getHeight() - MARGIN;
            colourBar.relocate(Math.rint(x), Math.rint(y));
        }
    }

    private void placeHeader(PaneHeader header, int index, PaneAreas areas, double scale) {
        Mode mode = compare.modeProperty().get();
        Area area = areas.get(mode == Mode.SIDE ? index : 0);
        boolean right = (mode == Mode.SPLIT || mode == Mode.DIFFERENCE) && index == 1;
        double left =
                right ? (area.x() + area.width()) / scale - header.getWidth() - MARGIN : area.x() / scale + MARGIN;
        header.relocate(Math.rint(left), Math.rint(area.y() / scale + MARGIN));
    }

    /** Shows the whole picture. */
    public void fit() {
        compare.fittedProperty().set(true);
    }

    /** Zooms in or out a step, at the middle. */
    public void zoom(boolean in) {
        gestures.zoom(in);
    }

    /** A picture pixel becomes a device pixel. */
    public void actualSize() {
        gestures.zoomMiddle(1);
    }
}
