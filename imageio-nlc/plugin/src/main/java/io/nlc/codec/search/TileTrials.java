package io.nlc.codec.search;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.Rounding;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * One tile at one quality: codes it by plans, and finds out what each of them leads to. Arrays {@code y} hold latents
 * before gain over the tile and its halo.
 */
final class TileTrials {

    private final PictureTask task;
    private final PackManifest manifest;
    private final Analyzer analyzer;
    private final LatentRefiner refiner;
    private final int tile;
    private final Region core;
    private final Region inside;
    private final Region seen;
    private final int quality;
    private final Cost cost;
    private final float[] gain;
    private final FloatTensor inverse;
    private final byte[] original;
    private final float[] analysed;

    /** Reads and analyses the tile. */
    TileTrials(PictureTask task, Analyzer analyzer, LatentRefiner refiner, int tile, int quality) throws IOException {
        this.task = task;
        this.manifest = task.manifest();
        this.analyzer = analyzer;
        this.refiner = refiner;
        this.tile = tile;
        this.quality = quality;
        this.core = task.grid().tile(tile);
        this.inside = core.intersection(task.grid().picture());
        this.seen = analyzer.seen(tile);
        this.cost = Cost.of(manifest, quality);
        this.gain = Gains.gain(manifest, quality);
        this.inverse = Gains.inverse(manifest, quality);
        this.original = new byte[Math.multiplyExact(3 * inside.width(), inside.height())];
        task.source().readRgb(inside.x(), inside.y(), inside.width(), inside.height(), original);
        this.analysed = analyse(analyzer.pixels(seen));
    }

    /**
     * A way to code the tile, and what it leads to.
     *
     * @param cost by {@link Cost}
     * @param pixels synthesised, of the tile and its halo
     */
    record Trial(Plan plan, LatentCoder.Encoded encoded, double cost, float[] pixels) {}

    /** The tile, padded. */
    Region core() {
        return core;
    }

    /** What belongs to the picture of it. */
    Region inside() {
        return inside;
    }

    /** The tile and its halo. */
    Region seen() {
        return seen;
    }

    /** In units of 1/256 level. */
    int quality() {
        return quality;
    }

    /** Of each channel; not to be changed. */
    float[] gain() {
        return gain;
    }

    /** Cost of a squared error of an 8-bit sample, in bits. */
    double lambda() {
        return cost.lambda();
    }

    /** As {@link Analyzer#pixels}. */
    FloatTensor pixels(Region area) throws IOException {
        return analyzer.pixels(area);
    }

    /** What the analysis makes of the tile; not to be changed. */
    float[] analysed() {
        return analysed;
    }

    /** The part that belongs to the tile itself. */
    float[] crop(float[] y) {
        return analyzer.crop(y, seen, core);
    }

    /** What the analysis makes of pixels of the tile and its halo. */
    float[] analyse(float[] pixels) throws IOException {
        return analyse(new FloatTensor(1, 3, seen.height(), seen.width()).put(pixels));
    }

    /** What the analysis makes of what the synthesis makes of y. */
    float[] analysedAgain(float[] y) throws IOException {
        return analyse(BackProjection.clamped(synthesise(Gains.times(y, gain, area(seen)))));
    }

    /** Symbols of the tile as a latent before gain. */
    float[] withoutGain(short[] symbols) {
        float[] out = new float[symbols.length];
        int area = area(core);
        for (int i = 0; i < out.length; i++) {
            out[i] = symbols[i] / gain[i / area];
        }
        return out;
    }

    /** Encodes and decodes the tile. */
    Trial run(Plan plan) throws IOException {
        check();
        LatentCoder.Encoded encoded = plan.encode(task.encoder(), manifest, tile, quality);
        float[] pixels = synthesise(around(encoded.latents()));
        return new Trial(plan, encoded, cost.of(encoded.payload().length, squaredError(pixels)), pixels);
    }

    /** Latents for the synthesis of the tile and its halo, where nothing but the nearest integers is known. */
    private float[] around(Latents latents) throws IOException {
        float[] y = Gains.times(analysed, gain, area(seen));
        for (int i = 0; i < y.length; i++) {
            y[i] = Rounding.nearest(y[i]);
        }
        Latents refined =
                manifest.networks().hasResidual() ? task.workers().transform(() -> refiner.refine(latents)) : latents;
        float[] inner = new float[latents.y().length];
        for (int i = 0; i < inner.length; i++) {
            inner[i] = refined.refined(i);
        }
        for (int c = 0; c < manifest.latent().channels(); c++) {
            Analyzer.copy(inner, core, y, seen, core, c, manifest.latent().stride());
        }
        return y;
    }

    private double squaredError(float[] pixels) {
        int plane = seen.width() * seen.height();
        long sum = 0;
        for (int r = 0, i = 0; r < inside.height(); r++) {
            int from = (inside.y() - seen.y() + r) * seen.width() + inside.x() - seen.x();
            for (int c = 0; c < inside.width(); c++, from++) {
                for (int k = 0; k < 3; k++, i++) {
                    int d = (Synthesizer.toByte(pixels[from + k * plane]) & 255) - (original[i] & 255);
                    sum += d * d;
                }
            }
        }
        return sum;
    }

    private float[] analyse(FloatTensor x) throws IOException {
        check();
        FloatTensor ones = FloatTensor.filled(1f, 1, manifest.latent().channels(), 1, 1);
        return task.workers().transform(() -> task.sessions().analysis().run(analyzer.values(seen), x, ones));
    }

    private float[] synthesise(float[] y) throws IOException {
        check();
        int stride = manifest.latent().stride();
        FloatTensor t =
                new FloatTensor(1, manifest.latent().channels(), seen.height() / stride, seen.width() / stride).put(y);
        return task.workers()
                .transform(() -> task.sessions().synthesis().run(3 * seen.width() * seen.height(), t, inverse));
    }

    private int area(Region region) {
        return region.width()
                / manifest.latent().stride()
                * (region.height() / manifest.latent().stride());
    }

    /** A large tile at a large effort takes long. @throws CancellationException if the caller has had enough */
    void check() {
        if (task.progress().cancelled()) {
            throw new CancellationException("cancelled by the caller while tile " + tile + " was encoded");
        }
    }
}
