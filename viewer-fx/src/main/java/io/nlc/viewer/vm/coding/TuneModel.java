package io.nlc.viewer.vm.coding;

import io.nlc.model.ModelPack;
import io.nlc.model.Tune;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the installed packs are made for: one chooses that first, and then among the packs for it. */
public final class TuneModel {

    private final StringProperty pack;
    private final Executor ui;
    private final Map<String, Tune> known = new HashMap<>();
    private final Map<Tune, String> last = new EnumMap<>(Tune.class);
    private final List<String> order = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Tune> tune = new ReadOnlyObjectWrapper<>(Tune.PSNR);
    private final ObservableList<Tune> offered = FXCollections.observableArrayList();
    private final ObservableList<String> packs = FXCollections.observableArrayList();

    /**
     * Makes a model that knows of the chosen pack only.
     *
     * @param pack the chosen one
     * @param ui runs what is to be done after what is being done
     */
    TuneModel(StringProperty pack, Executor ui) {
        this.pack = pack;
        this.ui = ui;
        packs.setAll(pack.get());
        pack.addListener((o, was, is) -> follow());
        follow();
    }

    /** What a pack is made for; the PSNR for those that are not known yet. */
    public Tune of(String name) {
        return known.getOrDefault(name, Tune.PSNR);
    }

    /** What the chosen pack is made for. */
    public ReadOnlyObjectProperty<Tune> tuneProperty() {
        return tune.getReadOnlyProperty();
    }

    /** That for which there are packs. */
    public ObservableList<Tune> offered() {
        return offered;
    }

    /** Names of the packs that are made for the same as the chosen one. */
    public ObservableList<String> packs() {
        return packs;
    }

    /**
     * Chooses a pack that is made for something: the one that was chosen last of these, or that belongs to the present
     * one, or the first.
     */
    public void choose(Tune wanted) {
        if (wanted != tune.get() && offered.contains(wanted)) {
            String relative = wanted.relative(pack.get());
            String first = order.stream()
                    .filter(name -> of(name) == wanted)
                    .findFirst()
                    .orElseThrow();
            pack.set(last.getOrDefault(wanted, of(relative) == wanted && order.contains(relative) ? relative : first));
        }
    }

    /** Learns of a pack, such as that of a file that is being opened. */
    void learn(ModelPack one) {
        known.put(one.name(), one.manifest().about().tune());
        follow();
    }

    /** Learns which packs there are, the best first. */
    void installed(List<ModelPack> all) {
        order.clear();
        all.forEach(one -> {
            order.add(one.name());
            known.put(one.name(), one.manifest().about().tune());
        });
        last.entrySet().removeIf(entry -> !order.contains(entry.getValue()) || of(entry.getValue()) != entry.getKey());
        offered.setAll(order.stream().map(this::of).distinct().sorted().toList());
        follow();
    }

    private void follow() {
        tune.set(of(pack.get()));
        if (known.containsKey(pack.get())) {
            last.put(tune.get(), pack.get());
        }
        order.stream()
                .filter(name -> of(name) == tune.get() && !packs.contains(name))
                .forEach(name -> packs.add(-1 - Collections.binarySearch(packs, name), name));
        if (!packs.contains(pack.get())) {
            packs.add(-1 - Collections.binarySearch(packs, pack.get()), pack.get());
        }
        // A box that shows the list loses its choice with the entry that it has chosen: it must have the new one before
        // the old ones go.
        ui.execute(() -> packs.removeIf(name ->
                !name.equals(pack.get()) && (of(name) != tune.get() || !order.isEmpty() && !order.contains(name))));
    }
}
