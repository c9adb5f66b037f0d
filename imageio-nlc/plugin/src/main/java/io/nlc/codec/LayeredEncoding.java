package io.nlc.codec;

import io.nlc.codec.content.LayerPlanner;
import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.container.Colour;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.QualityOffsets;
import io.nlc.picture.Region;
import io.nlc.residual.Parts;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Encodes one picture at any {@link Price}, as often as somebody asks. For one thread. */
final class LayeredEncoding {

    /** Pixels up to which what is known of tiles is kept from one price to the next. */
    private static final long KEPT = 1 << 22;

    /** Bytes of a pack's digest in the header. */
    private static final int DIGEST = 16;

    /** More than there are differences of steps. */
    private static final int FAR = 1 << 20;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcEncoder encoder;
    private final PreparedPicture picture;
    private final CodecProgress progress;
    private final PartMap map;
    private final TileGrid grid;
    private final LayerPlanner[] planners;
    private final boolean kept;
    private final DrawingTrial trial;
    private Price least;
    private boolean promised;
    private LayeredEncoding plain;

    LayeredEncoding(
            ModelPack pack,
            RuntimeSettings settings,
            NlcEncoder encoder,
            PreparedPicture picture,
            CodecProgress progress) {
        this.pack = pack;
        this.settings = settings;
        this.encoder = encoder;
        this.picture = picture;
        this.progress = progress;
        this.map = picture.map();
        this.grid = map.grid();
        this.planners = new LayerPlanner[grid.tiles()];
        this.trial = new DrawingTrial(pack, settings, encoder, picture);
        this.kept = (long) grid.width() * grid.height() <= KEPT;
    }

    /** From now on the error that is measured is promised, so that decoders must not compute in another precision. */
    void promiseError() {
        promised = true;
    }

    /** The level of quality 1, in 1/256. */
    int highestQuality() {
        return Gains.maxQuality(pack.manifest());
    }

    CodecProgress progress() {
        return progress;
    }

    /** The learned part of the picture, for a target of its own. */
    EncodedPicture learned(RateTarget target, long overhead, CodecProgress part) throws IOException {
        Subject s = picture.subject();
        return picture.analysed() == null
                ? encoder.encode(s.with(PictureEncoder.calm(picture)), target, overhead, part)
                : encoder.encode(picture.analysed(), s.offsets(), target, overhead, part);
    }

    /** Encodes the picture with nothing but networks. */
    CodedPicture onlyLearned(RateTarget target, long overhead) throws IOException {
        EncodedPicture e = learned(target, overhead + grid.tiles(), progress);
        return new CodedPicture(
                over(e, null, Price.at(0), progress).forFile(), e.quality(), e.targetReached(), e.psnr());
    }

    /**
     * Encodes the picture at a quality.
     *
     * @param quality 0 to 1
     * @param measured whether the error must be known
     * @param part hears of it
     */
    CodedTiles at(double quality, boolean measured, CodecProgress part) throws IOException {
        Price price = Price.at(quality);
        int level = Gains.quality(pack.manifest(), quality);
        if (map.all()) {
            return withoutNetworks(level, price, part);
        }
        if (price.beyondNetworks()) {
            return picture.subject().offsets() == null ? above(level, price, part) : aboveMapped(level, price, part);
        }
        EncodedPicture e = learned(
                new RateTarget.Quality(quality), 0, new PartProgress(part, 0, measured ? 0.4f : map.none() ? 1 : 0.9f));
        return measured ? overEach(e, price, part) : over(e, null, price, part);
    }

    /** As {@link #over} what is synthesised, of which no more is held than a few tiles: for one price. */
    private CodedTiles overEach(EncodedPicture e, Price price, CodecProgress part) throws IOException {
        LayerPlanner.Plan[] plans = new LayerPlanner.Plan[grid.tiles()];
        decode(e, (tile, rgb) -> plans[tile] = plan(e, tile, rgb, price), new PartProgress(part, 0.4f, 1));
        return new CodedTiles(grid, e.quality(), Arrays.asList(plans));
    }

