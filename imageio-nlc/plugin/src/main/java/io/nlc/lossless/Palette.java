package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModel;
import java.util.Arrays;

/**
 * The colours of a block that has few of them.
 *
 * @param colours pixels as whole numbers, the samples of the first plane highest; rising, 1 to 256 of them
 */
record Palette(long[] colours) {

    /*
     * Rising order makes the list cheap: the first samples only grow, by little, and are coded as differences; the
     * others as differences, modulo 2^depth, from those of the colour before. A difference is coded in bytes, each in a
     * model of its plane and place.
     */

    static final int MAX = 256;

    /** The palette of a block, or null if it has more than {@link #MAX} colours. */
    static Palette of(Samples s) {
        long[] table = new long[4 * MAX];
        boolean[] used = new boolean[table.length];
        long[] found = new long[MAX];
        int count = 0;
        long last = -1;
        for (int i = 0; i < s.area(); i++) {
            long colour = colour(s, i);
            if (i > 0 && colour == last) {
                continue;
            }
            last = colour;
            int slot = (int) (colour * 0x9E3779B97F4A7C15L >>> 54);
            while (used[slot] && table[slot] != colour) {
                slot = slot + 1 & table.length - 1;
            }
            if (!used[slot]) {
                if (count == MAX) {
                    return null;
                }
                used[slot] = true;
                table[slot] = colour;
                found[count++] = colour;
            }
        }
        // Four planes of 16 bits fill the sign, too.
        long[] sorted = Arrays.stream(found, 0, count)
                .boxed()
                .sorted(Long::compareUnsigned)
                .mapToLong(Long::longValue)
                .toArray();
        return new Palette(sorted);
    }

    private static long colour(Samples s, int i) {
        long colour = 0;
        for (int[] plane : s.planes()) {
            colour = colour << s.depth() | plane[i];
        }
        return colour;
    }

    /** The block as places in this palette: one plane of 8 bits. */
    Samples indices(Samples s) {
        Samples indices = Samples.blank(s.width(), s.height(), 8, 1);
        int[] to = indices.planes()[0];
        long last = 0;
        int index = -1;
        for (int i = 0; i < to.length; i++) {
            long colour = colour(s, i);
            if (index < 0 || colour != last) {
                index = index(colour);
                last = colour;
            }
            to[i] = index;
        }
        return indices;
    }

    private int index(long colour) {
        int low = 0;
        int high = colours.length - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(colours[middle], colour) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Puts the colours where their places are. Places are below {@code colours.length}. */
    void apply(Samples indices, Samples s) {
        for (int p = 0; p < s.planes().length; p++) {
            int[] values = new int[colours.length];
            for (int c = 0; c < values.length; c++) {
                values[c] = sample(c, p, s);
            }
            for (int i = 0; i < s.area(); i++) {
                s.planes()[p][i] = values[indices.planes()[0][i]];
            }
        }
    }

    private int sample(int colour, int plane, Samples s) {
        return (int) (colours[colour] >>> s.depth() * (s.planes().length - 1 - plane)) & (1 << s.depth()) - 1;
    }

    /** Codes the palette of a block. @param known that of the block in an encoder, anything in a decoder */
    static Palette code(Coding coding, Palette known, Samples s) throws CorruptStreamException {
        int count = coding.bits(8, known == null ? 0 : known.colours.length - 1) + 1;
        SymbolModel[] models = new SymbolModel[2 * s.planes().length];
        for (int i = 0; i < models.length; i++) {
            models[i] = SymbolModel.uniform(256);
        }
        int mask = (1 << s.depth()) - 1;
        int[] last = new int[s.planes().length];
        long[] colours = new long[count];
        for (int c = 0; c < count; c++) {
            for (int p = 0; p < last.length; p++) {
                int difference = known == null ? 0 : known.sample(c, p, s) - last[p] & mask;
                int high = s.depth() == 8 ? 0 : coding.symbol(models[2 * p + 1], difference >> 8);
                int low = coding.symbol(models[2 * p], difference & 0xFF);
                last[p] = last[p] + (high << 8 | low) & mask;
                colours[c] = colours[c] << s.depth() | last[p];
            }
        }
        return new Palette(colours);
    }
}
