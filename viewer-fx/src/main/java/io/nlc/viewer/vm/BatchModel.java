package io.nlc.viewer.vm;

import io.nlc.codec.RateTarget;
import io.nlc.model.Tune;
import io.nlc.viewer.model.BatchConverter;
import io.nlc.viewer.model.BatchConverter.Decision;
import io.nlc.viewer.model.BatchConverter.Existing;
import io.nlc.viewer.model.BatchInputs;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Files that are converted together: pictures to {@code .nlc}, and {@code .nlc} to PNG. */
public final class BatchModel {

    /*
     * The converter runs on a thread of its own and reports by the executor of the user interface; `run` numbers its
     * runs, and what a run that was cancelled still reports is dropped. A question about an existing file holds the
     * converter until it is answered.
     */

    private static final int LOOK_MILLIS = 100;

    private final ViewerModel viewer;
    private final Texts texts;
    private final LatestJob findJob;
    private final LatestJob convertJob;
    private final ObservableList<BatchItem> items = FXCollections.observableArrayList();
    private final StringProperty pack = new SimpleStringProperty();
    private final BooleanProperty sameRate = new SimpleBooleanProperty();
    private final DoubleProperty quality = new SimpleDoubleProperty();
    private final ObjectProperty<Path> folder = new SimpleObjectProperty<>();
    private final ObjectProperty<Existing> existing = new SimpleObjectProperty<>(Existing.ASK);
    private final ReadOnlyBooleanWrapper finding = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Path> question = new ReadOnlyObjectWrapper<>();
    private Function<Path, Decision> ask;
    private CompletableFuture<Decision> answer;
    private RateTarget rate;
    private int run;