    /** @param under what is synthesised; null if it does not matter */
    private LayerPlanner.Plan plan(EncodedPicture e, int tile, byte[] under, Price price) throws IOException {
        return map.needsLatents(tile)
                ? marked(
                        tile,
                        planner(tile).over(TilePayload.ofVersion1(e.tiles().get(tile)), under, price))
                : planner(tile).alone(price);
    }

    /** The plan of a tile, with the mark that a promise of an error needs. */
    private LayerPlanner.Plan marked(int tile, LayerPlanner.Plan plan) {
        return promised && plan.payload().kind() == TilePayload.LEARNED
                ? LayerPlanner.inFullPrecision(
                        plan, map.parts(tile), picture.subject().planes())
                : plan;
    }

    /**
     * Encodes the picture without networks, where these are not good enough any more; so finely that neither size nor
     * error is below their best. From which price on that is so does not depend on the one that is asked for, so that a
     * higher one never costs less.
     */
    private CodedTiles above(int level, Price price, CodecProgress part) throws IOException {
        Price least = least(new PartProgress(part, 0, 0.9f));
        return withoutNetworks(level, price.atLeast(least), new PartProgress(part, 0.9f, 1));
    }

    /** The lowest price at which neither size nor error of layers is below the best of networks. */
    private Price least(CodecProgress part) throws IOException {
        if (least == null) {
            least = trial.surelyBeyond(new PartProgress(part, 0, 0.3f)).orElse(null);
        }
        if (least == null) {
            least = justBeyond(new PartProgress(part, 0.3f, 1));
        }
        part.progress(1);
        return least;
    }

    /** The lowest price at which layers are not below networks, by comparison of all of the picture. */
    private Price justBeyond(CodecProgress part) throws IOException {
        CodedTiles best = at(Price.NETWORKS_TO, true, new PartProgress(part, 0, 0.6f));
        // The header of a file with latents names the pack as well.
        long bytes = best.bytes() + DIGEST + pack.name().length();
        float done = 0.6f;
        int below = -1;
        int step = 0;
        // Whether it is fine enough changes once, on the way to finer steps: a search by doubling and halving.
        Price first = Price.firstBeyondNetworks();
        for (int above = FAR; above - below > 1; ) {
            CodedTiles tried = drawn(first.finer(step), new PartProgress(part, done, done + (1 - done) / 3));
            done += (1 - done) / 3;
            boolean enough = tried.bytes() >= bytes && tried.squaredError() <= best.squaredError();
            if (enough || first.finer(step).step() == 0) {
                above = step;
            } else {
                below = step;
            }
            step = above == FAR ? 2 * step + 1 : below + (above - below) / 2;
        }
        return first.finer(below + 1);
    }

    /**
     * Where the quality differs from place to place the price is that of the picture with one quality: some of its
     * areas are below what networks are good for, and sizes or errors of these tell nothing.
     */
    private CodedTiles aboveMapped(int level, Price price, CodecProgress part) throws IOException {
        if (plain == null) {
            PreparedPicture same = new PreparedPicture(picture.subject().withoutOffsets(), map, picture.analysed());
            plain = new LayeredEncoding(pack, settings, encoder, same, progress);
        }
        Price least = plain.least(new PartProgress(part, 0, 0.7f));
        return withoutNetworks(level, price.atLeast(least), new PartProgress(part, 0.7f, 1));
    }

    /** Encodes the picture at a rung of {@link Price#beyond}, or without loss at the last one. */
    CodedTiles beyond(int rung, CodecProgress part) throws IOException {
        return rung >= Price.RUNGS - 1
                ? planned(highestQuality(), tile -> planner(tile).exact(), part)
                : withoutNetworks(highestQuality(), Price.beyond(rung), part);
    }

    /** Encodes the picture without networks. */
    CodedTiles drawn(Price price, CodecProgress part) throws IOException {
        return withoutNetworks(highestQuality(), price, part);
    }

    /** @param quality that networks would have had */
    private CodedTiles withoutNetworks(int quality, Price price, CodecProgress part) throws IOException {
        return planned(quality, tile -> planner(tile).alone(price), part);
    }

