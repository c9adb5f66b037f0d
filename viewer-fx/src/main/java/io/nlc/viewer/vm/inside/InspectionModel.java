package io.nlc.viewer.vm.inside;

import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.document.TiledPicture;
import io.nlc.viewer.model.inside.InspectionTarget;
import io.nlc.viewer.model.inside.LookedAt;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/** The latents of the current encoding, or of what is seen of a large file. */
public final class InspectionModel {

    private final ViewerModel viewer;
    private final ReadOnlyBooleanProperty active;
    private final Complaint complaint;
    private final LatestJob inspectJob;
    private final ReadOnlyObjectWrapper<Inspection> inspection = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private InspectionTarget wanted;
    private InspectionTarget inspected;

    InspectionModel(ViewerModel viewer, ReadOnlyBooleanProperty active) {
        this.viewer = viewer;
        this.active = active;
        this.complaint = new Complaint(viewer.messages());
        this.inspectJob = viewer.context().lane("nlc-inspect");
        List.<ObservableValue<?>>of(
                        active,
                        viewer.encoding().currentProperty(),
                        viewer.document().documentProperty(),
                        viewer.compare().viewportProperty())
                .forEach(property -> property.addListener((o, was, is) -> look()));
    }

    /** What is known; null while nothing is. */
    public ReadOnlyObjectProperty<Inspection> inspectionProperty() {
        return inspection.getReadOnlyProperty();
    }

    /** Whether something newer is being looked into. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    private InspectionTarget target() {
        Encoding current = viewer.encoding().currentProperty().get();
        Document document = viewer.document().documentProperty().get();
        var view = viewer.compare().viewportProperty().get();
        if (current != null && !current.work().learned()) {
            return null; // there are no latents in it
        } else if (current != null) {
            return new InspectionTarget.OfEncoding(
                    current,
                    LookedAt.region(current.picture().width(), current.picture().height(), view));
        } else if (document != null && document.picture() instanceof TiledPicture) {
            return new InspectionTarget.OfFile(
                    document.file(), LookedAt.region(document.fullWidth(), document.fullHeight(), view));
        }
        return null;
    }

    private void look() {
        InspectionTarget target = active.get() ? target() : null;
        if (target == null) {
            inspectJob.cancel();
            waiting.set(false);
            if (active.get()) {
                inspected = null;
                inspection.set(null);
            }
        } else if (!target.equals(wanted)) {
            start(target);
        }
        wanted = target;
    }

    private void start(InspectionTarget target) {
        if (target.equals(inspected)) {
            inspectJob.cancel();
            waiting.set(false);
            return;
        }
        waiting.set(true);
        inspectJob.start(
                cancelled -> target.inspect(viewer.context().codecSettings(), cancelled),
                found -> {
                    complaint.mended();
                    inspected = target;
                    inspection.set(found);
                    waiting.set(false);
                },
                e -> {
                    waiting.set(false);
                    complaint.failed("error.inspect", e);
                });
    }
}
