package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import io.nlc.entropy.SymbolModel;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.Arrays;

/** Blocks of samples to bytes and back, exactly. Stateless. */
public final class BlockCoder {

    /*
     * A block is coded in the way that suits it, pixel by pixel, the planes of a pixel one after the other so that each
     * sees how well those before it were predicted (PlaneCoder):
     *
     *   PHOTO    predicted samples, after a colour transform
     *   GRAPHICS first whether a pixel is one that lies in equal surroundings elsewhere (PatternCoder); else as PHOTO,
     *            with a memory of patterns in each plane (PlanePatterns)
     *   PALETTE  places in a list of colours (Palette), as GRAPHICS; what no pattern finds is coded by the place to the
     *            left
     *   RAW      the samples, where nothing helps
     *
     * PHOTO and GRAPHICS are written with the planes coded jointly (JointCoder), and still read as they were before that.
     *
     * Before PHOTO and GRAPHICS, samples that use few of their values become ranks among them (ValueMap).
     *
     * The colour transform is chosen by what a simple prediction leaves, the ways by trying those that may win: their
     * models learn as they go, so that nothing but the real cost tells which is best; of blocks that are neither clearly
     * drawn nor clearly not, that of a quarter of the rows. All is integer arithmetic, the same on every machine.
     */

    private static final int PHOTO = 0;
    private static final int GRAPHICS = 1;
    private static final int PALETTE = 2;
    private static final int RAW = 3;
    private static final int WAYS = 3;
    private static final int TRANSFORM_SHIFT = 2;
    private static final int TRANSFORMS = 3;
    private static final int MAPPED = 1 << 4;
    private static final int JOINT = 1 << 5;
    private static final int HEAD = 1;
    private static final int SMALL_PALETTE = 64;
    private static final int SEEN_BITS = 16;
    private static final int SMALL_AREA = 1 << 14;

    /** Few photographs have as many repeated pixels, which are all that the graphics way is better at. */
    private static final double PHOTO_REPEATS = 0.2;

    /** Fewer repeated pixels than drawings have: a trial tells. */
    private static final double DRAWN_REPEATS = 0.5;

    /** Of every so many groups of rows one is tried. */
    private static final int TRIED = 4;

    private static final int TRIED_ROWS = 32;

    /** Where graphics take less than this share of a photograph's bytes in the rows tried, they do in all. */
    private static final double CLEARLY_DRAWN = 0.97;

    /** The graphics way takes twice the time to decode: it must save one byte in so many. */
    private static final int WORTHWHILE = 512;

    private BlockCoder() {}

    /** Encodes a block. @return one byte that says how, then what is so coded */
    public static byte[] encode(Samples samples) {
        Palette palette = Palette.of(samples);
        double repeated = repeated(samples);
        boolean photo = palette == null || samples.area() < SMALL_AREA || repeated < DRAWN_REPEATS;
        boolean graphics = repeated > PHOTO_REPEATS || palette != null || samples.area() < SMALL_AREA;
        byte[] best = pixels(samples, null, photo, graphics);
        ValueMap map = ValueMap.of(samples);
        if (map != null) {
            Samples ranks = samples.copy();
            map.forward(ranks);
            best = shorter(best, pixels(ranks, map, photo, graphics));
        }
        if (palette != null) {
            best = shorter(best, indexed(palette, samples));
        }
        return best.length > HEAD + rawBytes(samples) ? raw(samples) : best;
    }

    private static byte[] pixels(Samples samples, ValueMap map, boolean photo, boolean graphics) {
        ColourTransform transform = transform(samples);
        Samples transformed = samples.copy();
        transform.forward(transformed);
        int head = JOINT | transform.ordinal() << TRANSFORM_SHIFT | (map == null ? 0 : MAPPED);
        double share = 1;
        if (photo && graphics && transformed.height() >= 2 * TRIED * TRIED_ROWS) {
            share = graphicsShare(head, map, transformed);
        }
        byte[] best = null;
        if (photo && share > CLEARLY_DRAWN) {
            best = stream(head | PHOTO, map, transformed);
        }
        if (graphics && share <= 1) {
            byte[] other = stream(head | GRAPHICS, map, transformed);
            best = best == null || other.length < best.length - best.length / WORTHWHILE ? other : best;
        }
        return best;
    }
    /** Bytes of some of the rows as graphics over those as a photograph. */
    private static double graphicsShare(int head, ValueMap map, Samples s) {
        int width = s.width();
        int groups = s.height() / (TRIED * TRIED_ROWS);
        Samples some = Samples.blank(width, groups * TRIED_ROWS, s.depth(), s.planes().length);
        for (int p = 0; p < s.planes().length; p++) {
            for (int group = 0; group < groups; group++) {
                // From the middle of each, where a picture shows more than at its rim.
                int from = (group * TRIED + TRIED / 2) * TRIED_ROWS;
                System.arraycopy(
                        s.planes()[p], from * width, some.planes()[p], group * TRIED_ROWS * width, TRIED_ROWS * width);
            }
        }
        return stream(head | GRAPHICS, map, some).length / (double) stream(head | PHOTO, map, some).length;
    }

