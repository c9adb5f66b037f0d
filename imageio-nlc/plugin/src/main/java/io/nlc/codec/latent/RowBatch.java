package io.nlc.codec.latent;

import java.util.Arrays;
import java.util.BitSet;

/** The elements of one step or of several, in coding order. */
final class RowBatch {

    private int[] elements = new int[0];
    private int size;
    /** How many elements lie in the first step, the first two, ... */
    private final BitSet ends = new BitSet();

    void clear() {
        size = 0;
        ends.clear();
    }

    /** Adds a step. */
    void add(int[] step) {
        if (size + step.length > elements.length) {
            elements = Arrays.copyOf(elements, Math.max(2 * elements.length, size + step.length));
        }
        System.arraycopy(step, 0, elements, size, step.length);
        size += step.length;
        ends.set(size);
    }

    int size() {
        return size;
    }

    boolean hasSeveralSteps() {
        return ends.cardinality() > 1;
    }

    /** Elements {@code from} to {@code to - 1}. */
    int[] block(int from, int to) {
        return Arrays.copyOfRange(elements, from, to);
    }

    /** Where the step ends that element {@code i} of the batch belongs to. */
    int endOfStep(int i) {
        return ends.nextSetBit(i + 1);
    }
}
