package io.nlc.viewer.vm.inside;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.inside.ErrorMap;
import io.nlc.viewer.model.inside.Overlays;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.vm.document.DocumentModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** What lies over the current encoding's picture. */
public final class OverlayModel {

    private static final String OPACITY = "overlay.opacity";

    private final DocumentModel document;
    private final ReadOnlyBooleanProperty active;
    private final InspectionModel inspections;
    private final ChannelModel channels;
    private final Maps maps;
    private final DoubleProperty opacity = new SimpleDoubleProperty();
    private final ObjectProperty<Layer> layer = new SimpleObjectProperty<>(Layer.NONE);
    private final IntegerProperty step = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<Overlay> overlay = new ReadOnlyObjectWrapper<>();

    OverlayModel(
            ViewerModel viewer,
            ReadOnlyBooleanProperty active,
            InspectionModel inspections,
            ChannelModel channels,
            Maps maps) {
        this.document = viewer.document();
        this.active = active;
        this.inspections = inspections;
        this.channels = channels;
        this.maps = maps;
        opacity.set(Math.max(0, Math.min(1, viewer.context().settings().get(OPACITY, Overlays.OPACITY))));
        opacity.addListener((o, was, is) -> {
            viewer.context().settings().put(OPACITY, opacity.get());
            if (overlay.get() != null) {
                overlay.set(overlay.get().withOpacity(opacity.get()));
            }
        });
        layer.addListener((o, was, is) -> {
            maps.attention.want(is == Layer.ATTENTION);
            maps.errors.want(is == null ? null : is.measure()); // null while a box is filled anew
        });
        List.of(maps.attention.knownProperty(), maps.errors.knownProperty())
                .forEach(known -> known.addListener((o, was, is) -> fallBack()));
        inspections.inspectionProperty().addListener((o, was, is) -> step.set(0));
        List.<ObservableValue<?>>of(
                        layer,
                        step,
                        inspections.inspectionProperty(),
                        channels.quantityProperty(),
                        channels.selectedProperty(),
                        maps.attention.mapProperty(),
                        maps.errors.mapProperty())
                .forEach(property -> property.addListener((o, was, is) -> show()));
        List.<ObservableValue<?>>of(active, document.documentProperty(), document.previewProperty())
                .forEach(property -> property.addListener((o, was, is) -> showUnlessOld()));
        inspections.waitingProperty().addListener((o, was, is) -> {
            if (overlay.get() == null) {
                showUnlessOld();
            }
        });
    }

    /** Maps that are made when somebody wants them. */
    record Maps(AttentionModel attention, ErrorModel errors) {}

    /**
     * Whether there can be something of a layer: attention where the pack shows it, errors where there is an original.
     */
    public boolean offered(Layer which) {
        return which == Layer.ATTENTION
                ? maps.attention.knownProperty().get()
                : which.measure() == null || maps.errors.knownProperty().get();
    }

    private void fallBack() {
        if (layer.get() != null && !offered(layer.get())) {
            layer.set(Layer.NONE);
        }
    }

    /** How much of the picture is covered, 0 to 1; remembered. */
    public DoubleProperty opacityProperty() {
        return opacity;
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
        boolean seen = active.get()
                && layer.get() != null
                && document.previewProperty().get() == null;
        Overlay now = seen ? made() : null;
        overlay.set(now == null ? null : now.withOpacity(opacity.get()));
    }

    private Overlay made() {
        AttentionMap map = maps.attention.mapProperty().get();
        if (layer.get() == Layer.ATTENTION) {
            return map == null ? null : Overlays.attention(map);
        }
        if (layer.get().measure() != null) {
            ErrorMap errors = maps.errors.mapProperty().get();
            return errors == null ? null : Overlays.errors(errors);
        }
        Inspection now = inspections.inspectionProperty().get();
        int channel = channels.selectedProperty().get();
        return now == null
                ? null
                : switch (layer.get()) {
                    case NONE, ATTENTION, SQUARED_ERROR, SSIM, COLOUR_DIFFERENCE -> null;
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
