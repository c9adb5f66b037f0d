package io.nlc.viewer.vm;

import io.nlc.codec.inspect.AttentionInspector;
import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Histogram;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.codec.inspect.NlcInspector;
import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.picture.Region;
import io.nlc.viewer.model.Colormap;
import io.nlc.viewer.model.Document;
import io.nlc.viewer.model.Encoding;
import io.nlc.viewer.model.Heatmap;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.MemoryPicture;
import io.nlc.viewer.model.Overlay;
import io.nlc.viewer.model.PictureCoder;
import io.nlc.viewer.model.StopWhen;
import io.nlc.viewer.model.TiledPicture;
import io.nlc.viewer.model.Viewport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The latents of the current encoding: what they are, what they cost, and in which order they come. */
public final class InsideModel {

    /** What lies over the picture. */
    public enum Layer {
        NONE,
        BITS,
        CHANNEL,
        ORDER,
        ATTENTION
    }

    /** By what channels are sorted, largest first; or by their number. */
    public enum Sort {
        BITS,
        ENERGY,
        NUMBER
    }

    /**
     * A channel in the grid.
     *
     * @param number of the channel
     * @param bits that its symbols take
     * @param share of all bits, 0 to 1
     * @param energy mean square of its symbols
     * @param heatmap the chosen quantity, small
     */
    public record Channel(int number, double bits, double share, double energy, MemoryPicture heatmap) {}

    private static final int THUMBNAIL = 72;
    private static final double OPACITY = 0.72;
    /** Of a large picture so much around the middle of the view is looked into, each way. */
    private static final int WINDOW = 2048;

    private final ViewerModel viewer;
    private final ViewerContext context;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ObjectProperty<Layer> layer = new SimpleObjectProperty<>(Layer.NONE);
    private final ObjectProperty<Quantity> quantity = new SimpleObjectProperty<>(Quantity.SYMBOL);
    private final ObjectProperty<Sort> sort = new SimpleObjectProperty<>(Sort.BITS);
    private final IntegerProperty selected = new SimpleIntegerProperty(-1);
    private final IntegerProperty step = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<Inspection> inspection = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ObservableList<Channel> channels = FXCollections.observableArrayList();
    private final ObservableList<AttentionMap> attention = FXCollections.observableArrayList();
    private final ObjectProperty<AttentionMap> attentionMap = new SimpleObjectProperty<>();
    private final BooleanProperty attentionKnown = new SimpleBooleanProperty();
    private final LatestJob attentionJob;
    private final LatestJob inspectJob;
    private final LatestJob gridJob;
    private Target wanted;
    private Target inspected;

