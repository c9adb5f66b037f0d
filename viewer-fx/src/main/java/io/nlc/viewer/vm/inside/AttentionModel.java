package io.nlc.viewer.vm.inside;

import io.nlc.codec.inspect.AttentionInspector;
import io.nlc.codec.inspect.AttentionMap;
import io.nlc.model.ModelPack;
import io.nlc.picture.Region;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.coding.StopWhen;
import io.nlc.viewer.model.inside.LookedAt;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.IOException;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the attention of the pack's encoder looks at in the picture, where the pack has such and can show it. */
public final class AttentionModel {

    private static final int FIRST_SHOWN = 2;

    private final ViewerModel viewer;
    private final ReadOnlyBooleanProperty active;
    private final LatestJob attentionJob;
    private final ObservableList<AttentionMap> maps = FXCollections.observableArrayList();
    private final ObjectProperty<AttentionMap> map = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private boolean wanted;

    AttentionModel(ViewerModel viewer, ReadOnlyBooleanProperty active) {
        this.viewer = viewer;
        this.active = active;
        this.attentionJob = viewer.context().lane("nlc-attention");
        List.<ObservableValue<?>>of(
                        active,
                        viewer.document().documentProperty(),
                        viewer.document().originalProperty(),
                        viewer.packs().packProperty())
                .forEach(property -> property.addListener((o, was, is) -> update()));
    }

    /** The maps, once they are wanted and known. */
    public ObservableList<AttentionMap> maps() {
        return maps;
    }

    /** The chosen one; null for none. */
    public ObjectProperty<AttentionMap> mapProperty() {
        return map;
    }

    /** Whether the pack can show its attention. */
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** Says whether somebody looks at it: only then it is computed. */
    void want(boolean now) {
        wanted = now;
        look();
    }

    private void update() {
        attentionJob.cancel();
        maps.clear();
        map.set(null);
        known.set(available());
        look();
    }

    private boolean available() {
        if (active.get() && viewer.document().coder().isPresent()) {
            try {
                return AttentionInspector.available(viewer.context()
                        .codecSettings()
                        .packs()
                        .byName(viewer.packs().packProperty().get()));
            } catch (IOException e) {
                viewer.messages().failed("error.inspect", e);
            }
        }
        return false;
    }

    private void look() {
        PictureCoder coder = viewer.document().coder().orElse(null);
        if (!wanted || !known.get() || !maps.isEmpty() || coder == null || attentionJob.busy()) {
            return;
        }
        String name = viewer.packs().packProperty().get();
        Region region = LookedAt.region(
                coder.width(),
                coder.height(),
                viewer.compare().viewportProperty().get());
        attentionJob.start(
                cancelled -> {
                    ModelPack pack = viewer.context().codecSettings().packs().byName(name);
                    return new AttentionInspector(
                                    pack, viewer.context().codecSettings().runtime())
                            .inspect(coder.width(), coder.height(), coder.source(), region, new StopWhen(cancelled));
                },
                found -> {
                    maps.setAll(found);
                    map.set(found.isEmpty() ? null : found.get(Math.min(FIRST_SHOWN, found.size() - 1)));
                },
                e -> viewer.messages().failed("error.inspect", e));
    }
}
