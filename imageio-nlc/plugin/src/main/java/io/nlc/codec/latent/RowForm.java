package io.nlc.codec.latent;

import io.nlc.context.CausalOrder;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;

/**
 * A network that is given, a row an element, what each element sees: {@code serial}, {@code context3d},
 * {@code context3d-serial}.
 */
final class RowForm implements ContextForm {

    /*
     * An element is a position with all of its channels, or a single symbol (CausalOrder). Its row of the network's
     * input is its hyper features and its receptive field, the symbols it sees (RowLayout). The integers of a row do
     * not depend on other rows, so how rows are put together is a matter of speed only.
     *
     * A decoder runs the network once a step. An encoder knows all symbols beforehand, so it runs the network over
     * many steps at once (RowBatch) and then codes them in the decoder's order.
     *
     * With one snag: a deterministic symbol, whose parameters leave no doubt, takes the likeliest value, which may
     * differ from the latent's, and everything that sees it must see that. So a symbol that changes makes the elements
     * that see it stale, and the stale ones of a step are run again before it is coded (StaleRows). Those of later
     * batches see the change anyway. It is rare: a deterministic symbol differs less than once in 4096. (With wrong
     * guesses instead of known symbols all this would still decode correctly, only slowly.)
     *
     * The rows of 3D contexts are many and their network is small: ONNX Runtime's own threads make it no faster, so a
     * run's rows are shared out among threads (RowRunner), and symbols are coded as soon as the first share is done
     * (RowRun). That changes no integer either, since the elements of a step do not see one another.
     *
     * Serial context: Minnen et al. 2018, "Joint autoregressive and hierarchical priors for learned image compression".
     * 3D context: Chen et al. 2021, "End-to-end learnt image compression via non-local attention optimization and
     * improved context modeling". How their symbols form steps is for the order to say.
     */

    /**
     * Most floats of a network run's inputs and outputs together, and most rows: bounds the memory, and hidden layers
     * stay in caches.
     */
    private static final int RUN_FLOATS = 1 << 20;

    private static final int RUN_ROWS = 2048;

    private final PackManifest manifest;
    private final CausalOrder order;
    private final RowLayout layout;
    private final RowRunner runner;
    private final StaleRows stale;
    private final int rowsAtOnce;
    private float[] params = new float[0];

    RowForm(PackSessions sessions, CausalOrder order) {
        this.manifest = sessions.pack().manifest();
        this.order = order;
        this.layout = new RowLayout(manifest, order);
        this.runner = new RowRunner(sessions, layout);
        this.stale = new StaleRows(runner, layout);
        int row = layout.features() + order.taps().size() * layout.symbols() + layout.parameters();
        this.rowsAtOnce = Math.max(16, Math.min(RUN_ROWS, RUN_FLOATS / row));
    }

    @Override
    public void code(FloatTensor hyper, short[] y, int height, int width, boolean known, Step step) throws IOException {
        layout.reset(hyper, height, width);
        int elements = layout.elements();
        if (known) {
            for (int element = 0; element < elements; element++) {
                int place = layout.place(element);
                for (int s = 0; s < layout.symbols(); s++) {
                    layout.set(place, s, y[s * elements + element]);
                }
            }
        }
        int channels = manifest.latent().channels();
        int steps = order.steps(channels, height, width);
        RowBatch batch = new RowBatch();
        for (int s = 0; s < steps; s++) {
            int[] next = order.elements(s, channels, height, width);
            if (!known || batch.size() + next.length > rowsAtOnce) {
                codeBatch(batch, y, step);
                batch.clear();
            }
            batch.add(next);
        }
        codeBatch(batch, y, step);
    }

    private void codeBatch(RowBatch batch, short[] y, Step step) throws IOException {
        for (int from = 0; from < batch.size(); from += rowsAtOnce) {
            codeBlock(batch, from, y, step);
        }
    }

    private void codeBlock(RowBatch batch, int from, short[] y, Step step) throws IOException {
        // A batch that is larger than a block is a single step, whose elements do not see one another; nor is there
        // anything to watch in one.
        boolean watch = batch.hasSeveralSteps();
        int[] block = batch.block(from, Math.min(from + rowsAtOnce, batch.size()));
        int size = block.length * layout.parameters();
        params = params.length < size ? new float[size] : params;
        stale.clear();
        try (RowRun run = runner.start(block, params)) {
            if (watch) {
                run.await(block.length); // or a row that is run again could be overwritten by its first run
            }
            for (int first = 0; first < block.length; ) {
                int end = Math.min(batch.endOfStep(from + first) - from, block.length);
                stale.refresh(block, first, end, params);
                for (int row = first; row < end; row++) {
                    run.await(row + 1);
                    boolean changes = codeElement(block[row], row, y, step);
                    if (changes && watch) {
                        stale.changed(block[row]);
                    }
                }
                first = end;
            }
        }
    }

    /** True if the element is not what it was held to be before. */
    private boolean codeElement(int element, int row, short[] y, Step step) throws IOException {
        int symbols = layout.symbols();
        int group = manifest.entropy().mixture() * symbols;
        int mean = row * layout.parameters();
        int place = layout.place(element);
        boolean changes = false;
        for (int s = 0; s < symbols; s++) {
            int symbol = s * layout.elements() + element;
            int value = step.value(symbol, params, mean + s, mean + s + group, mean + s + 2 * group, symbols);
            y[symbol] = (short) value;
            changes |= layout.set(place, s, value);
        }
        return changes;
    }
}