    /** Looks into nothing until it is active. */
    public InsideModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.context = viewer.context();
        this.inspectJob = new LatestJob("nlc-inspect", context.ui());
        this.attentionJob = new LatestJob("nlc-attention", context.ui());
        this.gridJob = new LatestJob("nlc-heatmaps", context.ui());
        active.addListener((o, was, is) -> update());
        viewer.currentProperty().addListener((o, was, is) -> look());
        viewer.documentProperty().addListener((o, was, is) -> update());
        viewer.compare().viewportProperty().addListener((o, was, is) -> look());
        quantity.addListener((o, was, is) -> {
            fillGrid();
            showLayer();
        });
        sort.addListener((o, was, is) -> sortGrid());
        layer.addListener((o, was, is) -> {
            lookAtAttention();
            showLayer();
        });
        attentionMap.addListener((o, was, is) -> showLayer());
        viewer.packProperty().addListener((o, was, is) -> updateAttention());
        viewer.originalProperty().addListener((o, was, is) -> updateAttention());
        selected.addListener((o, was, is) -> showLayer());
        step.addListener((o, was, is) -> showLayer());
    }

    /** Whether anybody looks. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** What lies over the picture. */
    public ObjectProperty<Layer> layerProperty() {
        return layer;
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

    /** The step of decoding that {@link Layer#ORDER} shows: everything before it is decoded. */
    public IntegerProperty stepProperty() {
        return step;
    }

    /** What is known; null while nothing is. */
    public ReadOnlyObjectProperty<Inspection> inspectionProperty() {
        return inspection.getReadOnlyProperty();
    }

    /** Whether something newer is being looked into. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** The channels, sorted. */
    public ObservableList<Channel> channels() {
        return channels;
    }

    /** What the attention of the pack's encoder looks at in the picture, once {@link Layer#ATTENTION} is chosen. */
    public ObservableList<AttentionMap> attention() {
        return attention;
    }

    /** The map that lies over the picture. */
    public ObjectProperty<AttentionMap> attentionMapProperty() {
        return attentionMap;
    }

    /** Whether the pack can show its attention. */
    public ReadOnlyBooleanProperty attentionKnownProperty() {
        return attentionKnown;
    }

    private void updateAttention() {
        attentionJob.cancel();
        attention.clear();
        attentionMap.set(null);
        boolean known = false;
        if (active.get() && viewer.coder().isPresent()) {
            try {
                known = AttentionInspector.available(NlcSettings.fromProperties()
                        .packs()
                        .byName(viewer.packProperty().get()));
            } catch (IOException e) {
                viewer.failed("error.inspect", e);
            }
        }
        attentionKnown.set(known);
        if (!known && layer.get() == Layer.ATTENTION) {
            layer.set(Layer.NONE);
        }
        lookAtAttention();
    }

    private void lookAtAttention() {
        PictureCoder coder = viewer.coder().orElse(null);
        if (layer.get() != Layer.ATTENTION
                || !attentionKnown.get()
                || !attention.isEmpty()
                || coder == null
                || attentionJob.busy()) {
            return;
        }
        String name = viewer.packProperty().get();
        Region region = region(coder.width(), coder.height());
        attentionJob.start(
                cancelled -> {
                    ModelPack pack = NlcSettings.fromProperties().packs().byName(name);
                    return new AttentionInspector(
                                    pack,
                                    NlcSettings.fromProperties()
                                            .withDevice(context.device())
                                            .runtime())
                            .inspect(coder.width(), coder.height(), coder.source(), region, new StopWhen(cancelled));
                },
                maps -> {
                    attention.setAll(maps);
                    attentionMap.set(maps.isEmpty() ? null : maps.get(Math.min(2, maps.size() - 1)));
                },
                e -> viewer.failed("error.inspect", e));
    }

    /** What to look into: an encoding, or a large file; a region if all of it would be too much. */
    private record Target(Encoding encoding, Path file, Region region) {

        ImageInputStream open() throws IOException {
            return encoding != null
                    ? new MemoryCacheImageInputStream(new ByteArrayInputStream(encoding.file()))
                    : new FileImageInputStream(file.toFile());
        }
    }

    private Target target() {
        Encoding current = viewer.currentProperty().get();
        Document document = viewer.documentProperty().get();
        if (current != null) {
            return new Target(
                    current,
                    null,
                    region(current.picture().width(), current.picture().height()));
        } else if (document != null && document.picture() instanceof TiledPicture) {
            return new Target(null, document.file(), region(document.fullWidth(), document.fullHeight()));
        }
        return null;
    }

    private Region region(int width, int height) {
        boolean whole = (long) width * height <= (long) WINDOW * WINDOW;
        return whole
                ? new Region(0, 0, width, height)
                : window(width, height, viewer.compare().viewportProperty().get());
    }

    // In steps of half a window, so that small moves look at what is known.
    private static Region window(int width, int height, Viewport view) {
        int left = snapped(view.centreX(), width);
        int top = snapped(view.centreY(), height);
        return new Region(left, top, Math.min(WINDOW, width - left), Math.min(WINDOW, height - top));
    }

    private static int snapped(double centre, int size) {
        int grid = WINDOW / 2;
        long start = Math.round((centre - WINDOW / 2.0) / grid) * grid;
        return (int) Math.max(0, Math.min(start, (Math.max(0, size - grid) / grid) * (long) grid));
    }

    private void update() {
        updateAttention();
        look();
    }

    private void look() {
        Target target = active.get() ? target() : null;
        if (target == null) {
            inspectJob.cancel();
            waiting.set(false);
            viewer.compare().overlayProperty().set(null);
            if (active.get()) {
                inspected = null;
                inspection.set(null);
                channels.clear();
            }
        } else if (!target.equals(wanted)) {
            start(target);
        } else if (!waiting.get()) {
            showLayer();
        }
        wanted = target;
    }

    private void start(Target target) {
        if (target.equals(inspected)) {
            inspectJob.cancel();
            waiting.set(false);
            showLayer();
            return;
        }
        waiting.set(true);
        inspectJob.start(
                cancelled -> inspect(target, cancelled),
                found -> {
                    inspected = target;
                    waiting.set(false);
                    if (selected.get() >= found.channels()) {
                        selected.set(-1);
                    }
                    inspection.set(found);
                    step.set(0);
                    fillGrid();
                    showLayer();
                },
                e -> {
                    waiting.set(false);
                    viewer.failed("error.inspect", e);
                });
    }

    private Inspection inspect(Target target, BooleanSupplier cancelled) throws IOException {
        try (ImageInputStream in = target.open()) {
            NlcReader reader = new NlcReader(in, NlcSettings.fromProperties().limits());
            ModelPack pack = NlcSettings.fromProperties()
                    .packs()
                    .forFile(reader.header().pack(), reader.header().digest());
            return new NlcInspector(
                            pack,
                            NlcSettings.fromProperties()
                                    .withDevice(context.device())
                                    .runtime())
                    .inspect(reader.header(), reader::tile, target.region(), new StopWhen(cancelled));
        }
    }

    private void fillGrid() {
        Inspection now = inspection.get();
        if (now == null) {
            return;
        }
        Quantity what = quantity.get();
        gridJob.start(
                cancelled -> {
                    List<Channel> made = new ArrayList<>();
                    double all = now.latentBits() + now.hyperBits();
                    for (int c = 0; c < now.channels() && !cancelled.getAsBoolean(); c++) {
                        made.add(new Channel(
                                c,
                                now.bits(c),
                                all > 0 ? now.bits(c) / all : 0,
                                now.energy(c),
                                heatmap(now, what, c, THUMBNAIL)));
                    }
                    return made;
                },
                made -> {
                    made.sort(order());
                    channels.setAll(made);
                },
                e -> viewer.failed("error.inspect", e));
    }

    private void sortGrid() {
        List<Channel> sorted = new ArrayList<>(channels);
        sorted.sort(order());
        channels.setAll(sorted);
    }

    private Comparator<Channel> order() {
        return switch (sort.get()) {
            case BITS -> Comparator.comparingDouble(Channel::bits).reversed().thenComparingInt(Channel::number);
            case ENERGY ->
                Comparator.comparingDouble(Channel::energy).reversed().thenComparingInt(Channel::number);
            case NUMBER -> Comparator.comparingInt(Channel::number);
        };
    }

    private static MemoryPicture heatmap(Inspection inspection, Quantity what, int channel, int most) {
        return Heatmap.picture(
                Heatmap.normalized(what, inspection.plane(what, channel)),
                inspection.width(),
                inspection.height(),
                Heatmap.colours(what),
                most);
    }

    /** The chosen channel as large as it is; null if there is none. */
    public MemoryPicture enlarged() {
        Inspection now = inspection.get();
        return now == null || selected.get() < 0
                ? null
                : heatmap(now, quantity.get(), selected.get(), Integer.MAX_VALUE);
    }

    /** Symbols of the chosen channel against their model; null if there is none. */
    public Histogram histogram() {
        Inspection now = inspection.get();
        return now == null || selected.get() < 0 ? null : now.histogram(selected.get());
    }

    private void showLayer() {
        Inspection now = inspection.get();
        AttentionMap map = attentionMap.get();
        if (active.get() && layer.get() == Layer.ATTENTION) {
            viewer.compare()
                    .overlayProperty()
                    .set(
                            map == null
                                    ? null
                                    : new Overlay(
                                            Heatmap.stretched(map.values()),
                                            map.width(),
                                            map.height(),
                                            map.region().x(),
                                            map.region().y(),
                                            map.stride(),
                                            Colormap.HEAT,
                                            OPACITY));
        } else if (active.get()) {
            viewer.compare()
                    .overlayProperty()
                    .set(
                            now == null
                                    ? null
                                    : switch (layer.get()) {
                                        case NONE, ATTENTION -> null;
                                        case BITS ->
                                            overlay(
                                                    now,
                                                    Heatmap.amounts(now.bitsPerPosition()),
                                                    Colormap.HEAT,
                                                    OPACITY);
                                        case CHANNEL ->
                                            selected.get() < 0
                                                    ? null
                                                    : overlay(
                                                            now,
                                                            Heatmap.normalized(
                                                                    quantity.get(),
                                                                    now.plane(quantity.get(), selected.get())),
                                                            Heatmap.colours(quantity.get()),
                                                            OPACITY);
                                        case ORDER ->
                                            overlay(
                                                    now,
                                                    decoded(now, Math.max(0, selected.get()), step.get()),
                                                    Colormap.HEAT,
                                                    0.8);
                                    });
        }
    }

    // What is decoded shows the picture, what is decoded in this step glows, the rest is dark.
    private static float[] decoded(Inspection now, int channel, int step) {
        float[] values = new float[now.width() * now.height()];
        IntStream.range(0, now.height()).parallel().forEach(row -> {
            for (int column = 0; column < now.width(); column++) {
                int at = now.order().step(channel, row, column);
                values[row * now.width() + column] = at < step ? Float.NaN : at == step ? 0.85f : 0.06f;
            }
        });
        return values;
    }

    private static Overlay overlay(Inspection now, float[] values, Colormap colours, double opacity) {
        return new Overlay(
                values,
                now.width(),
                now.height(),
                now.region().x(),
                now.region().y(),
                now.stride(),
                colours,
                opacity);
    }
}