    private static byte[] shorter(byte[] a, byte[] b) {
        return a == null || b.length < a.length ? b : a;
    }

    /**
     * Share of the pixels that equal their neighbour to the left or above, or the last one with the same neighbours, or
     * continue a slope.
     */
    private static double repeated(Samples s) {
        int[] seen = new int[1 << SEEN_BITS];
        int count = 0;
        int width = s.width();
        for (int i = 0, x = 0; i < s.area(); i++, x = x + 1 == width ? 0 : x + 1) {
            int left = x > 0 ? i - 1 : i;
            int up = i >= width ? i - width : i;
            long neighbours = 0;
            for (int[] plane : s.planes()) {
                neighbours = (neighbours << 16) * 31 + (neighbours >>> 48) + plane[left] * 65_537L + plane[up];
            }
            int slot = (int) (neighbours * 0x9E3779B97F4A7C15L >>> 64 - SEEN_BITS);
            int last = seen[slot];
            seen[slot] = i;
            if (left < i && equal(s, i, left)
                    || up < i && equal(s, i, up)
                    || last > 0 && equal(s, i, last)
                    || left < i && up < i && slopes(s, i)) {
                count++;
            }
        }
        return count / (double) s.area();
    }

    private static boolean equal(Samples s, int i, int j) {
        for (int[] plane : s.planes()) {
            if (plane[i] != plane[j]) {
                return false;
            }
        }
        return true;
    }

    private static boolean slopes(Samples s, int i) {
        for (int[] plane : s.planes()) {
            if (plane[i] - plane[i - 1] != plane[i - s.width()] - plane[i - s.width() - 1]) {
                return false;
            }
        }
        return true;
    }

    private static ColourTransform transform(Samples s) {
        if (s.planes().length < 3) {
            return ColourTransform.NONE;
        }
        ColourTransform best = ColourTransform.NONE;
        long lowest = Long.MAX_VALUE;
        for (ColourTransform transform : ColourTransform.values()) {
            Samples t = s.copy();
            transform.forward(t);
            long cost = cost(t);
            if (cost < lowest) {
                lowest = cost;
                best = transform;
            }
        }
        return best;
    }

    /**
     * About what the first three planes cost: logarithms of what the median edge detector misses, on every other row.
     */
    private static long cost(Samples s) {
        long cost = 0;
        int width = s.width();
        for (int p = 0; p < 3; p++) {
            int[] plane = s.planes()[p];
            for (int y = 0; y < s.height(); y += 2) {
                for (int x = 1; x < width; x++) {
                    int i = y * width + x;
                    int w = plane[i - 1];
                    int n = y > 0 ? plane[i - width] : w;
                    int nw = y > 0 ? plane[i - width - 1] : w;
                    int median = Math.max(Math.min(w, n), Math.min(Math.max(w, n), w + n - nw));
                    int miss = Math.abs(plane[i] - median << 32 - s.depth() >> 32 - s.depth());
                    cost += PlaneCoder.level(4 * miss);
                }
            }
        }
        return cost;
    }

    private static byte[] block(int head, RangeEncoder out) {
        byte[] stream = out.finish();
        byte[] block = new byte[HEAD + stream.length];
        block[0] = (byte) head;
        System.arraycopy(stream, 0, block, HEAD, stream.length);
        return block;
    }

    private static byte[] stream(int head, ValueMap map, Samples transformed) {
        RangeEncoder out = new RangeEncoder();
        try {
            Coding coding = Coding.to(out);
            if (map != null) {
                ValueMap.code(coding, map, transformed);
            }
            if ((head & WAYS) == PHOTO) {
                photo(coding, transformed, true);
            } else {
                graphics(coding, transformed, true);
            }
        } catch (CorruptStreamException e) {
            throw new AssertionError("encoders read nothing", e);
        }
        return block(head, out);
    }

    private static byte[] indexed(Palette palette, Samples s) {
        RangeEncoder out = new RangeEncoder();
        try {
            Coding coding = Coding.to(out);
            Palette.code(coding, palette, s);
            indices(coding, palette.indices(s), palette.colours().length);
        } catch (CorruptStreamException e) {
            throw new AssertionError("encoders read nothing", e);
        }
        return block(PALETTE, out);
    }

    private static int rawBytes(Samples s) {
        return Math.multiplyExact(s.area(), s.planes().length * s.depth() / 8);
    }

