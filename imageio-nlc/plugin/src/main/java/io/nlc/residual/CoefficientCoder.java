package io.nlc.residual;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModel;
import java.util.Arrays;

/** Quantised coefficients of the blocks of one tile to bits and back. One object a tile and direction. */
final class CoefficientCoder {

    /*
     * As in HEVC and VVC (Sullivan et al. 2012, 5.D; Schwarz et al. 2021): first how far the zigzag goes, then
     * magnitudes from there to its start, so that each knows those of higher frequencies beside it. Where those
     * standards code bits in contexts, a symbol model codes a whole magnitude. Contexts are, beside the plane and the
     * frequency,
     *
     *   near    the five coefficients next to it at higher frequencies, those of the next diagonal twice
     *   beside  the same coefficient of the blocks to the left and above
     *
     * the second because residuals of neighbouring blocks have like spectra, whatever those are.
     */

    private static final int ESCAPE = 15;
    private static final int SYMBOLS = ESCAPE + 1;
    private static final int MAX_PREFIX = 15;
    private static final int FREQUENCIES = 4;
    private static final int NEAR = 6;
    private static final int BESIDE = 3;
    private static final int FILLED = 5;
    private static final int SIDE = Parts.BLOCK;

    private final Parts parts;
    private final byte[][] filled;
    private final SymbolModel[] counts;
    private final SymbolModel[] lasts;
    private final SymbolModel[] magnitudes;
    private final SymbolModel[] means;
    private final int[] magnitude = new int[(SIDE + 2) * (SIDE + 2)];

