package io.nlc.viewer.vm.batch;

import io.nlc.viewer.model.batch.BatchInputs;
import io.nlc.viewer.model.batch.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** A file of a batch and what became of it. */
public final class BatchItem {

    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        SKIPPED,
        FAILED
    }

    private final BatchInputs.Input input;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.WAITING);
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyObjectWrapper<Outcome.Done> done = new ReadOnlyObjectWrapper<>();

    BatchItem(BatchInputs.Input input) {
        this.input = input;
    }

    BatchInputs.Input input() {
        return input;
    }

    /** The file. */
    public Path file() {
        return input.file();
    }

    /** Its name, with the folders from the one that was dropped. */
    public String name() {
        return input.relative().toString();
    }

    /** How far it is. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What came out, or why nothing did. */
    public ReadOnlyStringProperty detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /** How much of it is done, 0 to 1. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What came out; null while it is not done. */
    public ReadOnlyObjectProperty<Outcome.Done> doneProperty() {
        return done.getReadOnlyProperty();
    }

    /** What came out; empty while it is not done. */
    Optional<Outcome.Done> done() {
        return Optional.ofNullable(done.get());
    }

    void progress(double fraction) {
        progress.set(fraction);
    }

    void done(Outcome.Done outcome, String newDetail) {
        become(State.DONE, newDetail, outcome);
    }

    void become(State newState, String newDetail) {
        become(newState, newDetail, null);
    }

    private void become(State newState, String newDetail, Outcome.Done outcome) {
        done.set(outcome);
        progress.set(newState == State.WAITING || newState == State.RUNNING ? 0 : 1);
        detail.set(newDetail);
        state.set(newState);
    }
}
