package io.nlc.viewer.vm.plot;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The point whose encoding is shown. A {@code .nlc} encoding becomes the viewer's current one and the sliders follow.
 * JPEG has no sliders, so it borrows the place of an encoding on the screen, until another encoding is asked for.
 */
final class SelectionModel {

    private final ViewerModel viewer;
    private final Complaint complaint;
    private final LatestJob selectJob;
    private final ReadOnlyObjectWrapper<RatePoint> selected = new ReadOnlyObjectWrapper<>();
    private PaneModel borrowed;

    SelectionModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.complaint = new Complaint(viewer.messages());
        this.selectJob = viewer.context().lane("nlc-plot-select");
        viewer.document().originalProperty().addListener((o, was, is) -> {
            selectJob.cancel();
            giveBack();
        });
        viewer.encoding().currentProperty().addListener((o, was, is) -> giveBack());
    }

    ReadOnlyObjectProperty<RatePoint> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    void select(RatePoint point) {
        PictureCoder coder = viewer.document().coder().orElse(null);
        if (coder == null) {
            return;
        }
        selected.set(point);
        Encoding known = coder.cached(point.request()).orElse(null);
        if (known != null) {
            selectJob.cancel();
            show(known);
            return;
        }
        selectJob.start(cancelled -> coder.encode(point.request(), cancelled), this::show, e -> {
            selected.set(null);
            complaint.failed("error.encode", e);
        });
    }

    private void show(Encoding encoding) {
        complaint.mended();
        if (encoding.request().nlc()) {
            viewer.encoding().show(encoding);
            giveBack(); // also if it was the current one already
            return;
        }
        if (borrowed == null) {
            borrowed = paneFor(encoding.request().codec());
        }
        borrowed.lend(new PaneChoice.Kept(0, encoding)); // what was kept is counted from 1
    }

    // A pane that has the codec already, or else the last one: that is where encodings are, the original being first.
    private PaneModel paneFor(Codec codec) {
        List<PaneModel> seen = viewer.compare().visible();
        return seen.stream()
                .filter(pane -> pane.choiceProperty().get() instanceof PaneChoice.Coded coded
                        && coded.codec().equals(codec))
                .findFirst()
                .orElse(seen.get(seen.size() - 1));
    }

    private void giveBack() {
        selected.set(null);
        if (borrowed != null) {
            borrowed.giveBack();
            borrowed = null;
        }
    }

    /** Ends all work. */
    void close() {
        selectJob.close();
    }
}