    CoefficientCoder(Parts parts, int planes) {
        this.parts = parts;
        this.filled = new byte[planes][parts.blocks()];
        counts = new SymbolModel[2 * 2 * 2 * FILLED];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new SymbolModel(falling(BlockTransform.SIZE + 1, 1 + 4 * (i % FILLED)));
        }
        lasts = new SymbolModel[2 * FREQUENCIES];
        for (int i = 0; i < lasts.length; i++) {
            lasts[i] = new SymbolModel(falling(SYMBOLS, 1));
        }
        magnitudes = new SymbolModel[2 * FREQUENCIES * NEAR * BESIDE];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = new SymbolModel(falling(SYMBOLS, 1 + i / BESIDE % NEAR));
        }
        means = new SymbolModel[2];
        for (int i = 0; i < means.length; i++) {
            means[i] = new SymbolModel(falling(SYMBOLS, 2));
        }
    }

    /** Weights that halve every so many symbols. */
    private static int[] falling(int n, int half) {
        int[] weights = new int[n];
        for (int s = 0; s < n; s++) {
            weights[s] = Math.max(1, 32 >> Math.min(5, s / half));
        }
        return weights;
    }

    /** Codes the block of a plane. */
    void code(Coding coding, Layer layer, Mode mode, int plane, int block, boolean leftInPart, boolean aboveInPart)
            throws CorruptStreamException {
        short[] values = layer.coefficients(plane);
        int at = block * BlockTransform.SIZE;
        int left = block % parts.blockColumns() > 0 ? block - 1 : -1;
        int above = block - parts.blockColumns();
        int first = 0;
        if (mode == Mode.OWN) {
            int from = leftInPart ? left : aboveInPart ? above : -1;
            int expected = from < 0 ? 0 : values[from * BlockTransform.SIZE];
            values[at] = checked(expected + signed(coding, means[Math.min(plane, 1)], values[at] - expected));
            first = 1;
        }
        int last = count(coding, mode, plane, block, left, above, end(values, at, first));
        if (last > first) {
            magnitudes(coding, plane, new Place(values, at, left, above), first, last);
        }
    }

    /** One more than the place of the last coefficient that is not zero; first if there is none. */
    private static int end(short[] values, int at, int first) {
        int end = BlockTransform.SIZE;
        while (end > first && values[at + end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** For a block whose lowest coefficient is coded apart, an end of 1 is one of 0: there is nothing else. */
    private int count(Coding coding, Mode mode, int plane, int block, int left, int above, int end)
            throws CorruptStreamException {
        int first = mode == Mode.OWN ? 1 : 0;
        int around = (left < 0 ? 0 : filled[plane][left]) + (above < 0 ? 0 : filled[plane][above]);
        int level = around == 0 ? 0 : around < 5 ? 1 : around < 13 ? 2 : around < 32 ? 3 : 4;
        int other = plane > 0 && filled[0][block] > 2 ? 1 : 0;
        int context = ((first * 2 + Math.min(plane, 1)) * 2 + other) * FILLED + level;
        int count = coding.symbol(counts[context], end - first);
        if (count + first > BlockTransform.SIZE) {
            throw new CorruptStreamException("corrupt stream: more coefficients than a block has");
        }
        filled[plane][block] = (byte) count;
        return count + first;
    }

    /**
     * Where a block's coefficients are.
     *
     * @param values of the plane
     * @param at place of the block's first one
     * @param left number of the block to the left, -1 for none
     * @param above that of the one above, negative for none
     */
    private record Place(short[] values, int at, int left, int above) {

        int beside(int i) {
            return size(left, i) + size(above, i);
        }

        private int size(int block, int i) {
            return block < 0 ? 0 : Math.abs(values[block * BlockTransform.SIZE + i]);
        }
    }

    private void magnitudes(Coding coding, int plane, Place place, int first, int end) throws CorruptStreamException {
        short[] values = place.values;
        int at = place.at;
        Arrays.fill(magnitude, 0);
        for (int i = end - 1; i >= first; i--) {
            int frequency = i == 0 ? 0 : i < 6 ? 1 : i < 21 ? 2 : 3;
            int value = values[at + i];
            int size;
            if (i == end - 1) {
                size = 1 + magnitude(coding, lasts[Math.min(plane, 1) * FREQUENCIES + frequency], Math.abs(value) - 1);
            } else {
                int beside = place.beside(i);
                int context = ((Math.min(plane, 1) * FREQUENCIES + frequency) * NEAR + near(i)) * BESIDE
                        + (beside == 0 ? 0 : beside < 3 ? 1 : 2);
                size = magnitude(coding, magnitudes[context], Math.abs(value));
            }
            magnitude[place(i)] = size;
            values[at + i] = checked(size == 0 ? 0 : coding.bits(1, value < 0 ? 1 : 0) == 0 ? size : -size);
        }
    }

    private static int place(int i) {
        return BlockTransform.ZIGZAG[i] / SIDE * (SIDE + 2) + BlockTransform.ZIGZAG[i] % SIDE;
    }

    private int near(int i) {
        int p = place(i);
        int down = p + SIDE + 2;
        int sum = 2 * (magnitude[p + 1] + magnitude[down])
                + magnitude[p + 2]
                + magnitude[down + 1]
                + magnitude[down + SIDE + 2];
        return sum == 0 ? 0 : sum < 3 ? 1 : sum < 5 ? 2 : sum < 9 ? 3 : sum < 17 ? 4 : 5;
    }

    private static int signed(Coding coding, SymbolModel model, int value) throws CorruptStreamException {
        int size = magnitude(coding, model, Math.abs(value));
        return size == 0 ? 0 : coding.bits(1, value < 0 ? 1 : 0) == 0 ? size : -size;
    }

    /** A symbol, and beyond it an Exp-Golomb code of order 0. */
    private static int magnitude(Coding coding, SymbolModel model, int value) throws CorruptStreamException {
        int symbol = coding.symbol(model, Math.min(ESCAPE, value));
        if (symbol < ESCAPE) {
            return symbol;
        }
        int rest = value - ESCAPE + 1;
        int length = coding.decodes() ? 0 : 31 - Integer.numberOfLeadingZeros(rest);
        int zeros = 0;
        while (coding.bits(1, zeros < length ? 0 : 1) == 0) {
            if (++zeros > MAX_PREFIX) {
                throw new CorruptStreamException("corrupt stream: coefficient too large");
            }
        }
        int low = coding.bits(zeros, rest & (1 << zeros) - 1);
        return (1 << zeros | low) - 1 + ESCAPE;
    }

    private static short checked(int value) throws CorruptStreamException {
        if (value != (short) value) {
            throw new CorruptStreamException("corrupt stream: coefficient " + value + " is out of range");
        }
        return (short) value;
    }
}
