package io.nlc.codec.tile;

import io.nlc.bench.Picture;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.Region;
import io.nlc.runtime.Precision;
import java.io.IOException;
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

/** The transforms of a pack on the picture, which has to fit into one tile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransformBenchmark {

    /** The pack. */
    @Param("cheng2020-128/serial")
    public String pack;

    private PackSessions sessions;
    private Analyzer analyzer;
    private TileTransform synthesizer;
    private TileTransform ofFloats;
    private Latents latents;

    /** Encodes the picture, so that the synthesis sees what it sees in files. */
    @Setup
    public void prepare() throws IOException {
        sessions = Picture.sessions(pack);
        PackManifest manifest = sessions.pack().manifest();
        Picture picture = Picture.read();
        TileGrid grid = TileGrid.forPicture(
                picture.width(), picture.height(), manifest.tiles().maxArea());
        if (grid.tiles() != 1) {
            throw new IllegalArgumentException("the picture has " + grid.tiles() + " tiles");
        }
        Region core = grid.tile(0);
        int height = core.height() / manifest.latent().stride();
        int width = core.width() / manifest.latent().stride();
        int quality = Gains.quality(manifest, Picture.QUALITY);
        analyzer = new Analyzer(sessions, grid, picture);
        synthesizer = Synthesizer.ofPictures(sessions, grid, new AreaGains(manifest, quality), Precision.AUTO);
        ofFloats = Synthesizer.ofBases(sessions, grid, new AreaGains(manifest, quality));
        float[] y = Gains.times(analysis(), Gains.gain(manifest, quality), height * width);
        latents = new LatentCoder(sessions).encode(y, height, width).latents();
    }

    /** Gives the networks back. */
    @TearDown
    public void close() {
        sessions.close();
        PackSessions.closeIdle();
    }

    /** Pixels to latents. */
    @Benchmark
    public float[] analysis() throws IOException {
        return analyzer.latent(0);
    }

    /** Latents to pixels, by 8-bit integers where the pack and the processor can. */
    @Benchmark
    public byte[] synthesis() throws IOException {
        return synthesizer.pixels(0, tile -> latents);
    }

    /** Latents to pixels, by floats. */
    @Benchmark
    public byte[] synthesisOfFloats() throws IOException {
        return ofFloats.pixels(0, tile -> latents);
    }
}
