package io.nlc.codec;

import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.search.Effort;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.container.PackReference;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.model.Tune;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.QualityOffsets;
import io.nlc.runtime.MemoryBudget;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.Objects;

/** Pictures to tiles of bits. Thread-safe. */
public final class NlcEncoder {

    /*
     * For a fixed quality the tiles pass through one after the other and nothing of them stays but their bits
     * (FixedQuality). For a target the latents before gain are kept (3 bytes a pixel; with an effort twice), because
     * every probe of the search starts from them (TargetSearch). Who wants several rates of one picture may keep them,
     * too (AnalysedPicture). An effort searches each tile (TileSearch). Where the memory for a tile is not there, tiles
     * are smaller.
     */

    /** The largest effort: see {@link #NlcEncoder(ModelPack, RuntimeSettings, int)}. */
    public static final int MAX_EFFORT = Effort.MAX;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final Effort effort;
    private final boolean correcting;

    /** Makes an encoder of effort 0; loads nothing yet. */
    public NlcEncoder(ModelPack pack, RuntimeSettings settings) {
        this(pack, settings, 0);
    }

    /**
     * Makes an encoder; loads nothing yet.
     *
     * @param effort 0 (rounds what back-projection gives) to {@link #MAX_EFFORT}: how long to look for symbols that
     *     cost less at equal quality. Files of all efforts decode alike. Packs that are tuned for something else than
     *     the PSNR only have effort 0, whatever is asked for: what they weigh against bits cannot be measured on a tile
     * @throws IllegalArgumentException if the effort is outside
     */
    public NlcEncoder(ModelPack pack, RuntimeSettings settings, int effort) {
        this(pack, settings, effort, false);
    }

    /**
     * Makes an encoder; loads nothing yet.
     *
     * @param effort as of {@link #NlcEncoder(ModelPack, RuntimeSettings, int)}
     * @param correcting whether probabilities are corrected by what was seen of a tile, as the header then has to say
     * @throws IllegalArgumentException if the effort is outside
     */
    public NlcEncoder(ModelPack pack, RuntimeSettings settings, int effort, boolean correcting) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.correcting = correcting;
        Effort asked = Effort.of(effort);
        this.effort = pack.manifest().about().tune() == Tune.PSNR ? asked : Effort.of(0);
    }

    /** What the header of a file says of the pack. */
    public PackReference reference() {
        PackReference plain = PackReference.of(pack.name(), pack.fileDigest());
        return correcting ? plain.correcting() : plain;
    }

    /**
     * Encodes a picture.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param target what to aim at
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public EncodedPicture encode(
            int width, int height, PixelSource source, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        return encode(new Subject(width, height, false, source), target, overheadBytes, progress);
    }

    /**
     * As {@link #encode(int, int, PixelSource, RateTarget, long, CodecProgress)} of a picture whose quality may differ
     * from place to place; then the effort is 0, and a target of size or PSNR tells the quality where nothing else is
     * asked for.
     *
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public EncodedPicture encode(Subject subject, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        return with(
                grid(subject.width(), subject.height()),
                subject.source(),
                QualityMaps.of(pack.manifest(), subject.offsets()),
                progress,
                task -> new PictureEncoding(task, effort).encode(target, overheadBytes));
    }

    /**
     * Does the work that all rates of a picture have in common.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param source kept, and read again for targets of PSNR and high qualities; its pixels must not change
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public AnalysedPicture analyse(int width, int height, PixelSource source, CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(progress, "progress");
        AnalysedPicture.Kind kind = kind(width, height);
        return with(
                kind.grid(),
                source,
                LevelMap.NONE,
                progress,
                task -> new AnalysedPicture(kind, source, task.analyse(1)));
    }

    /**
     * Encodes a picture that is analysed already. The bytes are those that the encoder of whoever analysed it makes of
     * the picture itself.
     *
     * @param overheadBytes size of everything in the file but the tiles' payloads, for targets of size
     * @throws IllegalArgumentException if the picture was analysed for a pack with another analysis
     * @throws IOException if the source fails or a network cannot run
     * @throws java.util.concurrent.CancellationException if progress says so
     */
    public EncodedPicture encode(AnalysedPicture picture, RateTarget target, long overheadBytes, CodecProgress progress)
            throws IOException {
        return encode(picture, null, target, overheadBytes, progress);
    }

    /** @param offsets where the quality is to be another one; null for none */
    EncodedPicture encode(
            AnalysedPicture picture,
            QualityOffsets offsets,
            RateTarget target,
            long overheadBytes,
            CodecProgress progress)
            throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        TileGrid grid = picture.kind().grid();
        if (!picture.kind().equals(kind(grid.width(), grid.height()))) {
            throw new IllegalArgumentException(
                    "picture was analysed for a pack with another analysis than that of " + pack.name());
        }
        return with(
                grid,
                picture.source(),
                QualityMaps.of(pack.manifest(), offsets),
                progress,
                task -> new PictureEncoding(task, effort).encode(picture.latents(), target, overheadBytes));
    }

    /**
     * Whether this encoder takes a picture of this size that another one analysed: both packs have the same analysis
     * network and cut the picture into the same tiles. On another device the latents may differ in their last digits,
     * as they always may.
     */
    public boolean sharesAnalysis(NlcEncoder other, int width, int height) {
        return kind(width, height).equals(other.kind(width, height));
    }

    private AnalysedPicture.Kind kind(int width, int height) {
        PackManifest m = pack.manifest();
        return new AnalysedPicture.Kind(
                m.networks().analysisDigest(),
                m.latent().channels(),
                m.latent().stride(),
                m.tiles().analysisHalo(),
                grid(width, height),
                precision());
    }

    /** What transforms run with: an effort, which takes its time anyway, measures what floats would give. */
    private Precision precision() {
        return effort.any() ? Precision.FULL : settings.precision();
    }

    /** Number of tiles a picture of this size is cut into. */
    public int tiles(int width, int height) {
        return grid(width, height).tiles();
    }

    /** How a picture is cut into tiles. */
    TileGrid grid(int width, int height) {
        PackManifest m = pack.manifest();
        return TileGrid.forPicture(
                width,
                height,
                m.tiles().maxArea(),
                Math.max(m.tiles().analysisHalo(), m.tiles().synthesisHalo()),
                settings.surelyOnCpu() ? fitting(m) : Long.MAX_VALUE);
    }

    /** The most pixels whose transforms fit into the memory that they may take. */
    private long fitting(PackManifest m) {
        MemoryBudget budget = settings.budget();
        int position = m.latent().stride() * m.latent().stride();
        return Math.min(
                budget.positions(m.analysisMemory(precision())),
                position * Math.min(budget.positions(m.synthesisMemory()), Integer.MAX_VALUE));
    }

    private interface Work<T> {
        T on(PictureTask task) throws IOException;
    }

    private <T> T with(TileGrid grid, PixelSource source, LevelMap map, CodecProgress progress, Work<T> work)
            throws IOException {
        PackManifest m = pack.manifest();
        RuntimeSettings sharing = TileWorkers.sharing(
                settings,
                grid.tiles(),
                m.analysisMemory(precision()),
                grid.largest(m.tiles().analysisHalo()));
        try (PackSessions sessions = PackSessions.acquire(pack, sharing);
                TileWorkers workers = new TileWorkers(sessions, grid.tiles(), correcting)) {
            return work.on(new PictureTask(sessions, workers, grid, source, map, precision(), progress));
        }
    }
}
