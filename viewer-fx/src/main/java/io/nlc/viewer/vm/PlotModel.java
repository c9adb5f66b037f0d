package io.nlc.viewer.vm;

import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.model.EncodeRequest;
import io.nlc.viewer.model.Encoding;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.PictureCoder;
import io.nlc.viewer.model.RatePoint;
import io.nlc.viewer.model.RateSweep;
import io.nlc.viewer.model.RateTable;
import io.nlc.viewer.model.Scores;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javax.imageio.ImageIO;

/** How much quality the open picture gets for how many bits, by several model packs and JPEG. */
public final class PlotModel {

    /*
     * The points come from the picture's own coder, so that a point that was shown once costs nothing again, and the
     * other way round. They are made while somebody looks (active), one after the other on a thread of lowest
     * priority that waits while a slider or a pane waits for an encoding. Points that came are kept when a series is
     * added or the plot is left; all go with the picture.
     */

    /** What the vertical axis shows. */
    public enum Metric {
        /** Peak signal-to-noise ratio in dB. */
        PSNR,
        /** MS-SSIM in dB, see {@link Scores#msSsimDb}. */
        MS_SSIM,
        /** SSIMULACRA 2. */
        SSIMULACRA2;

        /** The value of a point; not finite if it has none. */
        public double of(RatePoint point) {
            return switch (this) {
                case PSNR -> point.psnr();
                case MS_SSIM -> point.scores().msSsimDb();
                case SSIMULACRA2 -> point.scores().ssimulacra2();
            };
        }
    }

    private static final String SERIES = "plot.series";
    private static final String METRIC = "plot.metric";
    private static final String SEPARATOR = ",";
    private static final int POLITE_MILLIS = 50;

    private final ViewerModel viewer;
    private final LatestJob sweepJob;
    private final LatestJob selectJob;
    private final LatestJob saveJob;
    private final ObservableSet<String> series = FXCollections.observableSet(new LinkedHashSet<>());
    private final ObservableList<RatePoint> points = FXCollections.observableArrayList();
    private final ObjectProperty<Metric> metric = new SimpleObjectProperty<>();
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final BooleanProperty enlarged = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<RatePoint> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<RatePoint> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyObjectWrapper<String> problem = new ReadOnlyObjectWrapper<>();
    private volatile boolean viewerBusy;
    private boolean chosen;
    private boolean following;
    private int sweep;
    private PaneModel borrowed;
    private PaneChoice lent;
    private PaneChoice before;