    /** An empty batch with the viewer's pack and quality. */
    public BatchModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.texts = viewer.context().texts();
        this.findJob = new LatestJob("nlc-batch-find", viewer.context().ui());
        this.convertJob = new LatestJob("nlc-batch", viewer.context().ui());
        pack.set(viewer.packProperty().get());
        quality.set(viewer.rateProperty(RateMode.QUALITY).get());
        List.<ObservableValue<?>>of(pack, folder).forEach(property -> property.addListener((o, was, is) -> outdated()));
        List.<ObservableValue<?>>of(sameRate, quality, viewer.modeProperty())
                .forEach(property -> property.addListener((o, was, is) -> rateMoved()));
        List.of(RateMode.values()).forEach(mode -> viewer.rateProperty(mode).addListener((o, was, is) -> rateMoved()));
        rate = target();
        summarise();
    }

    /** The files, in the order in which they are converted. */
    public ObservableList<BatchItem> items() {
        return items;
    }

    /** The installed packs. */
    public ObservableList<String> packs() {
        return viewer.packs();
    }

    /** What a pack is made for; the PSNR until {@link #packsKnownProperty}. */
    public Tune tuneOf(String name) {
        return viewer.tunes().of(name);
    }

    /** Whether {@link #packs} is complete. */
    public ReadOnlyBooleanProperty packsKnownProperty() {
        return viewer.packsKnownProperty();
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

    /** Whether dropped folders are being searched. */
    public ReadOnlyBooleanProperty findingProperty() {
        return finding.getReadOnlyProperty();
    }

    /** Whether files are being converted. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Whether there is something to start. */
    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }

    /** How much of all is done, 0 to 1. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What came of all, in words. */
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** The existing file that somebody must {@link #answer decide} about before it goes on; null for none. */
    public ReadOnlyObjectProperty<Path> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /**
     * Asks somebody else about existing files, on the converting thread, in place of {@link #questionProperty}; null
     * for that again.
     */
    public void setAsk(Function<Path, Decision> ask) {
        this.ask = ask;
    }

    /** Answers the question. */
    public void answer(Decision decision) {
        question.set(null);
        if (answer != null) {
            answer.complete(decision);
        }
    }

    /** Searches files and folders for pictures and adds them; not while it runs. */
    public void add(List<Path> paths) {
        if (running.get()) {
            return;
        }
        finding.set(true);
        findJob.start(
                cancelled -> BatchInputs.find(paths, cancelled),
                found -> {
                    finding.set(false);
                    Set<Path> known = items.stream().map(BatchItem::file).collect(Collectors.toSet());
                    found.stream()
                            .filter(input -> !known.contains(input.file()))
                            .map(BatchItem::new)
                            .forEach(items::add);
                    summarise();
                },
                e -> {
                    finding.set(false);
                    summary.set(viewer.reason(e).line());
                });
    }

    /** Takes files out of the list; not while it runs. */
    public void remove(List<BatchItem> unwanted) {
        if (!running.get()) {
            items.removeAll(List.copyOf(unwanted));
            summarise();
        }
    }

    /** Empties the list; not while it runs. */
    public void clear() {
        remove(items);
    }

    // Results of other settings do not count any more.
    private void outdated() {
        if (!running.get()) {
            items.forEach(item -> item.become(BatchItem.State.WAITING, ""));
            summarise();
        }
    }

    // The viewer's sliders follow each other, so that not every move of one means another rate.
    private void rateMoved() {
        RateTarget now = target();
        if (!now.equals(rate)) {
            rate = now;
            outdated();
        }
    }

    /** Converts all files that are not done. */
    public void start() {
        List<BatchItem> todo = items.stream()
                .filter(item -> item.stateProperty().get() != BatchItem.State.DONE)
                .toList();
        if (running.get() || todo.isEmpty()) {
            return;
        }
        todo.forEach(item -> item.become(BatchItem.State.WAITING, ""));
        int mine = ++run;
        running.set(true);
        summarise();
        BatchConverter.Options options = new BatchConverter.Options(
                folder.get(), pack.get(), target(), viewer.context().device(), existing.get());
        Listener listener = new Listener(mine, todo);
        Function<Path, Decision> asked = ask;
        convertJob.start(
                cancelled -> {
                    Function<Path, Decision> asking = asked != null ? asked : path -> ask(path, mine, cancelled);
                    new BatchConverter(options, asking, listener, cancelled)
                            .convert(todo.stream().map(BatchItem::input).toList());
                    return null;
                },
                done -> ended(),
                e -> {
                    ended();
                    summary.set(viewer.reason(e).line());
                });
    }

    private RateTarget target() {
        RateMode mode = sameRate.get() ? viewer.modeProperty().get() : RateMode.QUALITY;
        return mode.target(sameRate.get() ? viewer.rateProperty(mode).get() : quality.get());
    }

    private Decision ask(Path file, int mine, BooleanSupplier cancelled) {
        CompletableFuture<Decision> reply = new CompletableFuture<>();
        deliver(mine, () -> {
            answer = reply;
            question.set(file);
        });
        while (true) {
            try {
                return reply.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("the batch was cancelled");
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new CancellationException("interrupted");
            }
        }
    }

    /** Ends the run; the file in work leaves nothing behind and can be started again. */
    public void cancel() {
        convertJob.cancel();
        findJob.cancel();
        finding.set(false);
        ended();
    }

    private void ended() {
        run++;
        question.set(null);
        running.set(false);
        items.stream()
                .filter(item -> item.stateProperty().get() == BatchItem.State.RUNNING)
                .forEach(item -> item.become(BatchItem.State.WAITING, ""));
        summarise();
    }

    private final class Listener implements BatchConverter.Listener {
        private final int mine;
        private final List<BatchItem> todo;

        Listener(int mine, List<BatchItem> todo) {
            this.mine = mine;
            this.todo = todo;
        }

        @Override
        public void started(int index) {
            deliver(mine, () -> {
                todo.get(index).become(BatchItem.State.RUNNING, "");
                summarise();
            });
        }

        @Override
        public void progress(int index, double fraction) {
            deliver(mine, () -> {
                todo.get(index).progress(fraction);
                markProgress();
            });
        }

        @Override
        public void finished(int index, BatchConverter.Outcome outcome) {
            deliver(mine, () -> {
                BatchModel.this.finished(todo.get(index), outcome);
                summarise();
            });
        }
    }

    private void deliver(int mine, Runnable change) {
        viewer.context().ui().execute(() -> {
            if (mine == run) {
                change.run();
            }
        });
    }

    private void finished(BatchItem item, BatchConverter.Outcome outcome) {
        if (outcome instanceof BatchConverter.Done done) {
            String detail = texts.get(
                    done.targetReached() ? "batch.detail.done" : "batch.detail.missed",
                    texts.bytes(done.before()),
                    texts.bytes(done.after()),
                    texts.number(done.bpp(), 3));
            if (!BatchConverter.stem(done.output()).equals(BatchConverter.stem(item.file()))) {
                detail = texts.get("batch.detail.renamed", detail, done.output().getFileName());
            }
            item.become(BatchItem.State.DONE, detail, done.before(), done.after());
        } else if (outcome instanceof BatchConverter.Skipped skipped) {
            item.become(
                    BatchItem.State.SKIPPED,
                    texts.get(
                            skipped.input() ? "batch.detail.input" : "batch.detail.exists",
                            skipped.output().getFileName()));
        } else if (outcome instanceof BatchConverter.Failed failed) {
            item.become(BatchItem.State.FAILED, viewer.reason(failed.reason()).line());
        }
    }

    private void markProgress() {
        progress.set(items.stream()
                .mapToDouble(item -> item.progressProperty().get())
                .average()
                .orElse(0));
    }

    private long count(BatchItem.State state) {
        return items.stream()
                .filter(item -> item.stateProperty().get() == state)
                .count();
    }

    private void summarise() {
        markProgress();
        ready.set(!running.get() && count(BatchItem.State.DONE) < items.size());
        long done = count(BatchItem.State.DONE);
        long skipped = count(BatchItem.State.SKIPPED);
        long failed = count(BatchItem.State.FAILED);
        StringBuilder text = new StringBuilder(
                done + skipped + failed == 0
                        ? texts.get("batch.summary.files", items.size())
                        : texts.get("batch.summary.done", done, items.size()));
        if (skipped > 0) {
            text.append(", ").append(texts.get("batch.summary.skipped", skipped));
        }
        if (failed > 0) {
            text.append(", ").append(texts.get("batch.summary.failed", failed));
        }
        if (done > 0) {
            text.append(" \u00b7 ")
                    .append(texts.get(
                            "batch.summary.bytes",
                            texts.bytes(
                                    items.stream().mapToLong(BatchItem::before).sum()),
                            texts.bytes(
                                    items.stream().mapToLong(BatchItem::after).sum())));
        }
        summary.set(text.toString());
    }

    /** Ends all work. */
    public void close() {
        cancel();
    }
}
