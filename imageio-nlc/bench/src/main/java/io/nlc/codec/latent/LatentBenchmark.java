package io.nlc.codec.latent;

import io.nlc.bench.Picture;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Latents to bits and back, whole and in parts, of the first tile of the picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 1)
public class LatentBenchmark {

    /** The pack. */
    @Param("cheng2020-128/serial")
    public String pack;

    private PackSessions sessions;
    private LatentCoder coder;
    private int height;
    private int width;
    private float[] y;
    private LatentCoder.Encoded encoded;
    private FloatTensor z;
    private FloatTensor hyper;
    private ContextForm form;
    private short[] visible;

    /** Analyses and encodes the tile. */
    @Setup
    public void prepare() throws IOException {
        sessions = Picture.sessions(pack);
        PackManifest manifest = sessions.pack().manifest();
        Picture picture = Picture.read();
        TileGrid grid = TileGrid.forPicture(
                picture.width(), picture.height(), manifest.tiles().maxArea());
        Region core = grid.tile(0);
        int stride = manifest.latent().stride();
        height = core.height() / stride;
        width = core.width() / stride;
        y = Gains.times(
                new Analyzer(sessions, grid, picture).latent(0),
                Gains.gain(manifest, Gains.quality(manifest, Picture.QUALITY)),
                height * width);
        coder = new LatentCoder(sessions, true); // as files have it
        encoded = coder.encode(y, height, width);
        short[] values = encoded.latents().z();
        int ratio = manifest.latent().hyperStride() / stride;
        z = new FloatTensor(1, manifest.latent().hyperChannels(), height / ratio, width / ratio);
        for (int i = 0; i < values.length; i++) {
            z.set(i, values[i]);
        }
        hyper = new FloatTensor(1, manifest.latent().hyperFeatures(), height, width);
        hyperSynthesis();
        form = ContextForm.of(sessions);
        visible = new short[y.length];
    }

    /** Gives the networks back. */
    @TearDown
    public void close() {
        sessions.close();
        PackSessions.closeIdle();
    }

    /** Latents to bits; the hyper-analysis is part of it. */
    @Benchmark
    public byte[] entropyEncode() throws IOException {
        return coder.encode(y, height, width).payload();
    }

    /** Bits to latents. */
    @Benchmark
    public Latents entropyDecode() throws IOException {
        return coder.decode(encoded.payload(), height, width);
    }

    /** The steps of the context model alone, as a decoder takes them: it knows no symbol beforehand. */
    @Benchmark
    public short[] wavefront() throws IOException {
        short[] known = encoded.latents().y();
        form.code(hyper, visible, height, width, false, (i, params, mean, scale, weight, step) -> known[i]);
        return visible;
    }

    /** The hyper-synthesis alone. */
    @Benchmark
    public FloatTensor hyperSynthesis() throws IOException {
        sessions.hyperSynthesis().run(Map.of("z", z), hyper);
        return hyper;
    }
}
