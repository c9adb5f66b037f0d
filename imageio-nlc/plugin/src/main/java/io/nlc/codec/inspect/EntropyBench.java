package io.nlc.codec.inspect;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.search.BackProjection;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Measures the entropy part of a pack by itself: without the analysis before it and the synthesis after it. */
public final class EntropyBench {

    /*
     * Tiles go one after the other through one coder on the caller's thread, so that the time is that of the work and
     * not of how it was spread over threads; a network run may use as many threads as ever (nlc.threads). Latents are
     * rounded to the nearest integers: what encoders save by their rounding depends on the entropy model, and packs
     * with the same transforms are to code the same symbols.
     */

    private final ModelPack pack;
    private final RuntimeSettings settings;

    /** Loads nothing yet; the first measurement includes loading, and should be thrown away. */
    public EntropyBench(ModelPack pack, RuntimeSettings settings) {
        this.pack = Objects.requireNonNull(pack, "pack");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Encodes and decodes the latents of a picture.
     *
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param qualities each 0 to 1; the analysis runs once for all of them, and again where there is back-projection
     * @return one measurement a quality, in their order
     * @throws IOException if the source fails or a network cannot run
     */
    public List<EntropyMeasurement> measure(int width, int height, PixelSource source, List<Double> qualities)
            throws IOException {
        TileGrid grid =
                TileGrid.forPicture(width, height, pack.manifest().tiles().maxArea());
        try (PackSessions sessions = PackSessions.acquire(pack, settings);
                TileWorkers workers = new TileWorkers(sessions, 1)) {
            PictureTask task = new PictureTask(
                    sessions, workers, grid, source, LevelMap.NONE, settings.precision(), CodecProgress.NONE);
            List<Sum> sums = qualities.stream().map(q -> new Sum(q, task)).toList();
            Analyzer analyzer = task.analyzer();
            LatentCoder coder = new LatentCoder(sessions);
            for (int tile = 0; tile < grid.tiles(); tile++) {
                Region core = grid.tile(tile);
                float[] latent = analyzer.latent(tile);
                for (Sum sum : sums) {
                    sum.add(
                            coder,
                            sum.projection.isPresent() ? sum.projection.get().latent(tile, t -> latent) : latent,
                            core.height() / pack.manifest().latent().stride(),
                            core.width() / pack.manifest().latent().stride());
                }
            }
            return sums.stream().map(Sum::measurement).toList();
        }
    }

    /** Adds up the tiles at one quality. */
    private static final class Sum {
        private final double quality;
        private final float[] gain;
        private final Optional<BackProjection> projection;
        private final MessageDigest sha;
        private long bytes;
        private long encodeNanos;
        private long decodeNanos;
        private String problem;

        Sum(double quality, PictureTask task) {
            int ticks = Gains.quality(task.manifest(), quality);
            this.quality = quality;
            this.gain = Gains.gain(task.manifest(), ticks);
            this.projection = BackProjection.of(task, ticks);
            try {
                this.sha = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }

        void add(LatentCoder coder, float[] latent, int height, int width) throws IOException {
            float[] y = Gains.times(latent, gain, height * width);
            long start = System.nanoTime();
            LatentCoder.Encoded encoded = coder.encode(y, height, width);
            long middle = System.nanoTime();
            encodeNanos += middle - start;
            bytes += encoded.payload().length;
            encoded.latents().forEachBlock(sha::update);
            try {
                middle = System.nanoTime();
                Latents decoded = coder.decode(encoded.payload(), height, width);
                decodeNanos += System.nanoTime() - middle;
                if (!Arrays.equals(decoded.z(), encoded.latents().z())
                        || !Arrays.equals(decoded.y(), encoded.latents().y())) {
                    problem = "decoded latents differ though their check value agrees";
                }
            } catch (IOException e) { // the very thing that is to be found out, so the other measurements go on
                problem = e.getMessage();
            }
        }

        EntropyMeasurement measurement() {
            return new EntropyMeasurement(
                    quality,
                    bytes,
                    encodeNanos / 1e9,
                    decodeNanos / 1e9,
                    HexFormat.of().formatHex(sha.digest()),
                    problem);
        }
    }
}
