package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.view.compare.CompareView;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.document.DocumentModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Point2D;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The file, the pixel under the pointer in every pane, and the zoom. */
final class StatusBar extends HBox {

    private final ViewerModel viewer;
    private final Texts texts;
    private final CompareView view;
    private final Label file = new Label();
    private final Label place = new Label();
    private final Label pixel = new Label();
    private final Label zoom = new Label();
    private final Label encoding = new Label();
    private final Button cancel = new Button();
    private final ProgressBar busy = new ProgressBar();

    StatusBar(ViewerModel viewer, CompareView view) {
        this.viewer = viewer;
        this.view = view;
        this.texts = viewer.context().texts();
        getStyleClass().add("status-bar");
        file.setId("status");
        place.setId("place");
        pixel.setId("pixel");
        zoom.setId("zoom");
        pixel.getStyleClass().add("pixel");
        busy.getStyleClass().add("busy");
        busy.setAccessibleText(texts.get("status.busy"));
        busy.visibleProperty()
                .bind(viewer.document().openingProperty().or(viewer.encoding().waitingProperty()));
        encoding.setId("encoding");
        cancel.setId("cancelEncoding");
        cancel.getStyleClass().addAll("small", "flat");
        cancel.setOnAction(e -> viewer.encoding().cancel());
        cancel.setTooltip(new Tooltip(texts.get("encoding.cancel") + "  " + Shortcut.CLOSE_MESSAGE.label(texts)));
        cancel.setText(texts.get("encoding.cancel"));
        for (Region part : List.of(encoding, cancel)) {
            part.visibleProperty().bind(viewer.encoding().waitingProperty());
            part.managedProperty().bind(part.visibleProperty());
        }
        busy.progressProperty()
                .bind(Bindings.createDoubleBinding(
                        this::done,
                        viewer.encoding().waitingProperty(),
                        viewer.encoding().progressProperty(),
                        viewer.document().openingProperty()));
        viewer.encoding().waitingProperty().addListener((o, was, is) -> showEncoding());
        viewer.encoding().progressProperty().addListener((o, was, is) -> showEncoding());
        showEncoding();
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(file, place, busy, encoding, cancel, space, pixel, zoom);
        viewer.document().documentProperty().addListener((o, was, is) -> showFile());
        viewer.document().placeProperty().addListener((o, was, is) -> showPlace());
        view.hoveredProperty().addListener((o, was, is) -> showPixel());
        viewer.compare().viewportProperty().addListener((o, was, is) -> showZoom());
        viewer.compare().panes().forEach(pane -> pane.pictureProperty().addListener((o, was, is) -> showPixel()));
        showFile();
        showPlace();
    }

    // Of what is opened nobody knows how far it is, and of what is encoded not before the first tile.
    private double done() {
        double done = viewer.encoding().progressProperty().get();
        return viewer.document().openingProperty().get() || done == 0 ? ProgressBar.INDETERMINATE_PROGRESS : done;
    }

    private void showEncoding() {
        double done = viewer.encoding().progressProperty().get();
        double left = viewer.encoding().secondsLeft();
        encoding.setText(
                done == 0
                        ? texts.get("encoding.begun")
                        : Double.isNaN(left)
                                ? texts.get("encoding.done", texts.number(100 * done, 0))
                                : texts.get(
                                        "encoding.left",
                                        texts.number(100 * done, 0),
                                        texts.number(Math.ceil(left), 0)));
    }

    private void showPlace() {
        DocumentModel.Place now = viewer.document().placeProperty().get();
        place.setText(now.count() > 1 ? texts.get("status.place", now.number(), now.count()) : "");
    }

    private void showFile() {
        Document document = viewer.document().documentProperty().get();
        file.setText(
                document == null
                        ? ""
                        : texts.get(
                                "status.file",
                                document.name(),
                                document.fullWidth(),
                                document.fullHeight(),
                                texts.bytes(document.fileBytes()),
                                texts.number(document.bpp(), 2)));
        showZoom();
    }

    private void showZoom() {
        double percent = 100 * viewer.compare().viewportProperty().get().zoom();
        zoom.setText(
                viewer.document().documentProperty().get() == null
                        ? ""
                        : texts.get("status.zoom", texts.number(percent, percent < 10 ? 1 : 0)));
    }

    private void showPixel() {
        Point2D at = view.hoveredProperty().get();
        if (at == null) {
            pixel.setText("");
            return;
        }
        StringBuilder text = new StringBuilder(texts.get("status.at", (int) at.getX(), (int) at.getY()));
        List<PaneModel> panes = viewer.compare().visible();
        for (PaneModel pane : panes) {
            PictureSource source = pane.pictureProperty().get();
            if (source != null && at.getX() < source.width() && at.getY() < source.height()) {
                int p = source.sample((int) at.getX(), (int) at.getY());
                text.append(
                        p == PictureSource.MISSING
                                ? "   \u2026"
                                : String.format(
                                        "   %d %d %d",
                                        PictureSource.straight(p >> 16, p),
                                        PictureSource.straight(p >> 8, p),
                                        PictureSource.straight(p, p)));
            }
        }
        pixel.setText(text.toString());
    }
}
