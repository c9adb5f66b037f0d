package io.nlc.residual;

/**
 * Softens the edges between the squares of a layer, and between its parts and what networks synthesised
 * (docs/format.md, "Softened edges"). Integers only. Stateless.
 */
public final class EdgeFilter {

    /*
     * What a coarse step takes from soft content is slope: squares become flat, and their edges leaps. The filter gives
     * the slope back: the leap at an edge, less what the slopes on both sides lead to, is spread as a ramp over half of
     * each square. Two edges of a square never meet, so that their order does not matter, and none is measured in
     * pixels that one of the same direction has changed.
     *
     * A leap is only as large as what quantisers may have taken, about step / side; beyond that it is a true edge, and
     * so it is where the pixels beside it are lively. Between full and no correction all is continuous, so that where
     * bases differ by rounding, results differ by little.
     *
     * Exact parts neither change nor matter. Own parts never depend on what networks synthesised, which may differ by
     * rounding: beside them, only that changes.
     */

    /** The largest strength; 0 is none. */
    public static final int STRONGEST = 3;

    /** Pixels that change of what has no squares. */
    private static final int REACH = 16;

    /** Pixels on each side that an edge needs. */
    private static final int NEAR = 3;

    /** Of {@link Side#lost} to quarters of a sample. */
    private static final int SHIFT = 8;

    private final Layer layer;
    private final Parts parts;
    private final byte[] rgb;

    private EdgeFilter(Layer layer, byte[] rgb) {
        this.layer = layer;
        this.parts = layer.parts();
        this.rgb = rgb;
    }

    /**
     * Softens the edges of a tile.
     *
     * @param layer of squares, which was painted and says how strongly
     * @param rgb interleaved, of the tile inside the picture
     */
    public static void apply(Layer layer, byte[] rgb) {
        if (layer.planes() == 1) {
            makeGray(rgb);
        }
        EdgeFilter filter = new EdgeFilter(layer, rgb);
        int row = 3 * filter.parts.width();
        filter.edges(new Direction(true, filter.parts.width(), filter.parts.height(), 3, row));
        filter.edges(new Direction(false, filter.parts.height(), filter.parts.width(), row, 3));
    }

    /** What networks synthesised of a gray picture may have a colour. */
    private static void makeGray(byte[] rgb) {
        for (int at = 0; at < rgb.length; at += 3) {
            byte gray = (byte) LayerPainter.gray(rgb, at);
            rgb[at] = gray;
            rgb[at + 1] = gray;
            rgb[at + 2] = gray;
        }
    }

    /**
     * Where edges are looked for.
     *
     * @param upright whether they run from top to bottom
     * @param across pixels of the tile from edge to edge
     * @param along pixels of the tile along edges
     * @param step from a sample to the next one across
     * @param next from a sample to the next one along
     */
    private record Direction(boolean upright, int across, int along, int step, int next) {}

    /**
     * What is on a side of an edge.
     *
     * @param square its side; 64 where there are none
     * @param lost what its quantiser may have taken from a slope, 64 step / side in 1/16
     */
    private record Side(Mode mode, int square, int lost) {

        int reach() {
            return Math.min(REACH, square / 2);
        }

        boolean changesBeside(Side other) {
            return mode != Mode.OWN || other.mode == Mode.OWN;
        }
    }

    private void edges(Direction d) {
        for (int from = 0; from < d.along; from += Squares.SMALLEST) {
            for (int at = Squares.SMALLEST; at + NEAR <= d.across; at += Squares.SMALLEST) {
                Side before = d.upright ? side(at - 1, from) : side(from, at - 1);
                Side behind = d.upright ? side(at, from) : side(from, at);
                if (at % behind.square == 0 && before.mode != Mode.EXACT && behind.mode != Mode.EXACT) {
                    edge(d, at, from, before, behind);
                }
            }
        }
    }

    private Side side(int x, int y) {
        int part = parts.at(x, y);
        Mode mode = layer.mode(part);
        if (!mode.transformed()) {
            return new Side(mode, Parts.SIDE, 0);
        }
        int square = layer.squares().side(x, y);
        int size = Steps.size(layer.step(part));
        return new Side(mode, square, layer.softening(part) * size * (2 * Squares.LARGEST / square));
    }

    private void edge(Direction d, int at, int from, Side before, Side behind) {
        int lost =
                (before.mode == Mode.BASE ? behind : before).lost + (behind.mode == Mode.BASE ? before : behind).lost;
        int most = lost >> SHIFT;
        if (most == 0) {
            return;
        }
        boolean changesBefore = before.changesBeside(behind);
        boolean changesBehind = behind.changesBeside(before);
        int share = changesBefore && changesBehind ? 1 : 2;
        int end = 3 * Math.min(Squares.SMALLEST, d.along - from);
        for (int i = 0; i < end; i++) {
            int q = at * d.step + (from + i / 3) * d.next + i % 3;
            int leap = share * leap(q, d.step, most);
            if (leap != 0 && changesBefore) {
                ramp(q - d.step, -d.step, before.reach(), before.reach(), leap);
            }
            if (leap != 0 && changesBehind) {
                ramp(q, d.step, behind.reach(), d.across - at, -leap);
            }
        }
    }

    /**
     * The leap that is to be spread.
     *
     * @param q place of the first sample behind the edge
     * @param most that may have been lost, in quarters of a sample
     * @return in quarters of a sample
     */
    private int leap(int q, int step, int most) {
        int p0 = rgb[q - step] & 0xFF;
        int p1 = rgb[q - 2 * step] & 0xFF;
        int p2 = rgb[q - 3 * step] & 0xFF;
        int q0 = rgb[q] & 0xFF;
        int q1 = rgb[q + step] & 0xFF;
        int q2 = rgb[q + 2 * step] & 0xFF;
        int leap = 5 * (q0 - p0) - (q2 - p2);
        int lively =
                2 * (Math.abs(p2 - 2 * p1 + p0) + Math.abs(q2 - 2 * q1 + q0)) + Math.abs(p2 - p0) + Math.abs(q2 - q0);
        int size = Math.min(Math.abs(leap), 2 * most - Math.max(Math.abs(leap), lively));
        return size <= 0 ? 0 : leap < 0 ? -size : size;
    }

    private void ramp(int from, int step, int reach, int pixels, int leap) {
        int shift = 4 + Integer.numberOfTrailingZeros(reach);
        int half = 1 << shift - 1;
        for (int i = 0, at = from; i < Math.min(reach, pixels); i++, at += step) {
            int v = (rgb[at] & 0xFF) + (leap * (2 * (reach - i) - 1) + half >> shift);
            rgb[at] = (byte) Math.max(0, Math.min(255, v));
        }
    }
}
