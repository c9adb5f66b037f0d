package io.nlc.viewer.vm.inside;

import io.nlc.codec.inspect.Histogram;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.inside.Heatmap;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The channels of the latent, in some order, and the one that is chosen. */
public final class ChannelModel {

    private static final int THUMBNAIL = 72;

    private final ViewerModel viewer;
    private final InspectionModel inspections;
    private final LatestJob gridJob;
    private final ObjectProperty<Quantity> quantity = new SimpleObjectProperty<>(Quantity.SYMBOL);
    private final ObjectProperty<Sort> sort = new SimpleObjectProperty<>(Sort.BITS);
    private final IntegerProperty selected = new SimpleIntegerProperty(-1);
    private final ObservableList<Channel> channels = FXCollections.observableArrayList();

    ChannelModel(ViewerModel viewer, InspectionModel inspections) {
        this.viewer = viewer;
        this.inspections = inspections;
        this.gridJob = viewer.context().lane("nlc-heatmaps");
        inspections.inspectionProperty().addListener((o, was, is) -> inspected(is));
        quantity.addListener((o, was, is) -> fill());
        sort.addListener((o, was, is) -> sort());
    }

    /** What heatmaps show. */
    public ObjectProperty<Quantity> quantityProperty() {
        return quantity;
    }

    /** How channels are sorted. */
    public ObjectProperty<Sort> sortProperty() {
        return sort;
    }

    /** Number of the chosen channel, -1 for none. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    /** The channels, sorted. */
    public ObservableList<Channel> channels() {
        return channels;
    }

    private void inspected(Inspection now) {
        if (now == null) {
            gridJob.cancel();
            channels.clear();
            return;
        }
        if (selected.get() >= now.channels()) {
            selected.set(-1);
        }
        fill();
    }

    private void fill() {
        Inspection now = inspections.inspectionProperty().get();
        if (now != null) {
            Quantity what = quantity.get();
            gridJob.start(
                    cancelled -> grid(now, what, cancelled),
                    made -> {
                        made.sort(sort.get().order());
                        channels.setAll(made);
                    },
                    e -> viewer.messages().failed("error.inspect", e));
        }
    }

    private static List<Channel> grid(Inspection now, Quantity what, BooleanSupplier cancelled) {
        List<Channel> made = new ArrayList<>();
        double all = now.latentBits() + now.hyperBits();
        for (int c = 0; c < now.channels() && !cancelled.getAsBoolean(); c++) {
            double share = all > 0 ? now.bits(c) / all : 0;
            made.add(new Channel(c, now.bits(c), share, now.energy(c), heatmap(now, what, c, THUMBNAIL)));
        }
        return made;
    }

    private void sort() {
        List<Channel> sorted = new ArrayList<>(channels);
        sorted.sort(sort.get().order());
        channels.setAll(sorted);
    }

    private static MemoryPicture heatmap(Inspection inspection, Quantity what, int channel, int most) {
        float[] plane = inspection.plane(what, channel);
        return Heatmap.picture(
                Heatmap.range(what, plane).normalized(plane),
                inspection.width(),
                inspection.height(),
                Heatmap.colours(what),
                most);
    }

    /** The chosen channel as large as it is; null if there is none. */
    public MemoryPicture enlarged() {
        Inspection now = inspections.inspectionProperty().get();
        return now == null || selected.get() < 0
                ? null
                : heatmap(now, quantity.get(), selected.get(), Integer.MAX_VALUE);
    }

    /** Symbols of the chosen channel against their model; null if there is none. */
    public Histogram histogram() {
        Inspection now = inspections.inspectionProperty().get();
        return now == null || selected.get() < 0 ? null : now.histogram(selected.get());
    }
}
