package io.nlc.viewer.vm.coding;

import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackListing;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import java.util.Collections;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The model pack that encodes, and which ones are installed. */
public final class PackModel {

    private final ViewerContext context;
    private final Messages messages;
    private final LatestJob listJob;
    private final StringProperty pack = new SimpleStringProperty();
    private final ObservableList<String> names = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private final TuneModel tunes;
    private Runnable chosen = () -> {};
    private boolean listed;
    private boolean later;
    private boolean following;

    /** The pack that was used last, which is not looked for yet. */
    public PackModel(ViewerContext context, Messages messages) {
        this.context = context;
        this.messages = messages;
        this.listJob = context.lane("nlc-packs");
        pack.set(context.settings().get("pack", ModelPacks.DEFAULT));
        names.setAll(pack.get());
        tunes = new TuneModel(pack, context.ui());
        pack.addListener((o, was, is) -> {
            if (!following) {
                context.settings().put("pack", pack.get());
                chosen.run();
            }
        });
    }

    /** The pack's name. */
    public StringProperty packProperty() {
        return pack;
    }

    /** Names of the installed packs. */
    public ObservableList<String> names() {
        return names;
    }

    /** What the packs are made for, and those for the same as the chosen one. */
    public TuneModel tunes() {
        return tunes;
    }

    /** Whether {@link #names} is complete; until then it holds the chosen one only. */
    public ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** Is told when somebody has chosen another pack. */
    void whenChosen(Runnable listener) {
        chosen = listener;
    }

    /** Takes the pack of something that is shown, which is nobody's choice. */
    void follow(String name) {
        following = true;
        try {
            pack.set(name);
        } finally {
            following = false;
        }
    }

    /**
     * Looks which packs are installed, in the background. The first file that is opened does so too, but only once it
     * is loaded: all manifests together take a fraction of a second, which the first picture need not wait for.
     */
    public void list() {
        later = false;
        if (!listed) {
            listed = true;
            listJob.start(
                    cancelled -> context.codecSettings().packs().list(),
                    this::found,
                    e -> messages.failed("error.packs", e));
        }
    }

    /** Leaves it to the caller when packs are listed: opening a file does so no longer, until it has been done once. */
    public void listLater() {
        later = !listed;
    }

    /** Looks which packs are installed, unless that was left to somebody. */
    public void listUnlessLater() {
        if (!later) {
            list();
        }
    }

    private void found(PackListing listing) {
        listing.broken().stream().findFirst().ifPresent(e -> messages.failed("error.packs", e));
        found(listing.packs());
    }

    private void found(List<ModelPack> installed) {
        List<String> found = installed.stream().map(ModelPack::name).toList();
        // One by one, each in its place: a list that is set anew takes the choice from the box that shows it.
        found.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> names.add(-1 - Collections.binarySearch(names, name), name));
        if (!found.isEmpty() && !found.contains(pack.get())) {
            String gone = pack.get();
            pack.set(found.contains(ModelPacks.DEFAULT) ? ModelPacks.DEFAULT : found.get(0));
            names.remove(gone);
        }
        tunes.installed(installed);
        known.set(true);
    }
}
