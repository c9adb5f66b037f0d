package io.nlc.residual;

/** The quantiser of levels: which of two grids a level is on depends on those before it. */
final class Trellis {

    /*
     * Trellis-coded quantisation (Marcellin, Fischer 1990; as "dependent quantisation" in VVC, Schwarz et al. 2019).
     * With a step T, even states have the values 2 k T / 2, k any integer; odd ones 0 and (2 k - sign k) T / 2.
     * The parity of k leads to the next state. The eight states are Ungerboeck's, as in JPEG 2000 part 2. Together both
     * grids are as fine as T / 2, but a level costs as much as one of T: at high rates that gains 0.9 dB.
     */

    /** Number of states; the first is 0. */
    static final int STATES = 8;

    private static final int[][] NEXT = {{0, 1}, {2, 3}, {5, 4}, {7, 6}, {1, 0}, {3, 2}, {4, 5}, {6, 7}};

    private Trellis() {}

    /** The state after a level. */
    static int next(int state, int level) {
        return NEXT[state][level & 1];
    }

    /** Whether levels that are not 0 lie half a step nearer to 0. */
    static boolean nearer(int state) {
        return (state & 1) != 0;
    }

    /** What a level stands for, in half steps. */
    static int halves(int state, int level) {
        return 2 * level - (nearer(state) ? Integer.signum(level) : 0);
    }
}
