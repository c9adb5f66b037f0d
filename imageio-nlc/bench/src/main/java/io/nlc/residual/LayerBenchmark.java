package io.nlc.residual;

import io.nlc.bench.Picture;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A layer that is all of the picture: squares of a transform with a step of 8, and no part exact. */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerBenchmark {

    private static final int STEP = 12;
    private static final int PLANES = 3;

    private Picture picture;
    private Parts parts;
    private Layer layer;
    private byte[] coded;
    private byte[] out;

    /** Transforms and encodes the picture. */
    @Setup
    public void prepare() throws IOException {
        picture = Picture.read();
        parts = new Parts(picture.width(), picture.height());
        layer = layerTransform();
        coded = layerEncode();
        out = new byte[picture.rgb().length];
    }

    /** Pixels to coefficients. */
    @Benchmark
    public Layer layerTransform() {
        Layer made = new Layer(parts, PLANES, Form.SQUARES);
        for (int part = 0; part < parts.count(); part++) {
            new PartTransform(parts, part, Mode.OWN, PLANES, picture.rgb(), null).store(made, STEP);
        }
        return made;
    }

    /** Coefficients to bytes. */
    @Benchmark
    public byte[] layerEncode() {
        return LayerCoder.encode(layer);
    }

    /** Bytes to coefficients. */
    @Benchmark
    public Layer layerDecode() throws NlcException {
        return LayerCoder.decode(ByteBuffer.wrap(coded), parts, PLANES, Form.SQUARES);
    }

    /** Coefficients to pixels. */
    @Benchmark
    public byte[] layerPaint() {
        LayerPainter.paint(layer, out);
        return out;
    }
}
