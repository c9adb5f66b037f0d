package io.nlc.viewer.vm.inside;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.inside.Overlays;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.vm.document.DocumentModel;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** What lies over the current encoding's picture. */
public final class OverlayModel {

    private final DocumentModel document;
    private final ReadOnlyBooleanProperty active;
    private final InspectionModel inspections;
    private final ChannelModel channels;
    private final AttentionModel attention;
    private final ObjectProperty<Layer> layer = new SimpleObjectProperty<>(Layer.NONE);
    private final IntegerProperty step = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<Overlay> overlay = new ReadOnlyObjectWrapper<>();

    OverlayModel(
            DocumentModel document,
            ReadOnlyBooleanProperty active,
            InspectionModel inspections,
            ChannelModel channels,
            AttentionModel attention) {
        this.document = document;
        this.active = active;
        this.inspections = inspections;
        this.channels = channels;
        this.attention = attention;
        layer.addListener((o, was, is) -> attention.want(is == Layer.ATTENTION));
        attention.knownProperty().addListener((o, was, is) -> {
            if (!is && layer.get() == Layer.ATTENTION) {
                layer.set(Layer.NONE);
            }
        });
        inspections.inspectionProperty().addListener((o, was, is) -> step.set(0));
        List.<ObservableValue<?>>of(
                        layer,
                        step,
                        inspections.inspectionProperty(),
                        channels.quantityProperty(),
                        channels.selectedProperty(),
                        attention.mapProperty())
                .forEach(property -> property.addListener((o, was, is) -> show()));
        List.<ObservableValue<?>>of(active, document.documentProperty(), document.previewProperty())
                .forEach(property -> property.addListener((o, was, is) -> showUnlessOld()));
        inspections.waitingProperty().addListener((o, was, is) -> {
            if (overlay.get() == null) {
                showUnlessOld();
            }
        });
    }

    /** Which of the layers it is. */
    public ObjectProperty<Layer> layerProperty() {
        return layer;
    }

    /** The step of decoding that {@link Layer#ORDER} shows: everything before it is decoded. */
    public IntegerProperty stepProperty() {
        return step;
    }

    /** What lies over the picture; null for nothing. */
    public ReadOnlyObjectProperty<Overlay> overlayProperty() {
        return overlay.getReadOnlyProperty();
    }

    // What is known of the picture before, or of what it was when nobody looked, does not come back.
    private void showUnlessOld() {
        if (inspections.waitingProperty().get()) {
            overlay.set(null);
        } else {
            show();
        }
    }

    private void show() {
        boolean seen = active.get() && document.previewProperty().get() == null;
        overlay.set(seen ? made() : null);
    }

    private Overlay made() {
        AttentionMap map = attention.mapProperty().get();
        if (layer.get() == Layer.ATTENTION) {
            return map == null ? null : Overlays.attention(map);
        }
        Inspection now = inspections.inspectionProperty().get();
        int channel = channels.selectedProperty().get();
        return now == null
                ? null
                : switch (layer.get()) {
                    case NONE, ATTENTION -> null;
                    case BITS -> Overlays.bits(now);
                    case CHANNEL ->
                        channel < 0
                                ? null
                                : Overlays.channel(
                                        now, channels.quantityProperty().get(), channel);
                    case ORDER -> Overlays.order(now, Math.max(0, channel), step.get());
                };
    }
}
