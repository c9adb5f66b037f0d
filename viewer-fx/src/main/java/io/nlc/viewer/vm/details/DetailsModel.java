package io.nlc.viewer.vm.details;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.details.FileDetails;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** What the open file holds beside pixels; read when somebody looks. */
public final class DetailsModel {

    private final ViewerModel viewer;
    private final LatestJob job;
    private final Complaint complaint;
    private final SpreadModel spread;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<FileDetails> details = new ReadOnlyObjectWrapper<>();
    private Document read;

    /** Reads nothing until it is active. */
    public DetailsModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.job = viewer.context().lane("nlc-details");
        this.complaint = new Complaint(viewer.messages());
        this.spread = new SpreadModel(viewer, active);
        active.addListener((o, was, is) -> read());
        viewer.document().documentProperty().addListener((o, was, is) -> read());
    }

    /** Whether anybody looks. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** What the file holds; null while that is not known. */
    public ReadOnlyObjectProperty<FileDetails> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** How the picture's samples are spread. */
    public SpreadModel spread() {
        return spread;
    }

    private void read() {
        Document document = viewer.document().documentProperty().get();
        if (document != read) {
            job.cancel();
            details.set(null);
            read = null;
        }
        if (!active.get() || document == null || document == read) {
            return;
        }
        read = document;
        job.start(
                cancelled -> FileDetails.of(document.file(), viewer.context().codecSettings(), cancelled),
                found -> {
                    complaint.mended();
                    details.set(found);
                },
                e -> complaint.failed("error.details", e));
    }
}
