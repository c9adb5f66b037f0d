package io.nlc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Converts many files. What goes wrong with one of them costs that one alone. */
final class Batch {

    /*
     * Files go side by side, each with its share of the threads: on one file alone threads wait for one another
     * wherever something cannot be divided, such as the bits of a tile, and the more threads the longer.
     */

    /** Bytes of heap that there should be for each file that is worked on: pictures of 100 megapixels fit. */
    private static final long HEAP = 400L << 20;

    /** The property that says how many threads there are, so that nobody else may. */
    private static final String THREADS = "nlc.threads";

    private final Conversion conversion;
    private final BatchPlan plan;
    private final StandardStreams streams;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Set<Path> inputs = new HashSet<>();
    private ProgressBar bar;
    private int done;
    private int converted;
    private int skipped;
    private int failed;
    private long read;
    private long written;
    private long pixels;

    Batch(Conversion conversion, BatchPlan plan, StandardStreams streams, PrintWriter out, PrintWriter err) {
        this.conversion = conversion;
        this.plan = plan;
        this.streams = streams;
        this.out = out;
        this.err = err;
    }

    /** How many files at a time the machine is good for. */
    static int jobs() {
        Runtime machine = Runtime.getRuntime();
        return (int) Math.max(1, Math.min(machine.availableProcessors(), machine.maxMemory() / HEAP));
    }

    /** A conversion for so many files at a time: the processors are shared out among them. */
    static Conversion sideBySide(Conversion conversion, int files) {
        return System.getProperty(THREADS) != null
                ? conversion
                : conversion.withThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / files));
    }

    /**
     * Converts what the plan says.
     *
     * @param threads how many files at a time
     * @return the exit code: 1 if anything failed
     */
    int run(int threads, boolean skipExisting) throws IOException {
        long start = System.nanoTime();
        try (ProgressBar all =
                ProgressBar.of(conversion.verb() + " " + count(plan.jobs().size(), "file"))) {
            bar = all;
            plan.problems().forEach(this::fail);
            for (BatchPlan.Job job : plan.jobs()) {
                if (Files.exists(job.in())) {
                    inputs.add(job.in().toRealPath());
                }
            }
            await(threads, skipExisting);
        }
        out.println(summary((System.nanoTime() - start) / 1e9));
        return failed == 0 ? 0 : 1;
    }

    private void await(int threads, boolean skipExisting) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (BatchPlan.Job job : plan.jobs()) {
                work.add(workers.submit(() -> run(job, skipExisting)));
            }
            for (Future<?> w : work) {
                w.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void run(BatchPlan.Job job, boolean skipExisting) {
        try {
            if (skipExisting && Files.exists(job.out(), LinkOption.NOFOLLOW_LINKS)) {
                skip();
            } else {
                finish(convert(job));
            }
        } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
            String message = Failure.message(e);
            boolean named = message.contains(job.in().toString())
                    || message.contains(job.out().toString());
            fail(named ? message : job.in() + ": " + message);
            done(1);
        }
    }

    private Conversion.Converted convert(BatchPlan.Job job) throws IOException {
        if (Files.exists(job.out()) && inputs.contains(job.out().toRealPath())) {
            throw new Failure(job.out() + ": is what is read");
        }
        Path folder = job.out().toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        return conversion.convert(Input.of(job.in()), streams.output(job.out()), ProgressBar.none(), this::warn);
    }

    private synchronized void skip() {
        skipped++;
        done(1);
    }

    private synchronized void finish(Conversion.Converted result) {
        converted++;
        read += result.read();
        written += result.written();
        pixels += result.pixels();
        if (result.line() != null) {
            bar.close();
            out.println(result.line());
            out.flush();
        }
        done(1);
    }

    private synchronized void done(int files) {
        done += files;
        bar.show(done / (double) plan.jobs().size());
    }

    private synchronized void warn(String warning) {
        bar.close();
        err.println("nlc: warning: " + warning);
        err.flush();
    }

    private synchronized void fail(String message) {
        failed++;
        bar.close();
        err.println("nlc: " + message);
        err.flush();
    }

    private String summary(double seconds) {
        long coded = conversion.verb().equals("encode") ? written : read;
        return String.format(
                Locale.ROOT,
                "%sd %s, %d skipped, %d failed: %d bytes to %d, %s%.1f s",
                conversion.verb(),
                count(converted, "file"),
                skipped,
                failed,
                read,
                written,
                pixels == 0 ? "" : String.format(Locale.ROOT, "%.4f bpp, ", 8.0 * coded / pixels),
                seconds);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
