package io.nlc.codec.latent;

import io.nlc.context.Tap;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * The visible symbols of a tile, laid out for row networks: planes x rows x columns of elements with their symbols side
 * by side, and a border of zeros as wide as the taps reach. What an element sees, its receptive field, is then a few
 * contiguous runs at fixed distances from it.
 */
final class NeighbourGrid {

    private final List<Tap> taps;
    /** Widths of the border before the first and after the last plane, row and column. */
    private final int planesBefore;

    private final int rowsBefore;
    private final int rowsAfter;
    private final int columnsBefore;
    private final int columnsAfter;
    private int planes;
    private int height;
    private int width;
    private int symbols;
    private int paddedHeight;
    private int paddedWidth;
    private float[] values = new float[0];
    /** Where the runs that an element sees start, from the element's own place, and how long they are. */
    private int[] runStart;

    private int[] runLength;

    NeighbourGrid(List<Tap> taps) {
        this.taps = taps;
        this.planesBefore = width(taps, t -> -t.plane());
        this.rowsBefore = width(taps, t -> -t.row());
        this.rowsAfter = width(taps, Tap::row);
        this.columnsBefore = width(taps, t -> -t.column());
        this.columnsAfter = width(taps, Tap::column);
    }

    private static int width(List<Tap> taps, ToIntFunction<Tap> reach) {
        return Math.max(0, taps.stream().mapToInt(reach).max().orElse(0));
    }

    /** Takes a new size and makes everything zero. */
    void reset(int newPlanes, int newHeight, int newWidth, int symbolsAnElement) {
        planes = newPlanes;
        height = newHeight;
        width = newWidth;
        symbols = symbolsAnElement;
        paddedHeight = rowsBefore + height + rowsAfter;
        paddedWidth = columnsBefore + width + columnsAfter;
        int size = Math.multiplyExact((planesBefore + planes) * paddedHeight, Math.multiplyExact(paddedWidth, symbols));
        if (values.length < size) {
            values = new float[size];
        } else {
            Arrays.fill(values, 0, size, 0f);
        }
        findRuns();
    }

    private void findRuns() {
        runStart = new int[taps.size()];
        runLength = new int[taps.size()];
        int runs = 0;
        for (Tap t : taps) {
            int start = ((t.plane() * paddedHeight + t.row()) * paddedWidth + t.column()) * symbols;
            if (runs > 0 && runStart[runs - 1] + runLength[runs - 1] == start) {
                runLength[runs - 1] += symbols;
            } else {
                runStart[runs] = start;
                runLength[runs++] = symbols;
            }
        }
        runStart = Arrays.copyOf(runStart, runs);
        runLength = Arrays.copyOf(runLength, runs);
    }

    /** How many symbols an element sees. */
    int seen() {
        return taps.size() * symbols;
    }

    /** Where the symbols of an element are. */
    int place(int element) {
        int column = element % width;
        int row = element / width % height;
        int plane = element / (width * height);
        return (((planesBefore + plane) * paddedHeight + rowsBefore + row) * paddedWidth + columnsBefore + column)
                * symbols;
    }

    /** Sets a symbol of the element that has this {@link #place}; true if that changes anything. */
    boolean set(int place, int symbol, float value) {
        int i = place + symbol;
        boolean changes = values[i] != value;
        values[i] = value;
        return changes;
    }

    /** Copies what an element sees, zero outside the tile, into {@code to[at]} and after; {@link #seen} values. */
    void gather(int element, float[] to, int at) {
        int place = place(element);
        for (int run = 0; run < runStart.length; run++) {
            int from = place + runStart[run];
            int n = runLength[run];
            if (n < 16) {
                for (int i = 0; i < n; i++) {
                    to[at + i] = values[from + i]; // faster than a call for so few
                }
            } else {
                System.arraycopy(values, from, to, at, n);
            }
            at += n;
        }
    }

    /** Names the elements that see an element. */
    void forEachReader(int element, IntConsumer consumer) {
        for (Tap t : taps) {
            int column = element % width - t.column();
            int row = element / width % height - t.row();
            int plane = element / (width * height) - t.plane();
            if (column >= 0 && column < width && row >= 0 && row < height && plane >= 0 && plane < planes) {
                consumer.accept((plane * height + row) * width + column);
            }
        }
    }
}
