package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModel;
import io.nlc.failure.NlcException;
import java.util.stream.IntStream;

/** The values that occur in each plane of a block, where these are few: samples become ranks among them. */
final class ValueMap {

    /*
     * Pictures that were stretched, reduced to fewer levels or widened from 8 to 16 bits use a part of the values that
     * their depth has. Predictions would fall into the gaps; between ranks there are none. Values that are rare, such
     * as those of some letters beside such a picture, come last, so that they do not make gaps either. A list is coded
     * as its length less one, 0 for a plane that is left alone, and the differences of its values in bytes.
     */

    /** Longest list. */
    private static final int MAX = 4096;

    /** Values of less than one in 2^11 samples are rare. */
    private static final int RARE = 11;

    /** How many times wider the range of the common values must be than their number, if there are rare ones. */
    private static final int GAPS = 2;

    private static final int COUNT_BITS = 12;

    /** For each plane, or null. */
    private final int[][] values;

    private ValueMap(int[][] values) {
        this.values = values;
    }

    /** The map of a block, or null if no plane has gaps that are worth it. */
    static ValueMap of(Samples s) {
        int[][] values = new int[s.planes().length][];
        boolean any = false;
        for (int p = 0; p < values.length; p++) {
            values[p] = values(s, s.planes()[p]);
            any |= values[p] != null;
        }
        return any ? new ValueMap(values) : null;
    }

    private static int[] values(Samples s, int[] plane) {
        int[] counts = new int[1 << s.depth()];
        for (int sample : plane) {
            counts[sample]++;
        }
        int enough = Math.max(1, s.area() >> RARE);
        int[] common = IntStream.range(0, counts.length)
                .filter(v -> counts[v] >= enough)
                .toArray();
        int[] rare = IntStream.range(0, counts.length)
                .filter(v -> counts[v] > 0 && counts[v] < enough)
                .toArray();
        if (common.length < 2 || common.length + rare.length > MAX || common.length > counts.length / 2) {
            return null;
        }
        int range = common[common.length - 1] - common[0] + 1;
        // To move rare values away is only worth it where the others have wide gaps.
        boolean gaps = rare.length == 0 ? common[common.length - 1] >= common.length : range >= GAPS * common.length;
        if (!gaps) {
            return null;
        }
        return IntStream.concat(IntStream.of(common), IntStream.of(rare)).toArray();
    }

    /** Turns samples into ranks, in place. */
    void forward(Samples s) {
        for (int p = 0; p < values.length; p++) {
            if (values[p] != null) {
                int[] ranks = new int[1 << s.depth()];
                for (int rank = 0; rank < values[p].length; rank++) {
                    ranks[values[p][rank]] = rank;
                }
                int[] plane = s.planes()[p];
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = ranks[plane[i]];
                }
            }
        }
    }

    /** Turns ranks into samples, in place. @throws NlcException if there is no such rank */
    void inverse(Samples s) throws NlcException {
        for (int p = 0; p < values.length; p++) {
            if (values[p] != null) {
                int[] plane = s.planes()[p];
                for (int i = 0; i < plane.length; i++) {
                    if (plane[i] >= values[p].length) {
                        throw NlcException.damaged("lossless block: rank " + plane[i] + " of " + values[p].length);
                    }
                    plane[i] = values[p][plane[i]];
                }
            }
        }
    }

    /** Codes the map of a block. @param known that of the block in an encoder, null in a decoder */
    static ValueMap code(Coding coding, ValueMap known, Samples s) throws CorruptStreamException {
        int[][] values = new int[s.planes().length][];
        int mask = (1 << s.depth()) - 1;
        for (int p = 0; p < values.length; p++) {
            int[] list = known == null ? null : known.values[p];
            int count = coding.bits(COUNT_BITS, list == null ? 0 : list.length - 1) + 1;
            if (count > 1) {
                SymbolModel low = SymbolModel.uniform(256);
                SymbolModel high = SymbolModel.uniform(256);
                values[p] = new int[count];
                int last = 0;
                for (int i = 0; i < count; i++) {
                    int step = list == null ? 0 : list[i] - last & mask;
                    int upper = s.depth() == 8 ? 0 : coding.symbol(high, step >> 8);
                    last = last + (upper << 8 | coding.symbol(low, step & 0xFF)) & mask;
                    values[p][i] = last;
                }
            }
        }
        return new ValueMap(values);
    }
}
