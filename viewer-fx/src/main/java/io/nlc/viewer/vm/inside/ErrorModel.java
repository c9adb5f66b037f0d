package io.nlc.viewer.vm.inside;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.inside.ErrorMap;
import io.nlc.viewer.model.inside.ErrorMeasure;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;

/** How far the current encoding is from its original, where that is known. */
public final class ErrorModel {

    private final ViewerModel viewer;
    private final ReadOnlyBooleanProperty active;
    private final LatestJob job;
    private final ReadOnlyObjectWrapper<ErrorMap> map = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private ErrorMeasure wanted;

    ErrorModel(ViewerModel viewer, ReadOnlyBooleanProperty active) {
        this.viewer = viewer;
        this.active = active;
        this.job = viewer.context().lane("nlc-errors");
        List.<ObservableValue<?>>of(
                        viewer.document().documentProperty(),
                        viewer.document().originalProperty(),
                        viewer.document().originalFileProperty())
                .forEach(property -> property.addListener((o, was, is) -> another()));
        viewer.encoding().currentProperty().addListener((o, was, is) -> measure());
        active.addListener((o, was, is) -> measure());
        another();
    }

    /** The errors that are wanted; null while they are not known. */
    public ReadOnlyObjectProperty<ErrorMap> mapProperty() {
        return map.getReadOnlyProperty();
    }

    /** Whether there is an original to be far from. */
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** Says which errors somebody looks at; null for none. */
    void want(ErrorMeasure measure) {
        wanted = measure;
        map.set(null);
        measure();
    }

    private void another() {
        map.set(null);
        known.set(viewer.document().originalKnown() && viewer.document().coder().isPresent());
        measure();
    }

    private void measure() {
        ErrorMeasure measure = wanted;
        Encoding encoding = viewer.encoding().currentProperty().get();
        PictureCoder coder = viewer.document().coder().orElse(null);
        if (measure == null
                || !active.get()
                || !known.get()
                || encoding == null
                || encoding.rgb().length != coder.rgb().length) {
            job.cancel();
            map.set(null);
            return;
        }
        job.start(
                cancelled ->
                        ErrorMap.of(measure, coder.rgb(), encoding.rgb(), coder.width(), coder.height(), cancelled),
                map::set,
                e -> viewer.messages().failed("error.inspect", e));
    }
}
