package io.nlc.viewer.vm.batch;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.NlcSettings;
import io.nlc.model.Tune;
import io.nlc.viewer.model.batch.BatchOptions;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.vm.coding.PackModel;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.coding.RateModel;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;

/** How a batch is converted. */
public final class OptionsModel {

    private final RateModel viewerRate;
    private final PackModel packs;
    private final NlcSettings codecSettings;
    private final Runnable changed;
    private final StringProperty pack = new SimpleStringProperty();
    private final BooleanProperty sameRate = new SimpleBooleanProperty();
    private final DoubleProperty quality = new SimpleDoubleProperty();
    private final ObjectProperty<Path> folder = new SimpleObjectProperty<>();
    private final ObjectProperty<Existing> existing = new SimpleObjectProperty<>(Existing.ASK);
    private RateTarget rate;

    /**
     * The viewer's pack and quality.
     *
     * @param changed is told when results of before do not count any more
     */
    OptionsModel(RateModel viewerRate, NlcSettings codecSettings, Runnable changed) {
        this.viewerRate = viewerRate;
        this.packs = viewerRate.packs();
        this.codecSettings = codecSettings;
        this.changed = changed;
        pack.set(packs.packProperty().get());
        quality.set(viewerRate.rateProperty(RateMode.QUALITY).get());
        rate = target();
        List.<ObservableValue<?>>of(pack, folder)
                .forEach(property -> property.addListener((o, was, is) -> changed.run()));
        List.<ObservableValue<?>>of(sameRate, quality, viewerRate.modeProperty())
                .forEach(property -> property.addListener((o, was, is) -> rateMoved()));
        List.of(RateMode.values())
                .forEach(mode -> viewerRate.rateProperty(mode).addListener((o, was, is) -> rateMoved()));
    }

    /** The installed packs. */
    public ObservableList<String> packs() {
        return packs.names();
    }

    /** What a pack is made for; the PSNR until {@link #packsKnownProperty}. */
    public Tune tuneOf(String name) {
        return packs.tunes().of(name);
    }

    /** Whether {@link #packs} is complete. */
    public ReadOnlyBooleanProperty packsKnownProperty() {
        return packs.knownProperty();
    }

    /** The model pack for encoding. */
    public StringProperty packProperty() {
        return pack;
    }

    /** Whether the viewer's sliders say at which rate; else {@link #qualityProperty}. */
    public BooleanProperty sameRateProperty() {
        return sameRate;
    }

    /** Quality for encoding, 0 to 1. */
    public DoubleProperty qualityProperty() {
        return quality;
    }

    /** Where results go, in folders as those of the files; null for beside each file. */
    public ObjectProperty<Path> folderProperty() {
        return folder;
    }

    /** What to do with existing files. */
    public ObjectProperty<Existing> existingProperty() {
        return existing;
    }

    /** All of it as the converter wants it. */
    BatchOptions options() {
        return new BatchOptions(folder.get(), pack.get(), target(), codecSettings, existing.get());
    }

    // The viewer's sliders follow each other, so that not every move of one means another rate.
    private void rateMoved() {
        RateTarget now = target();
        if (!now.equals(rate)) {
            rate = now;
            changed.run();
        }
    }

    private RateTarget target() {
        RateMode mode = sameRate.get() ? viewerRate.modeProperty().get() : RateMode.QUALITY;
        return mode.target(sameRate.get() ? viewerRate.rateProperty(mode).get() : quality.get());
    }
}
