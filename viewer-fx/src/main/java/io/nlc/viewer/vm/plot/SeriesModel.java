package io.nlc.viewer.vm.plot;

import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.rival.RivalTool;
import io.nlc.viewer.vm.coding.PackModel;
import io.nlc.viewer.vm.rival.RivalModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;

/** Which curves are plotted: those that were chosen last, or until then JPEG and the pack in use. */
final class SeriesModel {

    private static final String SETTING = "plot.series";
    private static final String SEPARATOR = ",";

    private final Settings settings;
    private final PackModel packs;
    private final RivalModel rivals;
    private final ObservableList<Codec> available = FXCollections.observableArrayList();
    private final ObservableSet<Codec> series = FXCollections.observableSet(new LinkedHashSet<>());
    private boolean chosen;
    private boolean following;

    SeriesModel(Settings settings, PackModel packs, RivalModel rivals) {
        this.settings = settings;
        this.packs = packs;
        this.rivals = rivals;
        list();
        remembered();
        series.addListener((SetChangeListener<Codec>) change -> changed());
        packs.names().addListener((ListChangeListener<String>) change -> list());
        packs.packProperty().addListener((o, was, is) -> followPack());
        packs.knownProperty().addListener((o, was, is) -> {
            if (!chosen) {
                remembered();
            }
        });
        rivals.tools().addListener((ListChangeListener<RivalTool>) change -> {
            list();
            rivalsFound();
        });
    }

    // Found later than the packs, or again.
    private void rivalsFound() {
        List<String> names = Arrays.asList(settings.get(SETTING, "").split(SEPARATOR));
        List<Codec> there = List.copyOf(available);
        following = true;
        series.removeIf(codec -> codec instanceof Codec.Rival && !there.contains(codec));
        there.stream()
                .filter(codec -> codec instanceof Codec.Rival && names.contains(codec.label()))
                .forEach(series::add);
        following = false;
    }

    /** All that can be chosen: the installed packs, JPEG, and the codecs of others that are installed. */
    ObservableList<Codec> available() {
        return available;
    }

    private void list() {
        List<Codec> all = new ArrayList<>();
        packs.names().forEach(name -> all.add(new Codec.Nlc(name)));
        all.add(Codec.JPEG);
        rivals.tools().forEach(tool -> all.add(new Codec.Rival(tool)));
        available.setAll(all);
    }

    /** What is chosen of it. */
    ObservableSet<Codec> series() {
        return series;
    }

    private void remembered() {
        List<String> names = Arrays.asList(settings.get(SETTING, "").split(SEPARATOR));
        List<Codec> there = available.stream()
                .filter(codec -> names.contains(codec.label()))
                .toList();
        chosen = packs.knownProperty().get() && !there.isEmpty();
        following = true;
        series.clear();
        series.addAll(chosen ? there : List.of(inUse(), Codec.JPEG));
        following = false;
    }

    private Codec inUse() {
        return new Codec.Nlc(packs.packProperty().get());
    }

    private void followPack() {
        if (!chosen) {
            following = true;
            series.retainAll(Set.of(inUse(), Codec.JPEG));
            series.add(inUse());
            following = false;
        }
    }

    private void changed() {
        if (!following) {
            chosen = true;
            settings.put(SETTING, series.stream().map(Codec::label).collect(Collectors.joining(SEPARATOR)));
        }
    }
}
