package io.nlc.entropy;

import java.util.Arrays;

/**
 * Frequencies of small alphabets that follow the symbols coded so far, a number of them side by side. Encoder and
 * decoder keep one each, in step. Not for use by several threads.
 */
public final class SymbolModels {

    /*
     * Said's quasi-static adaptation ("Introduction to arithmetic coding", HP Labs 2004, section 3.2): counts are kept
     * at every symbol, but the cumulative table is only made anew after a number of symbols that grows from one to
     * MAX_INTERVAL. A symbol then costs a look-up, not a walk through a tree, and the table follows the source nearly
     * as fast as if it were made anew each time. Counts are halved when their sum passes LIMIT, so that what is long
     * gone is forgotten.
     *
     *     cum(s) = s + floor(C(s) (2^16 - n) / C(n)),  C(s) the sum of the counts below s
     *
     * gives every symbol a frequency of at least one.
     *
     * A decoder waits for each symbol before it can begin with the next, so what counts is how long it takes from the
     * place in the total to the symbol. Neither a search by halves nor a table of where to begin one is fast there: jumps
     * that depend on the symbol are guessed wrong, and reads that depend on reads add up. All ends of slots are compared
     * at once instead, four in one long, sixteen in four that do not wait for each other:
     *
     *     lane = ceil(end / 2), in 16 bits;  2^15 + floor(place / 2) - lane has its highest bit if place >= end
     *
     * so that no lane borrows from the next, and the number of these bits is the symbol. (Half of an odd end is
     * rounded up: a place that is the end itself is found one too low, and moved on. Of 65536 places that is one a
     * symbol.) Only a place beyond sixteen symbols, which are rare where alphabets are larger, needs another round.
     *
     * A model lies in one array, all of it that one symbol needs close together:
     *
     *     symbols until the next table | interval, sum of the counts | lanes | start, frequency and count of each symbol
     *
     * A table is made when the first symbol asks for it. Models that no symbol asks for are left as zeros: of those for
     * each situation that there could be, few are ever seen.
     */

    /** Largest alphabet. */
    public static final int MAX_SYMBOLS = 256;

    private static final int INCREMENT = 32;
    private static final int LIMIT = 1 << 16;
    private static final int MAX_INTERVAL = 256;

    /** Place of what is left, of the interval and sum, and of the lanes in a model. */
    private static final int LEFT = 0;

    private static final int PACE = 1;
    private static final int LANES = 2;

    /** Symbols that are compared in one round, and lanes in a long. */
    private static final int ROUND = 16;

    private static final int LANES_IN_LONG = 4;
    private static final int LANE_BITS = 16;
    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long HIGHEST = 0x8000_8000_8000_8000L;

    /** A slot: 16 bits of its start, 24 of its frequency, 24 of the count of its symbol. */
    private static final int FREQUENCY_SHIFT = 16;

    private static final int FREQUENCY_MASK = 0xFF_FFFF;
    private static final int COUNT_SHIFT = 40;
    private static final long SEEN = (long) INCREMENT << COUNT_SHIFT;

    private final int symbols;
    private final int slots;
    private final int stride;
    private final int[][] initial;
    private final long[] models;

    /**
     * Models that have seen nothing.
     *
     * @param initial for each model the weight of each of 1 to {@link #MAX_SYMBOLS} symbols, 1 to 32: a coded symbol
     *     adds 32. As many symbols in each; not copied, and may be shared
     */
    public SymbolModels(int[][] initial) {
        this.initial = initial;
        symbols = initial[0].length;
        if (symbols < 1 || symbols > MAX_SYMBOLS) {
            throw new IllegalArgumentException("alphabet of " + symbols + " symbols");
        }
        int rounds = (symbols + ROUND - 1) / ROUND;
        slots = LANES + rounds * ROUND / LANES_IN_LONG;
        stride = slots + symbols;
        models = new long[Math.multiplyExact(initial.length, stride)];
    }

    /** So many models of n symbols that begin equally likely. */
    public static SymbolModels uniform(int count, int n) {
        int[] weights = new int[n];
        Arrays.fill(weights, Math.max(1, INCREMENT / Math.max(1, n)));
        int[][] initial = new int[count][];
        Arrays.fill(initial, weights);
        return new SymbolModels(initial);
    }

    /** Codes a symbol in a model, which learns from it. */
    public void encode(RangeEncoder out, int model, int symbol) {
        int place = next(model) + slots + symbol;
        long slot = models[place];
        out.encode(start(slot), frequency(slot));
        models[place] = slot + SEEN;
    }