    /** A plot of what the viewer has open; nothing is computed before it is {@link #activeProperty active}. */
    public PlotModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.sweepJob = new LatestJob("nlc-plot", viewer.context().ui());
        this.selectJob = new LatestJob("nlc-plot-select", viewer.context().ui());
        this.saveJob = new LatestJob("nlc-plot-save", viewer.context().ui());
        metric.set(viewer.context().settings().get(METRIC, Metric.PSNR));
        metric.addListener((o, was, is) -> viewer.context().settings().put(METRIC, metric.get()));
        remembered();
        series.addListener((SetChangeListener<String>) change -> seriesChanged(change));
        viewer.packProperty().addListener((o, was, is) -> followPack());
        viewer.packsKnownProperty().addListener((o, was, is) -> {
            if (!chosen) {
                remembered();
            }
        });
        active.addListener((o, was, is) -> activeChanged());
        enlarged.addListener((o, was, is) -> activeChanged());
        viewer.originalProperty().addListener((o, was, is) -> pictureChanged());
        viewer.currentProperty().addListener((o, was, is) -> currentChanged());
        viewer.scoresProperty().addListener((o, was, is) -> markCurrent());
        viewer.waitingProperty().addListener((o, was, is) -> markBusy());
        viewer.compare().panes().forEach(pane -> pane.waitingProperty().addListener((o, was, is) -> markBusy()));
        markCurrent();
        markBusy();
    }

    private void remembered() {
        List<String> names =
                Arrays.asList(viewer.context().settings().get(SERIES, "").split(SEPARATOR));
        List<String> there = available().stream().filter(names::contains).toList();
        chosen = viewer.packsKnownProperty().get() && !there.isEmpty();
        following = true;
        series.clear();
        series.addAll(chosen ? there : List.of(viewer.packProperty().get(), RatePoint.JPEG));
        following = false;
    }

    // Until somebody has chosen series, the plot shows the pack in use.
    private void followPack() {
        if (!chosen) {
            following = true;
            series.removeIf(name -> !name.equals(RatePoint.JPEG)
                    && !name.equals(viewer.packProperty().get()));
            series.add(viewer.packProperty().get());
            following = false;
        }
    }

    private void seriesChanged(SetChangeListener.Change<? extends String> change) {
        if (!following) {
            chosen = true;
            viewer.context().settings().put(SERIES, String.join(SEPARATOR, series));
        }
        if (change.wasAdded() || running.get()) {
            startIfActive();
        }
    }

    /** All that can be chosen: the installed packs and {@link RatePoint#JPEG}. */
    public List<String> available() {
        List<String> names = FXCollections.observableArrayList(viewer.packs());
        names.add(RatePoint.JPEG);
        return names;
    }

    /** What is chosen of it; remembered from start to start. */
    public ObservableSet<String> series() {
        return series;
    }

    /** The points that are there, in the order they came; also those of series that are not chosen any more. */
    public ObservableList<RatePoint> points() {
        return points;
    }

    /** What the vertical axis shows. */
    public ObjectProperty<Metric> metricProperty() {
        return metric;
    }

    /** Whether the plot is seen; only then points are computed. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** Whether it is seen in a window of its own, which counts as active too. */
    public BooleanProperty enlargedProperty() {
        return enlarged;
    }

    /** The viewer's encoding as a point; null if there is none, or it is not measured. */
    public ReadOnlyObjectProperty<RatePoint> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The point that was selected and is being got, or is shown beside the viewer's encoding; null for none. */
    public ReadOnlyObjectProperty<RatePoint> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** Whether points are being computed. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** How much of them is there, 0 to 1. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What the user should know, such as why there are no points; null for nothing. */
    public ReadOnlyObjectProperty<String> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The name of the picture, for titles; empty if there is none. */
    public String pictureName() {
        return viewer.documentProperty().get() == null
                ? ""
                : viewer.documentProperty().get().name();
    }

    private void activeChanged() {
        if (active.get() || enlarged.get()) {
            if (!running.get()) {
                start();
            }
        } else {
            stop();
        }
    }

    private void startIfActive() {
        if (active.get() || enlarged.get()) {
            start();
        }
    }

    private void pictureChanged() {
        stop();
        selectJob.cancel();
        giveBack();
        points.clear();
        problem.set(null);
        startIfActive();
    }

    private void markBusy() {
        viewerBusy = viewer.waitingProperty().get()
                || viewer.compare().panes().stream()
                        .anyMatch(pane -> pane.waitingProperty().get());
    }

    private void markCurrent() {
        current.set(
                viewer.measured()
                        ? RatePoint.of(
                                viewer.currentProperty().get(),
                                viewer.scoresProperty().get())
                        : null);
    }

    private void currentChanged() {
        markCurrent();
        giveBack();
    }

    /** Computes the points of the chosen series that are missing, in place of what is being computed. */
    public void start() {
        stop();
        PictureCoder coder = viewer.coder().orElse(null);
        problem.set(coder != null || viewer.originalProperty().get() == null ? null : text("plot.tooLarge"));
        Set<EncodeRequest> known = points.stream().map(RatePoint::request).collect(Collectors.toSet());
        List<EncodeRequest> missing = RateSweep.of(series).stream()
                .filter(request -> !known.contains(request))
                .toList();
        if (coder == null || missing.isEmpty()) {
            return;
        }
        int mine = sweep;
        running.set(true);
        progress.set(0);
        sweepJob.start(
                cancelled -> {
                    Thread.currentThread().setPriority(Thread.MIN_PRIORITY); // the thread is the lane's own
                    sweep(coder, missing, mine, cancelled);
                    return null;
                },
                done -> stop(),
                e -> {
                    stop();
                    problem.set(text("plot.failed", viewer.reason(e).line()));
                });
    }

    /** Ends that; the points that are there stay. */
    public void stop() {
        sweep++;
        sweepJob.cancel();
        running.set(false);
    }

    private void sweep(PictureCoder coder, List<EncodeRequest> requests, int mine, BooleanSupplier cancelled) {
        Set<String> broken = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            EncodeRequest request = requests.get(i);
            giveWay(cancelled);
            double done = (i + 1.0) / requests.size();
            if (broken.contains(request.pack())) {
                continue;
            }
            try {
                Encoding encoding = coder.encode(request, cancelled);
                RatePoint point = RatePoint.of(encoding, coder.scores(encoding));
                deliver(mine, () -> {
                    points.add(point);
                    progress.set(done);
                });
            } catch (IOException e) { // one pack that cannot run is no reason to do without the others
                broken.add(request.pack());
                deliver(
                        mine,
                        () -> problem.set(text(
                                "plot.failedPack",
                                request.pack(),
                                viewer.reason(e).line())));
            }
        }
    }

    private void giveWay(BooleanSupplier cancelled) {
        do {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("nobody looks at the plot any more");
            }
            if (viewerBusy) {
                try {
                    Thread.sleep(POLITE_MILLIS);
                } catch (InterruptedException e) {
                    throw new CancellationException("interrupted");
                }
            }
        } while (viewerBusy);
    }

    private void deliver(int mine, Runnable change) {
        viewer.context().ui().execute(() -> {
            if (mine == sweep) {
                change.run();
            }
        });
    }

    /**
     * Shows the encoding of a point. A {@code .nlc} encoding becomes the viewer's current one and the sliders follow.
     * JPEG has no sliders, so it takes the place of an encoding on the screen, until another encoding is asked for.
     */
    public void select(RatePoint point) {
        PictureCoder coder = viewer.coder().orElse(null);
        if (coder == null) {
            return;
        }
        selected.set(point);
        Encoding known = coder.cached(point.request()).orElse(null);
        if (known != null) {
            selectJob.cancel();
            show(known);
            return;
        }
        selectJob.start(cancelled -> coder.encode(point.request(), cancelled), this::show, e -> {
            selected.set(null);
            viewer.failed("error.encode", e);
        });
    }

    private void show(Encoding encoding) {
        if (encoding.request().codec() == EncodeRequest.Codec.NLC) {
            viewer.show(encoding);
            giveBack(); // also if it was the current one already
            return;
        }
        PaneModel pane = borrowed == null ? paneForJpeg() : borrowed;
        if (pane != borrowed || pane.choiceProperty().get() != lent) {
            before = pane.choiceProperty().get();
        }
        borrowed = pane;
        lent = new PaneChoice.Kept(0, encoding); // the viewer counts what was kept from 1
        pane.choiceProperty().set(lent);
    }

    // A pane that has JPEG already, or else the last one: that is where encodings are, the original being first.
    private PaneModel paneForJpeg() {
        List<PaneModel> seen = viewer.compare().visible();
        return seen.stream()
                .filter(pane -> pane.choiceProperty().get() instanceof PaneChoice.Jpeg)
                .findFirst()
                .orElse(seen.get(seen.size() - 1));
    }

    private void giveBack() {
        selected.set(null);
        if (borrowed != null && borrowed.choiceProperty().get() == lent) {
            borrowed.choiceProperty().set(before);
        }
        borrowed = null;
    }

    /** The points of the chosen series as text, see {@link RateTable}. */
    public String csv() {
        return RateTable.csv(points.filtered(point -> series.contains(point.series())));
    }

    /** Writes {@link #csv()}; an existing file is replaced, so whoever calls has asked. */
    public void exportCsv(Path file) {
        byte[] bytes = csv().getBytes(StandardCharsets.UTF_8);
        save(file, out -> out.write(bytes));
    }

    /** Writes a picture of the plot likewise. */
    public void exportPng(Path file, RenderedImage image) {
        save(file, out -> ImageIO.write(image, "png", out));
    }

    private void save(Path file, PictureFiles.Output output) {
        saveJob.start(
                cancelled -> {
                    PictureFiles.save(file, output);
                    return file;
                },
                saved -> viewer.messageProperty().set(new Message(false, text("plot.saved", saved.getFileName()))),
                e -> viewer.messageProperty()
                        .set(new Message(
                                true,
                                text(
                                        "plot.notSaved",
                                        file.getFileName(),
                                        viewer.reason(e).line()))));
    }

    private String text(String key, Object... args) {
        return viewer.context().texts().get(key, args);
    }

    /** Ends all work. */
    public void close() {
        stop();
        List.of(sweepJob, selectJob).forEach(LatestJob::close);
    }
}
