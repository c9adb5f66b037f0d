package io.nlc.residual;

import io.nlc.entropy.BitModels;
import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.MixedBits;
import java.util.Arrays;

/** The squares of one tile, and the levels in them, to bits and back. One object a tile and direction. */
final class LevelCoder {

    /*
     * Levels are coded from low to high frequencies, diagonal by diagonal, up to the last one with any. A magnitude is
     * a row of bits, "is it more than i?", each mixed from what seven contexts say. What they look at are sums of
     * magnitudes that tell how large the next one may be:
     *
     *   inside   levels of lower frequencies in the square
     *   beside   those around the same frequency in the squares to the left and above, be they of other sides
     *   other    those around the same frequency in the plane before; in the first plane the same as beside
     *
     * Such contexts, and quantising them by logarithms, go back to Wu's ECECOW (1997); mixing spares the choice.
     */

    private static final int PLANES = 3;
    private static final int UNARY = 14;
    private static final int DECISIONS = 16;
    private static final int FINE = 32;
    private static final int COARSE = 16;
    private static final int MAX_PREFIX = 15;
    private static final int STRIDE = Squares.LARGEST + 8;
    private static final int MARGIN = 3;
    private static final int SPLITS = 3;
    private static final int DOUBTS = 8;

    private static final int[] SPANS = {
        FINE * 2, FINE * COARSE, FINE * COARSE, COARSE * COARSE, 3 * 64 * 4, FINE * 8, FINE * COARSE
    };

    private final Layer layer;
    private final Squares squares;
    private final BitModels splits = new BitModels(2 * SPLITS);
    private final MixedBits ends =
            new MixedBits(new int[] {PLANES * 3 * 64 * COARSE, PLANES * 3 * 64 * COARSE, PLANES * 3 * 64}, 1, 3);
    private final BitModels means = new BitModels(PLANES * COARSE * DOUBTS);
    private final BitModels rests = new BitModels(PLANES * COARSE * COARSE);
    private final MixedBits magnitudes = new MixedBits(
            Arrays.stream(SPANS).map(n -> PLANES * DECISIONS * n).toArray(), PLANES * DECISIONS * 2, PLANES * FINE * 2);

    /** Of the magnitude that is coded, without the decision. */
    private final int[] contexts = new int[SPANS.length];

    /** How far levels go in the square at each smallest one, in 1/8 of its side. */
    private final byte[][] reach;

    /** Magnitudes of the square that is coded, with room around; 0 for a mean that is coded apart. */
    private final int[][] inside = new int[PLANES][STRIDE * STRIDE];

    LevelCoder(Layer layer) {
        this.layer = layer;
        this.squares = layer.squares();
        int cells = squares.stride() / Squares.SMALLEST * (layer.parts().height() + Parts.SIDE) / Squares.SMALLEST;
        this.reach = new byte[layer.planes()][cells];
    }