    private static byte[] raw(Samples s) {
        byte[] block = new byte[HEAD + rawBytes(s)];
        block[0] = RAW;
        int at = HEAD;
        for (int[] plane : s.planes()) {
            for (int sample : plane) {
                if (s.depth() == 16) {
                    block[at++] = (byte) (sample >> 8);
                }
                block[at++] = (byte) sample;
            }
        }
        return block;
    }

    /**
     * Decodes a block.
     *
     * @param data holds it from offset to its end
     * @param planes 1 to 4, see {@link Samples}
     * @param depth 8 or 16
     * @throws NlcException if it is not as it was encoded, or of a kind that is not known here
     */
    public static Samples decode(byte[] data, int offset, int width, int height, int planes, int depth)
            throws NlcException {
        if (offset >= data.length) {
            throw NlcException.damaged("lossless block is empty");
        }
        int head = data[offset] & 0xFF;
        int way = head & WAYS;
        int transform = head >> TRANSFORM_SHIFT & TRANSFORMS;
        if (head >= JOINT << 1
                || transform >= ColourTransform.values().length
                || transform > 0 && planes < 3
                || head > WAYS && (way == PALETTE || way == RAW)) {
            throw new NlcException(FailureKind.UNSUPPORTED, "lossless block of unknown kind " + head);
        }
        int from = offset + HEAD;
        Samples s = Samples.blank(width, height, depth, planes);
        if (way == RAW) {
            readRaw(data, from, s);
            return s;
        }
        Coding coding = Coding.from(new RangeDecoder(data, from, data.length - from));
        ValueMap map = (head & MAPPED) == 0 ? null : ValueMap.code(coding, null, s);
        boolean joint = (head & JOINT) != 0;
        switch (way) {
            case PHOTO -> photo(coding, s, joint);
            case GRAPHICS -> graphics(coding, s, joint);
            default -> {
                Palette palette = Palette.code(coding, null, s);
                Samples indices = Samples.blank(width, height, 8, 1);
                indices(coding, indices, palette.colours().length);
                palette.apply(indices, s);
            }
        }
        ColourTransform.values()[transform].inverse(s);
        if (map != null) {
            map.inverse(s);
        }
        return s;
    }

    private static void readRaw(byte[] data, int from, Samples s) throws NlcException {
        if (data.length - from != rawBytes(s)) {
            throw NlcException.damaged("lossless block of " + (data.length - from) + " bytes, not " + rawBytes(s));
        }
        int at = from;
        for (int[] plane : s.planes()) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = s.depth() == 16 ? (data[at++] & 0xFF) << 8 | data[at++] & 0xFF : data[at++] & 0xFF;
            }
        }
    }

    private static PixelCoder pixelCoder(Samples s, boolean joint, boolean drawn) {
        return joint ? new JointCoder(s, drawn) : new SeparateCoder(s);
    }

    private static void photo(Coding coding, Samples s, boolean joint) throws CorruptStreamException {
        PixelCoder coder = pixelCoder(s, joint, false);
        for (int y = 0; y < s.height(); y++) {
            coder.nextRow();
            coder.row(coding, y * s.width());
        }
    }

    private static void graphics(Coding coding, Samples s, boolean joint) throws CorruptStreamException {
        PixelCoder coder = pixelCoder(s, joint, true);
        PatternCoder patterns = new PatternCoder(s, joint);
        for (int y = 0; y < s.height(); y++) {
            coder.nextRow();
            int from = y * s.width();
            for (int x = 0; x < s.width(); x++) {
                int found = patterns.code(coding, x, y, !coding.decodes());
                if (found < 0) {
                    coder.pixel(coding, from, x);
                } else {
                    coder.copy(from, x, found);
                }
                patterns.learn(from + x);
            }
        }
    }

    /** @param colours the places are below it */
    private static void indices(Coding coding, Samples s, int colours) throws CorruptStreamException {
        if (colours == 1) {
            return;
        }
        PatternCoder patterns = new PatternCoder(s, false);
        int shift = colours <= SMALL_PALETTE ? 0 : 4;
        SymbolModel[] models = new SymbolModel[(colours - 1 >> shift) + 1];
        Arrays.setAll(models, i -> SymbolModel.uniform(colours));
        int[] plane = s.planes()[0];
        for (int y = 0; y < s.height(); y++) {
            int from = y * s.width();
            for (int x = 0; x < s.width(); x++) {
                int i = from + x;
                int found = patterns.code(coding, x, y, !coding.decodes());
                int left = x > 0 ? plane[i - 1] : y > 0 ? plane[i - s.width()] : 0;
                plane[i] = found >= 0 ? plane[found] : coding.symbol(models[left >> shift], plane[i]);
                patterns.learn(i);
            }
        }
    }
}
