package io.nlc.viewer.vm.batch;

import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.batch.BatchConverter;
import io.nlc.viewer.model.batch.BatchInputs;
import io.nlc.viewer.model.batch.BatchOptions;
import io.nlc.viewer.model.batch.BatchTable;
import io.nlc.viewer.model.batch.Decision;
import io.nlc.viewer.model.batch.Outcome;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Files that are converted together: pictures to {@code .nlc}, and {@code .nlc} to PNG. */
public final class BatchModel {

    /*
     * The converter runs on a thread of its own and reports by the executor of the user interface; `run` numbers its
     * runs, and what a run that was cancelled still reports is dropped.
     */

    private final ViewerModel viewer;
    private final BatchWords words;
    private final OptionsModel options;
    private final QuestionModel question = new QuestionModel();
    private final LatestJob findJob;
    private final LatestJob convertJob;
    private final LatestJob saveJob;
    private final ObservableList<BatchItem> items = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper finding = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private Passed passed = Passed.NONE;
    private int run;

    /** An empty batch with the viewer's pack and quality. */
    public BatchModel(ViewerModel viewer) {
        this.viewer = viewer;
        this.words = new BatchWords(viewer.context().texts(), viewer.messages());
        this.options = new OptionsModel(viewer.rate(), viewer.context(), this::outdated);
        this.findJob = viewer.context().lane("nlc-batch-find");
        this.convertJob = viewer.context().lane("nlc-batch");
        this.saveJob = viewer.context().lane("nlc-batch-save");
        summarise();
    }

    /** The files, in the order in which they are converted. */
    public ObservableList<BatchItem> items() {
        return items;
    }

    /** How they are converted. */
    public OptionsModel options() {
        return options;
    }

    /** What somebody must decide. */
    public QuestionModel question() {
        return question;
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

    /** Searches files and folders for pictures and adds them; not while it runs. */
    public void add(List<Path> paths) {
        if (running.get()) {
            return;
        }
        finding.set(true);
        findJob.start(cancelled -> BatchInputs.find(paths, cancelled), this::found, e -> {
            finding.set(false);
            summary.set(viewer.messages().reason(e).line());
        });
    }

    private void found(BatchInputs.Found found) {
        finding.set(false);
        Set<Path> known = items.stream().map(BatchItem::file).collect(Collectors.toSet());
        long again = found.inputs().stream()
                .filter(input -> known.contains(input.file()))
                .count();
        passed = passed.and(new Passed(found.others(), found.hidden(), again));
        found.inputs().stream()
                .filter(input -> !known.contains(input.file()))
                .map(BatchItem::new)
                .forEach(items::add);
        summarise();
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
        if (!running.get()) {
            passed = Passed.NONE;
        }
        remove(items);
    }

    // Results of other settings do not count any more.
    private void outdated() {
        if (!running.get()) {
            items.forEach(item -> item.become(BatchItem.State.WAITING, ""));
            summarise();
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
        BatchOptions now = options.options();
        Listener listener = new Listener(mine, todo);
        BiFunction<Path, BooleanSupplier, Decision> asked = question.asked(change -> deliver(mine, change));
        convertJob.start(
                cancelled -> {
                    new BatchConverter(now, path -> asked.apply(path, cancelled), listener, cancelled)
                            .convert(todo.stream().map(BatchItem::input).toList());
                    return null;
                },
                done -> ended(),
                e -> {
                    ended();
                    summary.set(viewer.messages().reason(e).line());
                });
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
        question.withdraw();
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
        public void finished(int index, Outcome outcome) {
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

    private void finished(BatchItem item, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            item.done(done, words.done(item, done));
        } else if (outcome instanceof Outcome.Skipped skipped) {
            item.become(BatchItem.State.SKIPPED, words.skipped(skipped));
        } else if (outcome instanceof Outcome.Failed failed) {
            item.become(BatchItem.State.FAILED, words.failed(failed));
        }
    }

    private void markProgress() {
        progress.set(items.stream()
                .mapToDouble(item -> item.progressProperty().get())
                .average()
                .orElse(0));
    }

    private void summarise() {
        markProgress();
        ready.set(!running.get() && BatchWords.count(items, BatchItem.State.DONE) < items.size());
        summary.set(words.summary(items, passed));
    }

    /** What came of all files as text, see {@link BatchTable}. */
    public String csv() {
        return BatchTable.csv(items.stream()
                .map(item -> new BatchTable.Row(
                        item.file(),
                        item.stateProperty().get().name().toLowerCase(Locale.ROOT),
                        item.done(),
                        item.done().isPresent() ? "" : item.detailProperty().get()))
                .toList());
    }

    /**
     * Writes {@link #csv}, with the suffix if the name has none; an existing file is replaced, so whoever calls has
     * asked.
     */
    public void exportCsv(Path file) {
        byte[] bytes = csv().getBytes(StandardCharsets.UTF_8);
        Path named = FileNames.suffix(file).isEmpty() ? file.resolveSibling(file.getFileName() + ".csv") : file;
        saveJob.start(
                cancelled -> {
                    PictureFiles.save(named, out -> out.write(bytes));
                    return named;
                },
                saved -> summary.set(viewer.context().texts().get("batch.saved", saved.getFileName())),
                e -> summary.set(viewer.context()
                        .texts()
                        .get(
                                "batch.notSaved",
                                named.getFileName(),
                                viewer.messages().reason(e).line())));
    }

    /** Ends all work. */
    public void close() {
        cancel();
    }
}
