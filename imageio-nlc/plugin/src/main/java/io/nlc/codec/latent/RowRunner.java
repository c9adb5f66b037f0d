package io.nlc.codec.latent;

import io.nlc.context.ContextModel;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/** Runs a row network, sharing the rows out among threads where that pays. */
final class RowRunner {

    /*
     * Most elements of a 3D context see nothing but zeros, so all that is left of their row is the one hyper feature.
     * What the network made of those rows is remembered (KnownRows).
     */

    /** Fewest rows that are worth a thread of their own: below that, waking it takes as long as they do. */
    private static final int PART_ROWS = 96;

    private final PackSessions sessions;
    private final RowLayout layout;
    private final List<Part> parts;

    RowRunner(PackSessions sessions, RowLayout layout) {
        this.sessions = sessions;
        this.layout = layout;
        int threads = sessions.pack().manifest().context().head() == ContextModel.Head.SMALL_ROWS
                ? sessions.settings().each().threads()
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
        private final KnownRows known = layout.features() == 1 ? new KnownRows(layout.parameters()) : null;
        private float[] features = new float[0];
        private float[] seen = new float[0];
        private int[] asked = new int[0];
        private boolean[] blank = new boolean[0];

        void run(int[] some, int from, int to, float[] all) throws IOException {
            reserve(to - from);
            int n = 0;
            for (int row = from; row < to; row++) {
                if (!isKnown(some[row], n, all, row)) {
                    asked[n++] = row;
                }
            }
            if (n > 0) {
                hyperIn.reshape(n, layout.features()).put(features);
                seenIn.reshape(n, layout.seen()).put(seen);
                sessions.head().run(Map.of("hyper", hyperIn, "y", seenIn), output.reshape(n, layout.parameters()));
                take(n, all);
            }
        }

        private void reserve(int most) {
            if (asked.length < most) {
                asked = new int[most];
                blank = new boolean[most];
                features = new float[most * layout.features()];
                seen = new float[most * layout.seen()];
            }
        }

        /** Gathers what an element sees, and its features, as row {@code n}; true if the network need not be asked. */
        private boolean isKnown(int element, int n, float[] all, int row) {
            layout.gatherSeen(element, seen, n * layout.seen());
            layout.gatherHyper(element, features, n * layout.features());
            blank[n] = known != null && seesNothing(n * layout.seen());
            return blank[n] && known.find(features[n], all, row * layout.parameters());
        }

        private boolean seesNothing(int at) {
            for (int i = at; i < at + layout.seen(); i++) {
                if (seen[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        private void take(int n, float[] all) {
            int parameters = layout.parameters();
            if (known == null) {
                output.get(all, asked[0] * parameters);
                return;
            }
            FloatBuffer values = output.buffer();
            for (int i = 0; i < n; i++) {
                values.get(i * parameters, all, asked[i] * parameters, parameters);
                if (blank[i]) {
                    known.add(features[i], all, asked[i] * parameters);
                }
            }
        }
    }
}
