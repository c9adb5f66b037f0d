package io.nlc.codec.tile;

import io.nlc.imageio.NlcSettings;
import io.nlc.onnx.OnnxFiles;
import io.nlc.onnx.Proto;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A large convolution of 3 x 3: the most multiplications a second that transforms can hope for on this machine. Four of
 * them in a row, so that the ways in and out do not count; the time is that of one. By floats, and by 8-bit integers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {

    private static final int LAYERS = 4;
    private static final int COLOURS = 3;
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;

    /** Channels in and out. */
    @Param("128")
    public int channels;

    /** Columns. */
    @Param("384")
    public int width;

    /** Rows. */
    @Param("256")
    public int height;

    private TransformNetwork network;
    private TransformNetwork ofBytes;
    private FloatTensor input;

    /** Makes the network. */
    @Setup
    public void prepare() throws IOException {
        Random random = new Random(1);
        Proto graph = new Proto().text(2, "convolutions");
        graph.message(5, weights("in", random, channels, COLOURS, 1)).message(1, convolution("x", "in", "a0", 0));
        graph.message(5, weights("w", random, channels, channels, 3));
        for (int i = 0; i < LAYERS; i++) {
            graph.message(1, convolution("a" + i, "w", "a" + (i + 1), 1));
        }
        graph.message(5, weights("out", random, COLOURS, channels, 1))
                .message(1, convolution("a" + LAYERS, "out", "y", 0))
                .message(11, OnnxFiles.value("x", 1, COLOURS, height, width))
                .message(12, OnnxFiles.value("y", 1, COLOURS, height, width));
        network = load(graph);
        input = new FloatTensor(1, COLOURS, height, width);
        for (int i = 0; i < input.size(); i++) {
            input.set(i, random.nextFloat());
        }
        ofBytes = load(bytes(random));
    }

    private TransformNetwork load(Proto graph) throws IOException {
        byte[] model = OnnxFiles.model(graph).toBytes();
        return TransformNetwork.load(
                "convolutions",
                () -> model,
                NlcSettings.fromProperties().runtime(),
                new MemoryUse(1L << 20, 16L * channels),
                List.of(new FloatTensor(1, COLOURS, height, width)));
    }

    /** The same graph with activations of unsigned and weights of signed bytes, as packs have them. */
    private Proto bytes(Random random) {
        Proto graph = new Proto()
                .text(2, "convolutions")
                .message(5, OnnxFiles.tensor("one", FLOAT).number(4, 1 / 255f))
                .message(5, OnnxFiles.tensor("zero", UINT8).bytes(9, new byte[1]))
                .message(5, OnnxFiles.tensor("none", INT8).bytes(9, new byte[1]))
                .message(1, OnnxFiles.node("QuantizeLinear", List.of("x", "one", "zero"), "q"))
                .message(5, bytes("in", random, channels, COLOURS, 1))
                .message(1, ofBytes("q", "in", "a0", 0))
                .message(5, bytes("w", random, channels, channels, 3));
        for (int i = 0; i < LAYERS; i++) {
            graph.message(1, ofBytes("a" + i, "w", "a" + (i + 1), 1));
        }
        return graph.message(5, bytes("out", random, COLOURS, channels, 1))
                .message(1, ofBytes("a" + LAYERS, "out", "b", 0))
                .message(1, OnnxFiles.node("DequantizeLinear", List.of("b", "one", "zero"), "y"))
                .message(11, OnnxFiles.value("x", 1, COLOURS, height, width))
                .message(12, OnnxFiles.value("y", 1, COLOURS, height, width));
    }

    private static Proto bytes(String name, Random random, int out, int in, int side) {
        byte[] raw = new byte[out * in * side * side];
        random.nextBytes(raw);
        return OnnxFiles.tensor(name, INT8, out, in, side, side).bytes(9, raw);
    }

    private static Proto ofBytes(String from, String weights, String to, int pad) {
        return OnnxFiles.node(
                "QLinearConv", List.of(from, "one", "zero", weights, "one", "none", "one", "zero"), to, pads(pad));
    }

    private static Proto weights(String name, Random random, int out, int in, int side) {
        ByteBuffer raw = ByteBuffer.allocate(4 * out * in * side * side).order(ByteOrder.LITTLE_ENDIAN);
        float size = (float) Math.sqrt(1.0 / (in * side * side));
        while (raw.hasRemaining()) {
            raw.putFloat(size * (float) random.nextGaussian());
        }
        return OnnxFiles.tensor(name, 1, out, in, side, side).bytes(9, raw.array());
    }

    private static Proto convolution(String from, String weights, String to, int pad) {
        return OnnxFiles.node("Conv", List.of(from, weights), to, pads(pad));
    }

    private static Proto pads(int pad) {
        Proto pads = new Proto().text(1, "pads").integer(20, 7);
        for (int i = 0; i < 4; i++) {
            pads.integer(8, pad);
        }
        return pads;
    }

    /** Frees the networks. */
    @TearDown
    public void close() {
        network.close();
        ofBytes.close();
    }

    /** The convolutions of bytes. */
    @Benchmark
    @OperationsPerInvocation(LAYERS)
    public float[] convolutionOfBytes() throws IOException {
        return ofBytes.run(input);
    }

    /** The convolutions. */
    @Benchmark
    @OperationsPerInvocation(LAYERS)
    public float[] convolution() throws IOException {
        return network.run(input);
    }
}