    /**
     * A picture that networks coded, with what is not for them put in its place.
     *
     * @param under what networks synthesise, null if it does not matter
     * @param part hears of the end, if there is anything to do
     */
    CodedTiles over(EncodedPicture e, byte[][] under, Price price, CodecProgress part) throws IOException {
        if (map.none() && under == null) {
            List<LayerPlanner.Plan> plans = new ArrayList<>();
            for (byte[] tile : e.tiles()) {
                plans.add(marked(plans.size(), LayerPlanner.Plan.of(TilePayload.ofVersion1(tile))));
            }
            return new CodedTiles(grid, e.quality(), plans);
        }
        return planned(e.quality(), tile -> plan(e, tile, under == null ? null : under[tile], price), part);
    }

    /** What the networks will make of each tile. */
    byte[][] synthesise(EncodedPicture e, CodecProgress part) throws IOException {
        byte[][] out = new byte[grid.tiles()][];
        decode(e, (tile, rgb) -> out[tile] = rgb, part);
        return out;
    }

    /** Takes a tile; several threads call it. */
    private interface TileSink {
        void take(int tile, byte[] rgb) throws IOException;
    }

    private void decode(EncodedPicture e, TileSink sink, CodecProgress part) throws IOException {
        Subject s = picture.subject();
        NlcHeader header = new NlcHeader(
                NlcHeader.VERSION,
                s.width(),
                s.height(),
                new PixelFormat(Colour.RGB, false, 8),
                Layers.NONE,
                e.quality(),
                grid.tileWidth(),
                grid.tileHeight(),
                encoder.reference());
        try (Decoding decoding = new NlcDecoder(
                        pack, settings.withPrecision(Precision.FULL)) // so that files are the same on all machines
                .open(header, tile -> bound(header, e, tile), QualityMaps.of(pack.manifest(), s.offsets()))
                .start(null, DamageHandler.FAIL, part)) {
            decoding.picture((left, top, width, height, rgb) ->
                    sink.take(top / grid.tileHeight() * grid.columns() + left / grid.tileWidth(), rgb));
        }
    }

    private static byte[] bound(NlcHeader header, EncodedPicture e, int tile) throws IOException {
        return TilePayload.ofVersion1(e.tiles().get(tile)).bound(header, tile).toBytes();
    }

    private interface Planning {
        LayerPlanner.Plan plan(int tile) throws IOException;
    }

    private CodedTiles planned(int quality, Planning planning, CodecProgress part) throws IOException {
        LayerPlanner.Plan[] plans = new LayerPlanner.Plan[grid.tiles()];
        try (TilePool pool = new TilePool(settings.threads(), plans.length)) {
            pool.forEach(
                    IntStream.range(0, plans.length).boxed().toList(),
                    tile -> plans[tile] = planning.plan(tile),
                    () -> {},
                    part);
        }
        part.progress(1);
        return new CodedTiles(grid, quality, Arrays.asList(plans));
    }

    private LayerPlanner planner(int tile) throws IOException {
        if (planners[tile] != null) {
            return planners[tile];
        }
        Region area = map.area(tile);
        byte[] rgb = new byte[Math.multiplyExact(3 * area.width(), area.height())];
        picture.subject().source().readRgb(area.x(), area.y(), area.width(), area.height(), rgb);
        boolean[] graphic = new boolean[map.parts(tile).count()];
        for (int part = 0; part < graphic.length; part++) {
            graphic[part] = map.graphic(tile, part);
        }
        boolean[] visible = new boolean[rgb.length / 3];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = picture.subject().source().visible(area.x() + i % area.width(), area.y() + i / area.width());
        }
        LayerPlanner planner = new LayerPlanner(
                map.parts(tile), picture.subject().planes(), rgb, graphic, visible, offsets(area, map.parts(tile)));
        if (kept) {
            planners[tile] = planner;
        }
        return planner;
    }

    /** By how much quality is to differ in the parts of a tile; null if it is the same everywhere. */
    private double[] offsets(Region area, Parts parts) {
        QualityOffsets all = picture.subject().offsets();
        if (all == null) {
            return null;
        }
        double[] offsets = new double[parts.count()];
        for (int part = 0; part < offsets.length; part++) {
            offsets[part] = all.at(
                    (area.x() + parts.x(part)) / QualityOffsets.SIDE, (area.y() + parts.y(part)) / QualityOffsets.SIDE);
        }
        return offsets;
    }
}
