package io.nlc.viewer.vm.batch;

import io.nlc.imageio.NlcSettings;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.batch.BatchOptions;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.PackModel;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.coding.RateModel;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;

/** How a batch is converted. */
public final class OptionsModel {

    private static final String MEASURE = "batch.measure";

    private final RateModel viewerRate;
    private final PackModel packs;
    private final NlcSettings codecSettings;
    private final Runnable changed;
    private final StringProperty pack = new SimpleStringProperty();
    private final BooleanProperty sameRate = new SimpleBooleanProperty();
    private final DoubleProperty quality = new SimpleDoubleProperty();
    private final ObjectProperty<Path> folder = new SimpleObjectProperty<>();
    private final ObjectProperty<Existing> existing = new SimpleObjectProperty<>(Existing.ASK);
    private final BooleanProperty measure = new SimpleBooleanProperty();
    private EncodeRequest request;

    /**
     * The viewer's pack and quality.
     *
     * @param changed is told when results of before do not count any more
     */
    OptionsModel(RateModel viewerRate, ViewerContext context, Runnable changed) {
        this.viewerRate = viewerRate;
        this.packs = viewerRate.packs();
        this.codecSettings = context.codecSettings();
        Settings settings = context.settings();
        measure.set(settings.get(MEASURE, 1.0) == 1);
        measure.addListener((o, was, is) -> settings.put(MEASURE, measure.get() ? 1 : 0));
        this.changed = changed;
        pack.set(packs.packProperty().get());
        quality.set(viewerRate.rateProperty(RateMode.QUALITY).get());
        request = request();
        folder.addListener((o, was, is) -> changed.run());
        List.<ObservableValue<?>>of(
                        pack,
                        sameRate,
                        quality,
                        viewerRate.modeProperty(),
                        viewerRate.effortProperty(),
                        viewerRate.losslessProperty())
                .forEach(property -> property.addListener((o, was, is) -> rateMoved()));
        List.of(RateMode.values())
                .forEach(mode -> viewerRate.rateProperty(mode).addListener((o, was, is) -> rateMoved()));
    }

    /** The installed packs. */
    public ObservableList<String> packs() {
        return packs.names();
    }

    /** The model pack for encoding. */
    public StringProperty packProperty() {
        return pack;
    }

    /** Whether what is encoded is decoded again for its PSNR; remembered. */
    public BooleanProperty measureProperty() {
        return measure;
    }

    /** Whether rate, effort and loss are those of the viewer; else {@link #qualityProperty} counts. */
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
        return new BatchOptions(folder.get(), request(), measure.get(), codecSettings, existing.get());
    }

    // The viewer's sliders follow each other, so that not every move of one means another rate.
    private void rateMoved() {
        EncodeRequest now = request();
        if (!now.equals(request)) {
            request = now;
            changed.run();
        }
    }

    private EncodeRequest request() {
        if (sameRate.get()) {
            RateMode mode = viewerRate.modeProperty().get();
            return viewerRate.losslessProperty().get()
                    ? EncodeRequest.LOSSLESS
                    : new EncodeRequest(
                            new Codec.Nlc(
                                    pack.get(), viewerRate.effortProperty().get()),
                            mode.target(viewerRate.rateProperty(mode).get()));
        }
        return EncodeRequest.nlc(pack.get(), RateMode.QUALITY.target(quality.get()));
    }
}
