package io.nlc.viewer.vm.details;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.picture.ColourHistogram;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** How the samples of the original or of its encoding are spread, if the picture is in memory. */
public final class SpreadModel {

    /** Whose samples. */
    public enum Whose {
        /** Those of what encodings are compared with. */
        ORIGINAL,
        /** Those of the current encoding. */
        ENCODING
    }

    private final ViewerModel viewer;
    private final ReadOnlyBooleanProperty active;
    private final LatestJob job;
    private final ObjectProperty<Whose> whose = new SimpleObjectProperty<>(Whose.ORIGINAL);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<ColourHistogram> histogram = new ReadOnlyObjectWrapper<>();
    private PictureSource counted;

    SpreadModel(ViewerModel viewer, ReadOnlyBooleanProperty active) {
        this.viewer = viewer;
        this.active = active;
        this.job = viewer.context().lane("nlc-histogram");
        List.<ObservableValue<?>>of(
                        active,
                        whose,
                        viewer.document().originalProperty(),
                        viewer.encoding().currentProperty())
                .forEach(property -> property.addListener((o, was, is) -> count()));
    }

    /** Whose samples are counted. */
    public ObjectProperty<Whose> whoseProperty() {
        return whose;
    }

    /** Whether rare samples are to be seen beside frequent ones. */
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** The counts; null while they are not known, or cannot be. */
    public ReadOnlyObjectProperty<ColourHistogram> histogramProperty() {
        return histogram.getReadOnlyProperty();
    }

    private PictureSource picture() {
        Encoding current = viewer.encoding().currentProperty().get();
        return whose.get() == Whose.ENCODING && current != null
                ? current.picture()
                : viewer.document().originalProperty().get();
    }

    private void count() {
        PictureSource picture = picture();
        if (!(picture instanceof MemoryPicture)) {
            job.cancel();
            counted = null;
            histogram.set(null);
        } else if (active.get() && picture != counted) {
            counted = picture;
            job.start(cancelled -> ColourHistogram.of(picture, cancelled), histogram::set, e -> histogram.set(null));
        }
    }
}
