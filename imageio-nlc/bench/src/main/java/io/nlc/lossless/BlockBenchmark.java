package io.nlc.lossless;

import io.nlc.bench.Picture;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The lossless coder on the picture as one block. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BlockBenchmark {

    private Samples samples;
    private byte[] coded;

    /** Encodes the picture. */
    @Setup
    public void prepare() throws IOException {
        Picture picture = Picture.read();
        int[][] planes = new int[3][picture.width() * picture.height()];
        for (int i = 0; i < picture.rgb().length; i++) {
            planes[i % 3][i / 3] = picture.rgb()[i] & 0xFF;
        }
        samples = new Samples(picture.width(), picture.height(), 8, planes);
        coded = losslessEncode();
    }

    /** Samples to bytes. */
    @Benchmark
    public byte[] losslessEncode() {
        return BlockCoder.encode(samples);
    }

    /** And back. */
    @Benchmark
    public Samples losslessDecode() throws NlcException {
        return BlockCoder.decode(coded, 0, samples.width(), samples.height(), 3, 8);
    }
}
