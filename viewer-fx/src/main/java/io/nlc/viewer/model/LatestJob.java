package io.nlc.viewer.model;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Background work of which only the newest counts: a new job cancels the one that runs and replaces the one that waits.
 * What a cancelled job returns is never delivered. Results come on the executor given, one job after the other.
 */
public final class LatestJob implements AutoCloseable {

    /*
     * One thread, which lives as long as there is work. The job that runs asks cancelled() between its steps and ends
     * by itself; the networks cannot be interrupted. Whether a result still counts is decided where it is delivered,
     * on the caller's thread, so that nothing that the caller has replaced can come after the replacement.
     */

    private final String name;
    private final Jobs jobs;
    private final Executor deliver;
    private Job<?> waiting;
    private Job<?> running;
    private volatile Job<?> newest;
    private boolean alive;

    /** Work that may be told to stop. */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does the work.
         *
         * @param cancelled true as soon as nobody wants the result any more; a {@link CancellationException} is then
         *     the best answer
         */
        T run(BooleanSupplier cancelled) throws Exception;
    }

    /** Work of which something can be shown before it is done. */
    @FunctionalInterface
    public interface Staged<T, P> {

        /**
         * Does the work.
         *
         * @param cancelled as of {@link Work#run}
         * @param soFar takes what there is already, to be delivered unless nobody wants it any more
         */
        T run(BooleanSupplier cancelled, Consumer<P> soFar) throws Exception;
    }

    private record Job<T>(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {}

    /**
     * Makes a lane for work.
     *
     * @param name of the thread
     * @param jobs starts it, and says when everything is to end
     * @param deliver runs what is to be done with results, such as {@code Platform::runLater}
     */
    public LatestJob(String name, Jobs jobs, Executor deliver) {
        this.name = name;
        this.jobs = jobs;
        this.deliver = deliver;
    }

    /** Starts work in place of whatever was started before; nothing happens if everything is to end. */
    public synchronized <T> void start(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        waiting = new Job<>(work, done, failed);
        newest = waiting;
        alive = alive || jobs.start(name, this::run);
        if (jobs.ending()) {
            cancel();
        }
    }

    /**
     * Starts work in place of whatever was started before.
     *
     * @param soFar is given what the work shows before it is done
     */
    public <T, P> void start(Staged<T, P> work, Consumer<P> soFar, Consumer<T> done, Consumer<Exception> failed) {
        start(
                cancelled -> work.run(
                        cancelled,
                        part -> deliver.execute(() -> {
                            if (!cancelled.getAsBoolean()) {
                                soFar.accept(part);
                            }
                        })),
                done,
                failed);
    }

    /** Ends what runs and forgets what waits; nothing of it is delivered. */
    public synchronized void cancel() {
        waiting = null;
        newest = null;
    }

    /** Whether something runs or waits whose result will be delivered. */
    public synchronized boolean busy() {
        return newest != null;
    }

    @Override
    public void close() {
        cancel();
    }

    private synchronized Job<?> next() {
        running = jobs.ending() ? null : waiting;
        waiting = null;
        if (running == null) {
            alive = false;
        }
        return running;
    }

    private void run() {
        for (Job<?> job = next(); job != null; job = next()) {
            run(job);
        }
    }

    private <T> void run(Job<T> job) {
        try {
            T result = job.work.run(() -> newest != job || jobs.ending());
            deliver(job, () -> job.done.accept(result));
        } catch (CancellationException e) {
            deliver(job, () -> {}); // of itself, which is as if it had not been started
        } catch (Exception e) {
            deliver(job, () -> job.failed.accept(e));
        } catch (OutOfMemoryError | LinkageError e) {
            deliver(job, () -> job.failed.accept(new IllegalStateException(e)));
        }
    }

    private void deliver(Job<?> job, Runnable action) {
        deliver.execute(() -> {
            if (finished(job)) {
                action.run();
            }
        });
    }

    private synchronized boolean finished(Job<?> job) {
        if (newest != job || jobs.ending()) {
            return false;
        }
        newest = null;
        return true;
    }
}
