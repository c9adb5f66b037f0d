package io.nlc.codec.latent;

import io.nlc.context.CausalOrder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/**
 * A network that is given, a row an element, what each element sees: {@code serial}, {@code context3d},
 * {@code context3d-serial}.
 */
final class RowForm implements ContextForm {

    /*
     * A decoder runs the network once a step. An encoder knows all symbols beforehand, so it runs the network over
     * many steps at once and then codes them in the decoder's order; the integers are the same, because a row's
     * result does not depend on other rows.
     *
     * With one snag: a symbol that its parameters leave no doubt about takes the likeliest value, which may differ
     * from the latent's, and everything that sees it must see that. So a symbol that changes makes the elements that
     * see it stale, and the stale ones of a step are run again before it is coded. Those of later runs see the change
     * anyway. It is rare: a sure symbol differs less than once in 4096. (With wrong guesses instead of known symbols
     * all this would still decode correctly, only slowly.)
     *
     * The rows of 3D contexts are many and their network is small: ONNX Runtime's own threads make it no faster, so a
     * run's rows are shared out among threads here, and symbols are coded as soon as the first of them is done. That
     * changes no integer either, since the elements of a step do not see one another.
     */

    /**
     * Most floats of a network run's inputs and outputs together, and most rows: bounds the memory, and hidden layers
     * stay in caches.
     */
    private static final int RUN_FLOATS = 1 << 20;

    private static final int RUN_ROWS = 2048;
    /** Fewest rows that are worth a thread of their own: below that, waking it takes as long as they do. */
    private static final int PART_ROWS = 96;

    private final PackSessions sessions;
    private final PackManifest manifest;
    private final CausalOrder order;
    private final NeighbourGrid grid;
    private final int planes;
    /** Of one element: symbols, hyper features, parameters. */
    private final int symbols;

    private final int features;
    private final int parameters;
    private final int rowsAtOnce;
    private final List<Part> parts;
    private final BitSet stale = new BitSet();
    private float[] hyperRows = new float[0];
    private float[] params = new float[0];
    private float[] again = new float[0];

    RowForm(PackSessions sessions, CausalOrder order) {
        this.sessions = sessions;
        this.manifest = sessions.pack().manifest();
        this.order = order;
        this.grid = new NeighbourGrid(order.taps());
        this.planes = order.planes(manifest.latentChannels());
        this.symbols = manifest.latentChannels() / planes;
        this.features = manifest.hyperFeatures() / planes;
        this.parameters = manifest.parameterChannels() / planes;
        int row = features + order.taps().size() * symbols + parameters;
        this.rowsAtOnce = Math.max(16, Math.min(RUN_ROWS, RUN_FLOATS / row));
        int threads =
                manifest.headHasSmallRows() ? RuntimeSettings.fromProperties().threads() : 1;
        this.parts = IntStream.range(0, threads).mapToObj(i -> new Part()).toList();
    }

    @Override
    public void code(FloatTensor hyper, short[] y, int height, int width, boolean known, Step step) throws IOException {
        int channels = manifest.latentChannels();
        int elements = planes * height * width;
        layOut(hyper, elements);
        grid.reset(planes, height, width, symbols);
        if (known) {
            for (int i = 0; i < y.length; i++) {
                grid.set(i % elements, i / elements, ContextForm.clip(y[i], manifest));
            }
        }
        int steps = order.steps(channels, height, width);
        int[] run = new int[0];
        BitSet ends = new BitSet(); // how many of the run's elements lie in its first step, its first two, ...
        for (int s = 0; s < steps; s++) {
            int[] next = order.elements(s, channels, height, width);
            if (!known || run.length + next.length > rowsAtOnce) {
                codeRun(run, ends, y, elements, step);
                run = next;
                ends.clear();
            } else {
                int had = run.length;
                run = Arrays.copyOf(run, had + next.length);
                System.arraycopy(next, 0, run, had, next.length);
            }
            ends.set(run.length);
        }
        codeRun(run, ends, y, elements, step);
    }

    /**
     * Hyper features by element: a plane of one feature for each plane of the latent, or all features of a position.
     */
    private void layOut(FloatTensor hyper, int elements) {
        if (hyperRows.length < hyper.size()) {
            hyperRows = new float[hyper.size()];
        }
        for (int f = 0, i = 0; f < features; f++) {
            for (int e = 0; e < elements; e++) {
                hyperRows[e * features + f] = hyper.get(i++);
            }
        }
    }

    /** Codes elements of one step, or of several that end where {@code ends} says. */
    private void codeRun(int[] run, BitSet ends, short[] y, int elements, Step step) throws IOException {
        // A run that is too large is a single step, whose elements do not see one another; nor is there anything to
        // watch in one.
        boolean watch = ends.cardinality() > 1;
        for (int from = 0; from < run.length; from += rowsAtOnce) {
            int[] block = Arrays.copyOfRange(run, from, Math.min(from + rowsAtOnce, run.length));
            params = params.length < block.length * parameters ? new float[block.length * parameters] : params;
            stale.clear();
            codeBlock(block, from, ends, watch, y, elements, step);
        }
    }

