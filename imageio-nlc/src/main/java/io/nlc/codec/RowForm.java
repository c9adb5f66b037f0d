package io.nlc.codec;

import io.nlc.context.CausalOrder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;

/** A network that is given, a row an element, what each element sees: {@code serial}, {@code context3d}, {@code context3d-serial}. */
final class RowForm implements ContextForm {

    /*
     * A decoder runs the network once a step. An encoder knows all symbols beforehand, so it runs the network over many steps at once
     * and then codes them in the decoder's order; the integers are the same, because a row's result does not depend on other rows.
     *
     * With one snag: a symbol that its parameters leave no doubt about takes the likeliest value, which may differ from the latent's,
     * and everything that sees it must see that. So a symbol that changes makes the elements that see it stale, and the stale ones of
     * a step are run again before it is coded. Those of later runs see the change anyway. It is rare: a sure symbol differs less
     * than once in 4096. (With wrong guesses instead of known symbols all this would still decode correctly, only slowly.)
     */

    /** Most floats of a network run's inputs and outputs together, and most rows: bounds the memory, and hidden layers stay in caches. */
    private static final int RUN_FLOATS = 1 << 20;
    private static final int RUN_ROWS = 2048;

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
    private final FloatTensor hyperIn = new FloatTensor();
    private final FloatTensor seenIn = new FloatTensor();
    private final FloatTensor output = new FloatTensor();
    private final BitSet stale = new BitSet();
    private float[] hyperRows = new float[0];
    private float[] gathered = new float[0];
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

    /** Hyper features by element: a plane of one feature for each plane of the latent, or all features of a position. */
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
        // A run that is too large is a single step, whose elements do not see one another; nor is there anything to watch in one.
        boolean watch = ends.cardinality() > 1;
        for (int from = 0; from < run.length; from += rowsAtOnce) {
            int[] block = Arrays.copyOfRange(run, from, Math.min(from + rowsAtOnce, run.length));
            params = run(block, block.length, params);
            stale.clear();
            for (int first = 0; first < block.length;) {
                int end = Math.min(ends.nextSetBit(from + first + 1) - from, block.length);
                refresh(block, first, end);
                for (int row = first; row < end; row++) {
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
        int[] rows = IntStream.range(first, end).filter(row -> stale.get(block[row])).toArray();
        if (rows.length == 0) {
            return;
        }
        again = run(Arrays.stream(rows).map(row -> block[row]).toArray(), rows.length, again);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(again, i * parameters, params, rows[i] * parameters, parameters);
        }
    }

    private float[] run(int[] some, int n, float[] result) throws IOException {
        int seen = grid.seen();
        gathered = gathered.length < n * Math.max(seen, features) ? new float[n * Math.max(seen, features)] : gathered;
        for (int row = 0; row < n; row++) {
            System.arraycopy(hyperRows, some[row] * features, gathered, row * features, features);
        }
        hyperIn.reshape(n, features).put(gathered);
        for (int row = 0; row < n; row++) {
            grid.gather(some[row], gathered, row * seen);
        }
        seenIn.reshape(n, seen).put(gathered);
        sessions.head().run(Map.of("hyper", hyperIn, "y", seenIn), output.reshape(n, parameters));
        return output.toArray(result);
    }
}