    /** Decodes a symbol in a model, which learns from it. */
    public int decode(RangeDecoder in, int model) throws CorruptStreamException {
        int at = next(model);
        int target = in.fastTarget();
        int symbol = find(models, at + LANES, target);
        int place = at + slots + symbol;
        long slot = models[place];
        if (start(slot) + frequency(slot) <= target) {
            slot = models[++place];
            symbol++;
        }
        in.fastConsume(start(slot), frequency(slot));
        models[place] = slot + SEEN;
        return symbol;
    }

    /** The number of slots that end at or before a place in the total, or one less if one ends there. */
    private static int find(long[] m, int lanes, int target) {
        long places = (target >>> 1) * ONES | HIGHEST;
        int found = reached(m[lanes], m[lanes + 1], m[lanes + 2], m[lanes + 3], places);
        int ended = found;
        for (int i = lanes + 4; ended == ROUND; i += 4) {
            ended = reached(m[i], m[i + 1], m[i + 2], m[i + 3], places);
            found += ended;
        }
        return found;
    }

    private static int reached(long a, long b, long c, long d, long places) {
        return Long.bitCount((places - a & HIGHEST) >>> 3
                | (places - b & HIGHEST) >>> 2
                | (places - c & HIGHEST) >>> 1
                | places - d & HIGHEST);
    }

    private static int start(long slot) {
        return (int) slot & 0xFFFF;
    }

    private static int frequency(long slot) {
        return (int) (slot >>> FREQUENCY_SHIFT) & FREQUENCY_MASK;
    }

    private static int count(long slot) {
        return (int) (slot >>> COUNT_SHIFT);
    }

    /** Where a model lies, whose table is good for the next symbol. */
    private int next(int model) {
        int at = model * stride;
        if (models[at + LEFT] == 0) {
            tabulate(model);
        }
        models[at + LEFT]--;
        return at;
    }

    /**
     * Makes the table of a model from its counts, at first from its initial weights.
     *
     * <p>All of this is one method, because it is rarely called from where every instruction counts: compilers leave
     * calls of methods as large as this, and so have room there to see what is coded as a whole.
     */
    private void tabulate(int model) {
        long[] m = models;
        int at = model * stride;
        int first = at + slots;
        int interval = (int) (m[at + PACE] >>> 32);
        int sum = (int) m[at + PACE] + interval * INCREMENT;
        if (interval == 0) {
            interval = 1;
            for (int s = 0; s < symbols; s++) {
                int weight = initial[model][s];
                m[first + s] = (long) weight << COUNT_SHIFT;
                sum += weight;
            }
            // Lanes beyond the last symbol end where the total does, which no place reaches.
            Arrays.fill(m, at + LANES, first, HIGHEST);
        } else {
            interval = Math.min(MAX_INTERVAL, interval + (interval >> 1) + 1);
            if (sum > LIMIT) {
                sum = 0;
                for (int i = first; i < first + symbols; i++) {
                    int half = count(m[i]) + 1 >> 1;
                    m[i] = (long) half << COUNT_SHIFT;
                    sum += half;
                }
            }
        }
        m[at + LEFT] = interval;
        m[at + PACE] = (long) interval << 32 | sum;
        // 16 bits of fraction of the factor are enough to keep the table monotonous and below the total.
        long factor = ((long) (RangeEncoder.TOTAL - symbols) << 24) / sum;
        int below = 0;
        int start = 0;
        for (int s = 0; s < symbols; s += LANES_IN_LONG) {
            long lanes = HIGHEST;
            for (int lane = 0; lane < LANES_IN_LONG && s + lane < symbols; lane++) {
                int i = first + s + lane;
                int count = count(m[i]);
                below += count;
                int end = s + lane + 1 + (int) (below * factor >>> 24);
                if (s + lane == symbols - 1) {
                    end = RangeEncoder.TOTAL;
                }
                m[i] = (long) count << COUNT_SHIFT | (long) (end - start) << FREQUENCY_SHIFT | start;
                start = end;
                // From the lane's highest bit, which is set, down to half of the end.
                lanes += (long) ((end + 1 >>> 1) - (1 << LANE_BITS - 1)) << lane * LANE_BITS;
            }
            m[at + LANES + s / LANES_IN_LONG] = lanes;
        }
    }
}
