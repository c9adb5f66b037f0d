package io.nlc.codec;

import io.nlc.codec.content.CalmSource;
import io.nlc.codec.content.ContentCheck;
import io.nlc.codec.content.PartMap;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TilePool;
import io.nlc.container.PackReference;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Pictures of any kind to tiles of all kinds: learned where networks are good, layers and samples where they are not or
 * where more is asked for than they can give. Thread-safe.
 */
public final class PictureEncoder {

    /*
     * A look at the pixels (ContentCheck) tells which parts are not for networks. A picture without such parts takes
     * the way of NlcEncoder; a picture of nothing else needs no network at all. In between, networks see the picture
     * with those parts calmed (CalmSource), and layers put them in their places.
     *
     * Quality goes on where networks end: above 0.9 a layer draws all of the picture, finer and finer, so that quality 1
     * has 40 dB, and decoding needs no network. Targets go beyond that, to what is lossless (Price).
     *
     * Where the quality of a picture differs from place to place (Subject.offsets), networks have other gains there and
     * layers other prices. Which of both draws a part does not depend on it.
     */

    private static final float CHECK_SHARE = 0.02f;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcEncoder encoder;
    private final boolean networksOnly;

    /**
     * Makes an encoder; loads nothing yet.
     *
     * @param effort as of {@link NlcEncoder#NlcEncoder(ModelPack, RuntimeSettings, int)}
     * @param networksOnly whether all tiles are to be learned, whatever becomes of them: to see what networks do
     */
    public PictureEncoder(ModelPack pack, RuntimeSettings settings, int effort, boolean networksOnly) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.encoder = new NlcEncoder(pack, settings, effort, true);
        this.networksOnly = networksOnly;
    }

    /** What the header of a file with learned tiles says of the pack. */
    public PackReference reference() {
        return encoder.reference();
    }

    /** As {@link NlcEncoder#sharesAnalysis}. */
    public boolean sharesAnalysis(PictureEncoder other, int width, int height) {
        return encoder.sharesAnalysis(other.encoder, width, height);
    }

    /** How a picture is cut into tiles. */
    TileGrid grid(int width, int height) {
        return encoder.grid(width, height);
    }

    /** Width of the tiles that a picture is cut into. */
    public int tileWidth(int width, int height) {
        return grid(width, height).tileWidth();
    }

    /** Their height. */
    public int tileHeight(int width, int height) {
        return grid(width, height).tileHeight();
    }

    /** Their number. */
    public int tiles(int width, int height) {
        return grid(width, height).tiles();
    }

    /**
     * Does the work that all rates of a picture have in common.
     *
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public PreparedPicture prepare(Subject subject, CodecProgress progress) throws IOException {
        PartMap map = check(subject, progress);
        CodecProgress rest = new PartProgress(progress, CHECK_SHARE, 1);
        AnalysedPicture analysed =
                map.all() ? null : encoder.analyse(subject.width(), subject.height(), calm(subject, map), rest);
        return new PreparedPicture(subject, map, analysed);
    }

    /**
     * Encodes a picture.
     *
     * @param target what to aim at
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public CodedPicture encode(Subject subject, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        PartMap map = check(subject, progress);
        CodecProgress rest = new PartProgress(progress, CHECK_SHARE, 1);
        if (target instanceof RateTarget.Quality || map.all()) {
            return encode(new PreparedPicture(subject, map, null), target, overheadBytes, rest);
        }
        PreparedPicture prepared = new PreparedPicture(
                subject,
                map,
                encoder.analyse(
                        subject.width(), subject.height(), calm(subject, map), new PartProgress(rest, 0, 0.4f)));
        return encode(prepared, target, overheadBytes, new PartProgress(rest, 0.4f, 1));
    }

    /**
     * Encodes a picture that is prepared.
     *
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IllegalArgumentException if it was prepared for a pack with another analysis
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public CodedPicture encode(PreparedPicture picture, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        LayeredEncoding encoding = new LayeredEncoding(pack, settings, encoder, picture, progress);
        if (networksOnly) {
            return encoding.onlyLearned(target, overheadBytes);
        }
        if (target instanceof RateTarget.Quality q) {
            CodedTiles coded = encoding.at(q.value(), false, progress);
            return new CodedPicture(coded.forFile(), coded.quality(), true, Double.NaN);
        }
        return new LayeredSearch(encoding, picture, overheadBytes).find(target);
    }

    /** What the file must say of where the quality of a picture differs, without its place; null for nothing. */
    public TilePayload qualityMap(Subject subject) {
        return QualityMaps.encode(QualityMaps.of(pack.manifest(), subject.offsets()));
    }

    private PartMap check(Subject subject, CodecProgress progress) throws IOException {
        Objects.requireNonNull(progress, "progress");
        TileGrid grid = grid(subject.width(), subject.height());
        ContentCheck check = new ContentCheck(grid, subject.source());
        if (networksOnly) {
            return check.map(false);
        }
        int[] done = new int[1];
        try (TilePool pool = new TilePool(settings.threads(), grid.tiles())) {
            pool.forEach(
                    IntStream.range(0, grid.tiles()).boxed().toList(),
                    check::check,
                    () -> progress.progress(CHECK_SHARE * ++done[0] / grid.tiles()),
                    progress);
        }
        if (check.suspects().isEmpty()) {
            return check.map(false);
        }
        return check.map(new ContentTrial(pack, settings, encoder, subject, check).prefersLayers(progress));
    }

    private static PixelSource calm(Subject subject, PartMap map) {
        return map.none() ? subject.source() : new CalmSource(subject.source(), map);
    }

    /** The pixels that networks see. */
    static PixelSource calm(PreparedPicture picture) {
        return calm(picture.subject(), picture.map());
    }
}
