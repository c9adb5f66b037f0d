package io.nlc.viewer.vm.plot;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.plot.RatePoint;
import io.nlc.viewer.model.plot.RateSweep;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;

/** The points of the chosen curves, and how they are computed. */
final class SweepModel {

    /*
     * The points come from the picture's own coder, so that a point that was shown once costs nothing again, and the
     * other way round. They are made while somebody looks, one after the other on a thread of lowest priority that
     * waits while a slider or a pane waits for an encoding. Points that came are kept when a series is added or the
     * plot is left; all go with the picture.
     */

    private static final int POLITE_MILLIS = 50;

    private final ViewerModel viewer;
    private final ObservableSet<Codec> series;
    private final ObservableBooleanValue seen;
    private final LatestJob sweepJob;
    private final ObservableList<RatePoint> points = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyBooleanWrapper originalMissing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<String> problem = new ReadOnlyObjectWrapper<>();
    private volatile boolean viewerBusy;
    private int sweep;

    /**
     * Computes nothing before somebody looks.
     *
     * @param seen whether somebody does
     */
    SweepModel(ViewerModel viewer, ObservableSet<Codec> series, ObservableBooleanValue seen) {
        this.viewer = viewer;
        this.series = series;
        this.seen = seen;
        this.sweepJob = viewer.context().lane("nlc-plot");
        series.addListener((SetChangeListener<Codec>) change -> {
            if (change.wasAdded() || running.get()) {
                startIfSeen();
            }
        });
        viewer.document().originalProperty().addListener((o, was, is) -> pictureChanged());
        viewer.encoding().waitingProperty().addListener((o, was, is) -> markBusy());
        viewer.compare().panes().forEach(pane -> pane.waitingProperty().addListener((o, was, is) -> markBusy()));
        markBusy();
    }

    /** The points that are there, in the order they came. */
    ObservableList<RatePoint> points() {
        return points;
    }

    ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty originalMissingProperty() {
        return originalMissing.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<String> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Somebody has begun or ceased to look, here or elsewhere. */
    void seenChanged() {
        if (!seen.get()) {
            stop();
        } else if (!running.get()) {
            start();
        }
    }

    private void startIfSeen() {
        if (seen.get()) {
            start();
        }
    }

    private void pictureChanged() {
        stop();
        points.clear();
        problem.set(null);
        originalMissing.set(false);
        startIfSeen();
    }

    private void markBusy() {
        viewerBusy = viewer.encoding().waitingProperty().get()
                || viewer.compare().panes().stream()
                        .anyMatch(pane -> pane.waitingProperty().get());
    }

    /** Computes the points that are missing, in place of what is being computed. */
    void start() {
        stop();
        PictureCoder coder = viewer.document().coder().orElse(null);
        boolean nothing = viewer.document().originalProperty().get() == null;
        boolean asking = !nothing && !viewer.document().originalKnown();
        originalMissing.set(coder != null && asking);
        problem.set(
                nothing ? null : coder == null ? text("plot.tooLarge") : asking ? text("plot.originalMissing") : null);
        Set<EncodeRequest> known = points.stream().map(RatePoint::request).collect(Collectors.toSet());
        List<EncodeRequest> missing = RateSweep.of(series).stream()
                .filter(request -> !known.contains(request))
                .toList();
        if (coder == null || asking || missing.isEmpty()) {
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
                    problem.set(text("plot.failed", viewer.messages().reason(e).line()));
                });
    }

    /** Ends that; the points that are there stay. */
    void stop() {
        sweep++;
        sweepJob.cancel();
        running.set(false);
    }

    private void sweep(PictureCoder coder, List<EncodeRequest> requests, int mine, BooleanSupplier cancelled) {
        Set<Codec> broken = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            EncodeRequest request = requests.get(i);
            giveWay(cancelled);
            double done = (i + 1.0) / requests.size();
            if (broken.contains(request.codec())) {
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
                broken.add(request.codec());
                deliver(
                        mine,
                        () -> problem.set(text(
                                "plot.failedPack",
                                request.codec().label(),
                                viewer.messages().reason(e).line())));
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

    private String text(String key, Object... args) {
        return viewer.context().texts().get(key, args);
    }

    /** Ends all work. */
    void close() {
        stop();
        sweepJob.close();
    }
}
