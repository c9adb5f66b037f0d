package io.nlc.viewer.vm.batch;

import io.nlc.viewer.model.batch.Decision;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The question what to do with an existing file, which holds the converter until it is answered. */
public final class QuestionModel {

    private static final int LOOK_MILLIS = 100;

    private final ReadOnlyObjectWrapper<Path> question = new ReadOnlyObjectWrapper<>();
    private Function<Path, Decision> ask;
    private CompletableFuture<Decision> answer;

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

    /** Nobody waits for an answer any more. */
    void withdraw() {
        question.set(null);
    }

    /**
     * Who is asked about a file in a run that begins now, and learns when that is to end; for the converting thread.
     *
     * @param deliver runs what puts the question on the screen
     */
    BiFunction<Path, BooleanSupplier, Decision> asked(Consumer<Runnable> deliver) {
        Function<Path, Decision> somebody = ask;
        return somebody != null
                ? (file, cancelled) -> somebody.apply(file)
                : (file, cancelled) -> wait(file, deliver, cancelled);
    }

    private Decision wait(Path file, Consumer<Runnable> deliver, BooleanSupplier cancelled) {
        CompletableFuture<Decision> reply = new CompletableFuture<>();
        deliver.accept(() -> {
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
}