    private void codeBlock(int[] block, int from, BitSet ends, boolean watch, short[] y, int elements, Step step)
            throws IOException {
        try (Running running = new Running(block)) {
            if (watch) {
                running.await(block.length); // or a row that is run again could be overwritten by its first run
            }
            for (int first = 0; first < block.length; ) {
                int end = Math.min(ends.nextSetBit(from + first + 1) - from, block.length);
                refresh(block, first, end);
                for (int row = first; row < end; row++) {
                    running.await(row + 1);
                    boolean changes = codeElement(block[row], row * parameters, y, elements, step);
                    if (changes && watch) {
                        grid.forEachReader(block[row], stale::set);
                    }
                }
                first = end;
            }
        }
    }

    /** True if the element is not what the grid held before. */
    private boolean codeElement(int element, int mean, short[] y, int elements, Step step) throws IOException {
        int group = manifest.mixture() * symbols;
        boolean changes = false;
        for (int s = 0; s < symbols; s++) {
            int symbol = s * elements + element;
            int value = step.value(symbol, params, mean + s, mean + s + group, mean + s + 2 * group, symbols);
            y[symbol] = (short) value;
            changes |= grid.set(element, s, ContextForm.clip(value, manifest));
        }
        return changes;
    }

    /** Runs the stale ones among some elements of a block again. */
    private void refresh(int[] block, int first, int end) throws IOException {
        if (stale.isEmpty()) {
            return;
        }
        int[] rows =
                IntStream.range(first, end).filter(row -> stale.get(block[row])).toArray();
        if (rows.length == 0) {
            return;
        }
        again = again.length < rows.length * parameters ? new float[rows.length * parameters] : again;
        parts.get(0).run(Arrays.stream(rows).map(row -> block[row]).toArray(), 0, rows.length, again);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(again, i * parameters, params, rows[i] * parameters, parameters);
        }
    }

    /**
     * A run of the network over a block, of which the first part is done; to be closed, so that nothing is left that
     * runs.
     */
    private final class Running implements AutoCloseable {
        private final int rows;
        private final int shares;
        private final List<ForkJoinTask<?>> others = new ArrayList<>();
        private int ready;

        Running(int[] block) throws IOException {
            rows = block.length;
            shares = Math.max(1, Math.min(parts.size(), rows / PART_ROWS));
            for (int i = 1; i < shares; i++) {
                Part part = parts.get(i);
                int from = end(i - 1);
                int to = end(i);
                others.add(ForkJoinPool.commonPool().submit(() -> {
                    part.run(block, from, to, params);
                    return null;
                }));
            }
            boolean done = false;
            try {
                parts.get(0).run(block, 0, end(0), params);
                done = true;
            } finally {
                if (!done) {
                    close();
                }
            }
            ready = 1;
        }

        private int end(int share) {
            return (share + 1) * rows / shares;
        }

        /** Returns when so many rows are done, the first ones. */
        void await(int n) throws IOException {
            while (end(ready - 1) < n) {
                ForkJoinTask<?> other = others.get(ready - 1);
                other.quietlyJoin(); // an interrupt is for the caller to see to
                for (Throwable e = other.getException(); e != null; e = e.getCause()) {
                    if (e instanceof IOException io) {
                        throw io;
                    }
                    if (e.getCause() == null) {
                        throw new IllegalStateException(e);
                    }
                }
                ready++;
            }
        }

        @Override
        public void close() {
            others.forEach(ForkJoinTask::quietlyJoin);
        }
    }

    /** Runs some rows, beside others. */
    private final class Part {
        private final FloatTensor hyperIn = new FloatTensor();
        private final FloatTensor seenIn = new FloatTensor();
        private final FloatTensor output = new FloatTensor();
        private float[] gathered = new float[0];

        void run(int[] some, int from, int to, float[] all) throws IOException {
            int n = to - from;
            int seen = grid.seen();
            gathered =
                    gathered.length < n * Math.max(seen, features) ? new float[n * Math.max(seen, features)] : gathered;
            for (int row = 0; row < n; row++) {
                System.arraycopy(hyperRows, some[from + row] * features, gathered, row * features, features);
            }
            hyperIn.reshape(n, features).put(gathered);
            for (int row = 0; row < n; row++) {
                grid.gather(some[from + row], gathered, row * seen);
            }
            seenIn.reshape(n, seen).put(gathered);
            sessions.head().run(Map.of("hyper", hyperIn, "y", seenIn), output.reshape(n, parameters));
            output.get(all, from * parameters);
        }
    }
}
