package io.nlc.codec.latent;

import io.nlc.context.ContextModel;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/** Runs a row network, sharing the rows out among threads where that pays. */
final class RowRunner {

    /** Fewest rows that are worth a thread of their own: below that, waking it takes as long as they do. */
    private static final int PART_ROWS = 96;

    private final PackSessions sessions;
    private final RowLayout layout;
    private final List<Part> parts;

    RowRunner(PackSessions sessions, RowLayout layout) {
        this.sessions = sessions;
        this.layout = layout;
        int threads = sessions.pack().manifest().context().head() == ContextModel.Head.SMALL_ROWS
                ? sessions.settings().threads()
                : 1;
        this.parts = IntStream.range(0, threads).mapToObj(i -> new Part()).toList();
    }

    /**
     * Starts a run over a block of elements and does its first share. It must be closed before the next run starts.
     *
     * @param params takes the parameters of all elements
     */
    RowRun start(int[] block, float[] params) throws IOException {
        int shares = Math.max(1, Math.min(parts.size(), block.length / PART_ROWS));
        RowRun run = new RowRun(block.length, shares);
        for (int i = 1; i < shares; i++) {
            run.add(share(run, i, block, params));
        }
        try {
            parts.get(0).run(block, 0, run.end(0), params);
        } catch (Throwable e) {
            run.close();
            throw e;
        }
        return run;
    }

    private ForkJoinTask<?> share(RowRun run, int i, int[] block, float[] params) {
        Part part = parts.get(i);
        return ForkJoinPool.commonPool().submit(() -> {
            part.run(block, run.end(i - 1), run.end(i), params);
            return null;
        });
    }

    /** Runs the network over some elements on this thread, while no other run is under way. */
    void runNow(int[] elements, float[] params) throws IOException {
        parts.get(0).run(elements, 0, elements.length, params);
    }

    /** Runs some rows, beside others; has buffers of its own. */
    private final class Part {
        private final FloatTensor hyperIn = new FloatTensor();
        private final FloatTensor seenIn = new FloatTensor();
        private final FloatTensor output = new FloatTensor();
        private float[] gathered = new float[0];

        void run(int[] some, int from, int to, float[] all) throws IOException {
            int n = to - from;
            int seen = layout.seen();
            int features = layout.features();
            int parameters = layout.parameters();
            gathered =
                    gathered.length < n * Math.max(seen, features) ? new float[n * Math.max(seen, features)] : gathered;
            for (int row = 0; row < n; row++) {
                layout.gatherHyper(some[from + row], gathered, row * features);
            }
            hyperIn.reshape(n, features).put(gathered);
            for (int row = 0; row < n; row++) {
                layout.gatherSeen(some[from + row], gathered, row * seen);
            }
            seenIn.reshape(n, seen).put(gathered);
            sessions.head().run(Map.of("hyper", hyperIn, "y", seenIn), output.reshape(n, parameters));
            output.get(all, from * parameters);
        }
    }
}
