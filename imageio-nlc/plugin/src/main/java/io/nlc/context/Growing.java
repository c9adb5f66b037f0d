package io.nlc.context;

import java.util.Arrays;

/** A list of ints that grows. */
final class Growing {

    private int[] values = new int[64];
    private int size;

    void add(int value) {
        addRange(value, value + 1);
    }

    /** Adds from, from + 1, ..., to - 1. */
    void addRange(int from, int to) {
        if (size + to - from > values.length) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, size + to - from));
        }
        for (int v = from; v < to; v++) {
            values[size++] = v;
        }
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
