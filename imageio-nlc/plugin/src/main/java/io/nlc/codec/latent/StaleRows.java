package io.nlc.codec.latent;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** The elements whose parameters are out of date, because a symbol that they see has changed since. */
final class StaleRows {

    private final RowRunner runner;
    private final RowLayout layout;
    private final BitSet stale = new BitSet();
    private float[] again = new float[0];

    StaleRows(RowRunner runner, RowLayout layout) {
        this.runner = runner;
        this.layout = layout;
    }

    void clear() {
        stale.clear();
    }

    /** An element is not what it was held to be. */
    void changed(int element) {
        layout.forEachReader(element, stale::set);
    }

    /**
     * Brings the parameters of some elements of a block up to date.
     *
     * @param first in the block
     * @param end in the block, exclusive
     * @param params of all of the block
     */
    void refresh(int[] block, int first, int end, float[] params) throws IOException {
        if (stale.isEmpty()) {
            return;
        }
        int[] rows =
                IntStream.range(first, end).filter(row -> stale.get(block[row])).toArray();
        if (rows.length == 0) {
            return;
        }
        int parameters = layout.parameters();
        again = again.length < rows.length * parameters ? new float[rows.length * parameters] : again;
        runner.runNow(Arrays.stream(rows).map(row -> block[row]).toArray(), again);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(again, i * parameters, params, rows[i] * parameters, parameters);
        }
    }
}
