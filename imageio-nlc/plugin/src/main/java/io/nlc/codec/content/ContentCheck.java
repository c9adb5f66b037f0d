package io.nlc.codec.content;

import io.nlc.codec.tile.TileGrid;
import io.nlc.picture.PixelSource;
import io.nlc.residual.Parts;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the parts of a picture that are not for networks. Thread-safe, as long as no tile is checked twice at once. */
public final class ContentCheck {

    /*
     * Networks were trained on photographs. Drawn pictures come out blurred, in wrong colours, or not at all, and cost
     * more than if their samples were kept. What tells them from photographs, long before any network runs:
     *
     *   sharp      half of the pixels and more equal a neighbour, and where they do not they leap: text, lines, charts.
     *              Clear skies repeat, too, but change softly
     *   rough      single pixels that alternate (checks, fine rows, halftones, noise) have energy where the networks
     *              have none. Photographs are about 1 and seldom above 1.6
     *
     * Where a sixth of a tile's parts are so, it is drawn, and with them go those that are just repeated or smooth. In
     * a photograph a few such parts are left to the networks, because leaving them costs sharp borders.
     *
     * But a sky goes to networks if they have what is around it: a part that is soft and not of one colour, the sharper,
     * the more of its neighbours must be theirs. Beside them, squares with a coarse step would be seen.
     *
     * Tiles that are mostly repeated or smooth and nothing else may be drawn ramps or clear skies. Where one colour is
     * at its end nearly all over, and others are not, nothing can overshoot, and its mean may come back wrong. Those
     * are suspects, and a trial tells (io.nlc.codec.ContentTrial). What a small picture costs is mostly the padding of its latents,
     * so that it is never for networks. The answers depend on the pixels only, not on the quality, so that a picture is
     * coded in the same ways at all qualities.
     */

    /** Pictures of up to this many pixels are never for networks. */
    private static final int SMALL = 96 * 96;

    private static final double REPEATED = 0.5;
    private static final double SHARP = 20_000;
    private static final double ROUGH = 4;
    private static final double VISIBLE = 64;
    private static final double CLIPPED = 0.6;
    private static final double SMOOTH = 8;
    private static final double FLAT = 0.9;
    private static final double VARIED = 8;
    private static final double SOFT = 1000;
    private static final double DRAWN = 1 / 6.0;
    private static final double SUSPECT = 0.5;

    private final PixelSource source;
    private final PartMap drawn;
    private final PartMap suspected;
    private final boolean[] suspects;

    /** For one picture. */
    public ContentCheck(TileGrid grid, PixelSource source) {
        this.source = source;
        this.drawn = new PartMap(grid);
        this.suspected = new PartMap(grid);
        this.suspects = new boolean[grid.tiles()];
    }

    /** The answer, once all tiles are checked. @param withSuspects whether suspects are drawn */
    public PartMap map(boolean withSuspects) {
        PartMap map = withSuspects ? suspected : drawn;
        map.spread(SOFT);
        return map;
    }

    /** Tiles that a trial must decide about. */
    public List<Integer> suspects() {
        return IntStream.range(0, suspects.length)
                .filter(t -> suspects[t])
                .boxed()
                .toList();
    }

    /** Checks a tile. */
    public void check(int tile) throws IOException {
        Parts parts = drawn.parts(tile);
        byte[] rgb = new byte[Math.multiplyExact(3 * parts.width(), parts.height())];
        source.readRgb(drawn.area(tile).x(), drawn.area(tile).y(), parts.width(), parts.height(), rgb);
        PartStatistics[] statistics = new PartStatistics[parts.count()];
        int sure = 0;
        int possible = 0;
        int empty = 0;
        for (int part = 0; part < statistics.length; part++) {
            statistics[part] = PartStatistics.of(parts, part, rgb);
            sure += sure(statistics[part]) ? 1 : 0;
            possible += possible(statistics[part]) ? 1 : 0;
            empty += statistics[part].detail() == 0 ? 1 : 0;
        }
        boolean small = (long) drawn.grid().width() * drawn.grid().height() <= SMALL;
        boolean isDrawn = small || sure >= DRAWN * statistics.length || empty == statistics.length;
        suspects[tile] = !isDrawn && possible >= SUSPECT * statistics.length;
        for (int part = 0; part < statistics.length; part++) {
            if (small || possible(statistics[part]) && (isDrawn || suspects[tile])) {
                suspected.setGraphic(tile, part, statistics[part].mean());
                if (isDrawn) {
                    drawn.setGraphic(tile, part, statistics[part].mean());
                }
                if (isDrawn && !small && soft(statistics[part])) {
                    drawn.setSoft(tile, part, statistics[part].sharpness());
                    suspected.setSoft(tile, part, statistics[part].sharpness());
                }
            }
        }
    }

    private static boolean sure(PartStatistics s) {
        return s.repeated() > REPEATED && s.sharpness() > SHARP || s.roughness() > ROUGH && s.detail() > VISIBLE;
    }

    /** Whether networks may have it if they have what is around it. */
    private static boolean soft(PartStatistics s) {
        return !sure(s) && s.repeated() < FLAT && s.clipped() <= CLIPPED && s.spread() > VARIED;
    }

    private static boolean possible(PartStatistics s) {
        return sure(s)
                || s.repeated() > REPEATED
                || s.detail() < SMOOTH
                || s.roughness() > ROUGH / 2
                || s.clipped() > CLIPPED;
    }
}
