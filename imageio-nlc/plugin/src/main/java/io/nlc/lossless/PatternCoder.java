package io.nlc.lossless;

import io.nlc.entropy.BitModels;
import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;

/** Finds the pixel of a block that lies in the same surroundings as the one to be coded, and codes whether it is it. */
final class PatternCoder {

    /*
     * Drawn pictures repeat themselves exactly: areas, rows, letters, patterns of single pixels. A table finds, by a
     * hash of the six pixels around, where such surroundings were last seen; the pixel there is the first candidate.
     * The second comes likewise from two pixels, and then the left and the upper neighbour follow. A candidate that
     * equals an earlier one is passed over. For each one bit says whether it is the pixel, in a context of how often
     * its entry was right, and of whether the pixels to the left and above were the first candidate; in blocks of joint
     * planes, which candidate they were: where a strip begins in each row, no candidate is it in each row.
     *
     * In an area of one colour, along repeated rows and in patterns the first bit is nearly sure, so that a run costs
     * some hundredths of a bit a pixel and needs no code of its own.
     */

    private static final int MARGIN = 2;
    private static final int CANDIDATES = 4;
    private static final int CONFIDENCE = 8;
    private static final int NEAR = 2 * (CANDIDATES + 1) * (CANDIDATES + 1);

    private final Samples s;
    private final long[] keys;
    private final int[] wide;
    private final int[] narrow;
    private final byte[] wideHits;
    private final byte[] narrowHits;
    private final int shift;
    private final BitModels models;
    private final byte[] hits;
    private final boolean joint;
    private int pendingSlot;
    private int pendingSecond;

    /**
     * @param s in a decoder, filled as far as it is decoded
     * @param joint whether contexts tell which candidates the pixels around were
     */
    PatternCoder(Samples s, boolean joint) {
        this.s = s;
        this.joint = joint;
        models = new BitModels(CANDIDATES * CONFIDENCE * (joint ? NEAR : 8));
        int bits = Math.max(6, Math.min(16, 33 - Integer.numberOfLeadingZeros(s.area())));
        shift = 64 - bits;
        keys = new long[s.area()];
        wide = new int[1 << bits];
        narrow = new int[1 << bits];
        wideHits = new byte[1 << bits];
        narrowHits = new byte[1 << bits];
        hits = new byte[s.width() + MARGIN];
    }

    /**
     * Codes whether one of the candidates is pixel i.
     *
     * @param known whether the samples of the pixel are there, as in an encoder
     * @return where the same pixel is, or -1 if no candidate is it
     */
    int code(Coding coding, int x, int y, boolean known) throws CorruptStreamException {
        int i = y * s.width() + x;
        long key = known ? key(i) : 0;
        long w = x > 0 ? keys[i - 1] : y > 0 ? keys[i - s.width()] : 0;
        long n = y > 0 ? keys[i - s.width()] : w;
        long nw = x > 0 && y > 0 ? keys[i - s.width() - 1] : n;
        long ne = y > 0 && x + 1 < s.width() ? keys[i - s.width() + 1] : n;
        long ww = x > 1 ? keys[i - 2] : w;
        long nn = y > 1 ? keys[i - 2 * s.width()] : n;
        long two = mix(mix(w) + n);
        int narrowSlot = (int) (two >>> shift);
        int wideSlot = (int) (mix(mix(mix(mix(two + nw) + ne) + ww) + nn) >>> shift);
        int around = joint ? 5 * hits[x] + hits[x + 1] : hits[x] | hits[x + 1] << 1;

        int first = wide[wideSlot] - 1;
        int second = narrow[narrowSlot] - 1;
        int left = x > 0 ? i - 1 : -1;
        int up = y > 0 ? i - s.width() : -1;
        int found = -1;
        int rank = 0;
        int which = CANDIDATES;
        if (first >= 0) {
            rank = 1;
            int beside = left >= 0 && keys[left] == keys[first] ? 1 : 0;
            if (ask(coding, 0, wideHits[wideSlot], around, beside, known && keys[first] == key)) {
                found = first;
                which = 0;
            }
        }
        boolean firstHit = found >= 0;
        if (found < 0 && second >= 0 && !same(second, first)) {
            if (ask(coding, 1, narrowHits[narrowSlot], around, rank, known && keys[second] == key)) {
                found = second;
                which = 1;
            }
        }
        if (found < 0 && left >= 0 && !same(left, first) && !same(left, second)) {
            if (ask(coding, 2, 0, around, rank, known && keys[left] == key)) {
                found = left;
                which = 2;
            }
        }
        if (found < 0 && up >= 0 && !same(up, first) && !same(up, second) && !same(up, left)) {
            if (ask(coding, 3, 0, around, rank, known && keys[up] == key)) {
                found = up;
                which = 3;
            }
        }

        wide[wideSlot] = i + 1;
        narrow[narrowSlot] = i + 1;
        wideHits[wideSlot] = confidence(wideHits[wideSlot], firstHit);
        // Whether the second was right is known when the pixel is: see learn().
        pendingSlot = narrowSlot;
        pendingSecond = second;
        hits[x + 1] = (byte) (joint ? which : firstHit ? 1 : 0);
        return found;
    }

    private boolean ask(Coding coding, int candidate, int confidence, int around, int last, boolean is)
            throws CorruptStreamException {
        int near = joint ? NEAR : 8;
        int context = (candidate * CONFIDENCE + confidence) * near + around * 2 + last;
        return coding.bit(models, context, is ? 1 : 0) != 0;
    }

    /** Learns pixel i, which is known now. */
    void learn(int i) {
        keys[i] = key(i);
        narrowHits[pendingSlot] =
                confidence(narrowHits[pendingSlot], pendingSecond >= 0 && keys[pendingSecond] == keys[i]);
    }

    private static byte confidence(byte before, boolean hit) {
        return (byte) (hit ? Math.min(CONFIDENCE - 1, before + 1) : before >> 2);
    }

    private boolean same(int a, int b) {
        return b >= 0 && keys[a] == keys[b];
    }

    private static long mix(long key) {
        return (key ^ key >>> 29) * 0x9E3779B97F4A7C15L;
    }

    /** The samples of a pixel, one beside the other. */
    private long key(int i) {
        long key = 0;
        for (int[] plane : s.planes()) {
            key = key << s.depth() | plane[i];
        }
        return key;
    }
}
