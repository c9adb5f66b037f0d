package io.nlc.codec.tile;

import io.nlc.picture.CodecProgress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads for the tiles of a picture. */
public class TilePool implements AutoCloseable {

    /** How often the caller's wish to stop is asked for while tiles are worked on. */
    private static final long POLL_MILLIS = 50;

    private final ExecutorService pool;
    private final int width;
    private volatile boolean stopped;

    /** What is done for each tile. */
    public interface Task {
        void run(int tile) throws IOException;
    }

    /**
     * A piece of work.
     *
     * @param work what is done, by any thread
     * @param done called afterwards on the thread that waits for it
     */
    public record Job(Work work, Runnable done) {

        /** What can fail. */
        public interface Work {
            void run() throws IOException;
        }
    }

    /**
     * Starts no thread yet.
     *
     * @param threads how many tiles are worked on at once, at most
     * @param tiles how many there will be to work on, at most
     */
    public TilePool(int threads, int tiles) {
        this.width = Math.max(1, Math.min(tiles, threads));
        this.pool = Executors.newFixedThreadPool(width, r -> {
            Thread t = new Thread(r, "nlc-tile");
            t.setDaemon(true);
            return t;
        });
    }

    /**
     * Runs the task for every tile, a few at a time and in order of submission.
     *
     * @param done called on this thread after each tile
     * @throws IOException the first failure
     * @throws CancellationException if progress says so
     */
    public void forEach(List<Integer> tiles, Task task, Runnable done, CodecProgress progress) throws IOException {
        runAll(tiles.stream().map(tile -> new Job(() -> task.run(tile), done)).toList(), progress);
    }

    /**
     * Runs jobs, a few at a time and in this order.
     *
     * @throws IOException the first failure
     * @throws CancellationException if progress says so
     */
    public void runAll(List<Job> jobs, CodecProgress progress) throws IOException {
        Deque<Running> running = new ArrayDeque<>();
        Iterator<Job> next = jobs.iterator();
        try {
            while (next.hasNext() || !running.isEmpty()) {
                stopIf(progress);
                while (next.hasNext() && running.size() < width + 1) {
                    running.add(start(next.next()));
                }
                await(running.peek().future(), progress);
                running.remove().job().done().run();
            }
        } finally {
            running.forEach(r -> r.future().cancel(false)); // what has begun goes on; close() waits for it
        }
    }

    private record Running(Job job, Future<?> future) {}

    private Running start(Job job) {
        return new Running(job, pool.submit(() -> {
            job.work().run();
            return null;
        }));
    }

    /**
     * For tasks that take long, to be called now and then by their threads.
     *
     * @throws CancellationException if the caller wants to stop
     */
    protected final void checkStopped() {
        if (stopped) {
            throw new CancellationException("cancelled by the caller");
        }
    }

    private void stopIf(CodecProgress progress) {
        stopped |= progress.cancelled();
        checkStopped();
    }

    // Progress is asked on the caller's thread alone; the tasks see what it said.
    private void await(Future<?> future, CodecProgress progress) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    stopIf(progress);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    if (cause instanceof IOException io) {
                        throw io;
                    }
                    if (cause instanceof RuntimeException runtime) {
                        throw runtime;
                    }
                    if (cause instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until no task is left: none may touch the caller's buffers, or natives that are freed, after this. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                done = pool.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
