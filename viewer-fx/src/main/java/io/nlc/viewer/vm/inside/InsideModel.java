package io.nlc.viewer.vm.inside;

import io.nlc.viewer.vm.main.ViewerModel;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** The inside of the current encoding, put together: what it is, what it costs, and in which order it comes. */
public final class InsideModel {

    private final BooleanProperty active = new SimpleBooleanProperty();
    private final InspectionModel inspections;
    private final ChannelModel channels;
    private final AttentionModel attention;
    private final ErrorModel errors;
    private final OverlayModel overlay;

    /** Looks into nothing until it is active. */
    public InsideModel(ViewerModel viewer) {
        inspections = new InspectionModel(viewer, active);
        channels = new ChannelModel(viewer, inspections);
        attention = new AttentionModel(viewer, active);
        errors = new ErrorModel(viewer, active);
        overlay = new OverlayModel(viewer, active, inspections, channels, new OverlayModel.Maps(attention, errors));
    }

    /** Whether anybody looks. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** What is known of it. */
    public InspectionModel inspections() {
        return inspections;
    }

    /** Its channels. */
    public ChannelModel channels() {
        return channels;
    }

    /** What the encoder looked at. */
    public AttentionModel attention() {
        return attention;
    }

    /** How far it is from its original. */
    public ErrorModel errors() {
        return errors;
    }

    /** What of all that lies over the picture. */
    public OverlayModel overlay() {
        return overlay;
    }
}