    /** Codes a part. */
    void code(Coding coding, int part) throws CorruptStreamException {
        Parts parts = layer.parts();
        for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y += Squares.LARGEST) {
            for (int x = parts.x(part); x < parts.x(part) + parts.width(part); x += Squares.LARGEST) {
                cut(coding, part, x, y, Squares.LARGEST);
            }
        }
    }

    private void cut(Coding coding, int part, int x, int y, int side) throws CorruptStreamException {
        if (x >= layer.parts().width() || y >= layer.parts().height()) {
            return;
        }
        if (side > Squares.SMALLEST) {
            int finer = finer(x - 1, y, side) + finer(x, y - 1, side);
            int context = (side == Squares.LARGEST ? 0 : SPLITS) + finer;
            if (coding.bit(splits, context, squares.side(x, y) < side ? 1 : 0) != 0) {
                int half = side / 2;
                for (int i = 0; i < 4; i++) {
                    cut(coding, part, x + i % 2 * half, y + i / 2 * half, half);
                }
                return;
            }
        }
        squares.set(x, y, side);
        for (int plane = 0; plane < layer.planes(); plane++) {
            square(coding, new Square(plane, x, y, side, layer.mode(part) == Mode.OWN), layer.step(part));
        }
    }

    private int finer(int x, int y, int side) {
        int there = squares.side(x, y);
        return there != 0 && there < side ? 1 : 0;
    }

    /** A square of a plane; whether its first coefficient is a mean. */
    private record Square(int plane, int x, int y, int side, boolean own) {

        /** 0, 1, 2 for sides of 8, 16, 32. */
        int size() {
            return Integer.numberOfTrailingZeros(side) - 3;
        }
    }

    private void square(Coding coding, Square s, int step) throws CorruptStreamException {
        int[] mine = inside[s.plane];
        Arrays.fill(mine, 0);
        short[] levels = squares.levels(s.plane);
        int corner = squares.at(s.x, s.y);
        int end = end(coding, s, corner);
        int state = 0;
        if (s.own) {
            int[] beside = means(s, step);
            int expected = beside.length == 0 ? 0 : beside.length == 1 ? beside[0] : beside[0] + beside[1] >> 1;
            int doubt = beside.length < 2 ? 0 : coarse(Math.abs(beside[0] - beside[1])) >> 1;
            int change = golomb(
                    coding, means, s.plane * COARSE * DOUBTS + doubt, DOUBTS, Math.abs(levels[corner] - expected));
            if (change != 0 && coding.bits(1, levels[corner] < expected ? 1 : 0) != 0) {
                change = -change;
            }
            levels[corner] = checked(expected + change);
            state = Trellis.next(0, levels[corner]);
        }
        for (int diagonal = s.own ? 1 : 0; diagonal < end; diagonal++) {
            int first = Math.max(0, diagonal - s.side + 1);
            int last = Math.min(diagonal, s.side - 1);
            for (int r = first; r <= last; r++) {
                int at = corner + r * squares.stride() + diagonal - r;
                int size = magnitude(coding, s, r, diagonal - r, end, state, Math.abs(levels[at]));
                mine[(r + MARGIN) * STRIDE + diagonal - r + MARGIN] = size;
                if (size != 0) {
                    levels[at] = checked(coding.bits(1, levels[at] < 0 ? 1 : 0) == 0 ? size : -size);
                }
                state = Trellis.next(state, size);
            }
        }
    }

    /** Codes how many diagonals there are, up to the last one with a level that is not 0. */
    private int end(Coding coding, Square s, int corner) throws CorruptStreamException {
        int end = 0;
        if (!coding.decodes()) {
            short[] levels = squares.levels(s.plane);
            for (int i = s.own ? 1 : 0; i < s.side * s.side; i++) {
                int r = i / s.side;
                int c = i % s.side;
                if (levels[corner + r * squares.stride() + c] != 0) {
                    end = Math.max(end, r + c + 1);
                }
            }
        }
        int around = reach(s.plane, s.x - 1, s.y) + reach(s.plane, s.x, s.y - 1) + 1 >> 1;
        int before = s.plane == 0 ? 0 : reach(s.plane - 1, s.x, s.y);
        int node = 1;
        ends.select(0, s.size());
        for (int bit = s.size() + 3; bit >= 0; bit--) {
            int context = (s.plane * 3 + s.size()) * 64 + node;
            ends.context(0, context * COARSE + around);
            ends.context(1, context * COARSE + before);
            ends.context(2, context);
            node = node << 1 | coding.bit(ends, end >> bit & 1);
        }
        end = node - (1 << s.size() + 4);
        int cells = s.side / Squares.SMALLEST;
        for (int i = 0; i < cells * cells; i++) {
            reach[s.plane][cell(s.x, s.y) + i / cells * (squares.stride() / Squares.SMALLEST) + i % cells] =
                    (byte) (end * 8 / s.side);
        }
        return end;
    }

    private int cell(int x, int y) {
        return y / Squares.SMALLEST * (squares.stride() / Squares.SMALLEST) + x / Squares.SMALLEST;
    }

    private int reach(int plane, int x, int y) {
        return x < 0 || y < 0 ? 0 : reach[plane][cell(x, y)];
    }

    private boolean own(int x, int y) {
        return x >= 0 && y >= 0 && layer.mode(layer.parts().at(x, y)) == Mode.OWN;
    }

    /** Means of the squares to the left and above, as far as they are kept as such, as levels of this square. */
    private int[] means(Square s, int step) {
        boolean left = own(s.x - 1, s.y);
        boolean above = own(s.x, s.y - 1);
        if (left && above) {
            return new int[] {mean(s, s.x - 1, s.y, step), mean(s, s.x, s.y - 1, step)};
        }
        if (left || above) {
            return new int[] {left ? mean(s, s.x - 1, s.y, step) : mean(s, s.x, s.y - 1, step)};
        }
        return new int[0];
    }

    private int mean(Square s, int x, int y, int step) {
        int there = squares.side(x, y);
        long level = squares.levels(s.plane)[squares.at(x / there * there, y / there * there)];
        int size = Steps.size(layer.step(layer.parts().at(x, y)), Mode.OWN, 0);
        return (int) Math.floorDiv(level * size * s.side, (long) there * Steps.size(step, Mode.OWN, 0));
    }

    private int magnitude(Coding coding, Square s, int r, int c, int end, int state, int value)
            throws CorruptStreamException {
        int[] m = inside[s.plane];
        int at = (r + MARGIN) * STRIDE + c + MARGIN;
        int within = within(m, at, r, c);
        int beside = around(s, s.x - 1, s.y, r, c) + around(s, s.x, s.y - 1, r, c);
        int other = s.plane == 0 ? beside : other(s.plane, at);
        int all = s.plane == 0 ? (within + beside) * 5 >> 2 : within + beside + other;
        int level = fine(all);
        int place = (r << 3) / s.side << 3 | (c << 3) / s.side;
        int frequency = (r + c << 3) / s.side;
        int rest = Math.min(3, end - 1 - r - c);
        int grid = state & 1;
        contexts[0] = level * 2 + grid;
        contexts[1] = fine(within * 3 >> 1) * COARSE + coarse(beside);
        contexts[2] = fine(within + beside) * COARSE + coarse(other);
        contexts[3] = Math.min(m[at - 1], COARSE - 1) * COARSE + Math.min(m[at - STRIDE], COARSE - 1);
        contexts[4] = (s.size() * 64 + place) * 4 + grid * 2 + (rest == 0 ? 1 : 0);
        contexts[5] = level * 8 + rest * 2 + grid;
        contexts[6] = level * COARSE + frequency;
        return magnitude(coding, s.plane, level, value, coarse(all >> 3));
    }

    private int magnitude(Coding coding, int plane, int level, int value, int large) throws CorruptStreamException {
        int grid = contexts[0] & 1;
        for (int i = 0; i < UNARY; i++) {
            int decision = plane * DECISIONS + i;
            for (int kind = 0; kind < contexts.length; kind++) {
                magnitudes.context(kind, decision * SPANS[kind] + contexts[kind]);
            }
            magnitudes.select(decision * 2 + grid, (plane * FINE + level) * 2 + (i == 0 ? 0 : 1));
            if (coding.bit(magnitudes, value > i ? 1 : 0) == 0) {
                return i;
            }
        }
        return UNARY + golomb(coding, rests, plane * COARSE * COARSE + large, COARSE, value - UNARY);
    }

    /** A sum of weights 11 to 14. */
    private static int within(int[] m, int at, int r, int c) {
        if (r == 0) {
            return 6 * m[at - 1] + 3 * m[at - 2] + 2 * m[at - 3];
        }
        int up = at - STRIDE;
        if (c == 0) {
            return 5 * m[up] + 2 * m[up + 1] + 3 * m[up - STRIDE] + m[up - 2 * STRIDE] + m[up - STRIDE + 1];
        }
        return 3 * (m[at - 1] + m[up])
                + 2 * (m[up - 1] + m[up + 1])
                + m[at - 2]
                + m[up - STRIDE]
                + m[up - STRIDE + 1]
                + m[up - 2];
    }

    private int other(int plane, int at) {
        int[] o = inside[plane - 1];
        int sum = 4 * o[at] + 2 * (o[at + STRIDE] + o[at + 1]) + o[at - STRIDE] + o[at - 1];
        return plane == 2 ? sum + 2 * inside[0][at] : sum;
    }

    /** A sum of weights 6 around the same frequency in the square at a pixel; 0 if there is none. */
    private int around(Square s, int x, int y, int r, int c) {
        int there = squares.side(x, y);
        if (there == 0) {
            return 0;
        }
        Place p = new Place(
                squares.levels(s.plane), squares.at(x / there * there, y / there * there), squares.stride(), there);
        if (there == s.side) {
            int sum = 2 * p.size(r, c) + p.size(r + 1, c) + p.size(r, c + 1) + p.size(r - 1, c) + p.size(r, c - 1);
            return r + c == 1 ? sum - p.size(0, 0) : sum;
        }
        if (there < s.side) {
            int row = r * there / s.side;
            int column = row == 0 ? Math.max(1, c * there / s.side) : c * there / s.side;
            return 2 * (p.size(row, column) + p.size(row + 1, column) + p.size(row, column + 1));
        }
        int factor = there / s.side;
        int half = factor / 2;
        int row = r * factor;
        int column = c * factor;
        int sum = p.size(row, column)
                + p.size(row, column + half)
                + p.size(row + half, column)
                + p.size(row + half, column + half);
        return sum + (sum >> 1);
    }

    /** Where a square's levels are. */
    private record Place(short[] levels, int corner, int stride, int side) {

        int size(int r, int c) {
            return r < 0 || c < 0 || r >= side || c >= side ? 0 : Math.abs(levels[corner + r * stride + c]);
        }
    }

    /** Four grades an octave. */
    private static int fine(int v) {
        if (v < 4) {
            return v;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(v);
        return Math.min(FINE - 1, 4 * (octave - 1) + (v >> octave - 2 & 3));
    }

    /** Two grades an octave. */
    private static int coarse(int v) {
        if (v < 2) {
            return v;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(v);
        return Math.min(COARSE - 1, 2 * octave + (v >> octave - 1 & 1));
    }

    /**
     * An Exp-Golomb code of order 0, whose prefix is coded in contexts.
     *
     * @param context the first of those of the prefix's bits, which are so many apart
     */
    private static int golomb(Coding coding, BitModels models, int context, int apart, int value)
            throws CorruptStreamException {
        int length = coding.decodes() ? 0 : 31 - Integer.numberOfLeadingZeros(value + 1);
        int digits = 0;
        while (coding.bit(models, context + apart * Math.min(digits, COARSE - 1), digits < length ? 1 : 0) != 0) {
            if (++digits > MAX_PREFIX) {
                throw new CorruptStreamException("corrupt stream: level too large");
            }
        }
        int low = coding.bits(digits, value + 1 & (1 << digits) - 1);
        return (1 << digits | low) - 1;
    }

    private static short checked(int value) throws CorruptStreamException {
        if (value != (short) value) {
            throw new CorruptStreamException("corrupt stream: level " + value + " is out of range");
        }
        return (short) value;
    }
}
