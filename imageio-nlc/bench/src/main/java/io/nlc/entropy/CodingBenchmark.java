package io.nlc.entropy;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The range coder, and mixtures of Gaussians on top of it, on symbols distributed as a photograph's latents are: three
 * components, half of the symbols deterministic, the others of about 2 bits. Times are those of one symbol.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodingBenchmark {

    private static final int SYMBOLS = 300_000;
    private static final int K = 3;

    private final float[] params = new float[3 * K * SYMBOLS];
    private final int[] values = new int[SYMBOLS];
    private final int[] starts = new int[SYMBOLS];
    private final int[] frequencies = new int[SYMBOLS];
    private final MixtureCoder coder = new MixtureCoder(K);
    private byte[] slots;
    private byte[] symbols;

    /** Makes the symbols, and slots of the range coder that have nothing to do with them. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int i = 0; i < SYMBOLS; i++) {
            boolean deterministic = random.nextBoolean();
            double log2Sigma = deterministic ? -2.5 : random.nextDouble() * 4 - 1;
            double mean = deterministic ? 0 : random.nextGaussian() * 2;
            for (int k = 0; k < K; k++) {
                params[k * SYMBOLS + i] = Math.round(mean * 16) + (deterministic ? 0 : random.nextInt(9) - 4);
                params[(K + k) * SYMBOLS + i] = Math.round(log2Sigma * 16) + random.nextInt(5) - 2;
                params[(2 * K + k) * SYMBOLS + i] = random.nextInt(40) - 20;
            }
            values[i] = (int) Math.rint(mean + random.nextGaussian() * Math.pow(2, log2Sigma));
            frequencies[i] = 1 + random.nextInt(RangeEncoder.TOTAL / 2);
            starts[i] = random.nextInt(RangeEncoder.TOTAL - frequencies[i] + 1);
        }
        slots = rangeEncode();
        symbols = mixtureEncode();
    }

    /** Slots to bytes. */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public byte[] rangeEncode() {
        RangeEncoder out = new RangeEncoder();
        for (int i = 0; i < SYMBOLS; i++) {
            out.encode(starts[i], frequencies[i]);
        }
        return out.finish();
    }

    /** And back. */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public int rangeDecode() throws CorruptStreamException {
        RangeDecoder in = new RangeDecoder(slots, 0, slots.length);
        int sum = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            sum += in.target();
            in.consume(starts[i], frequencies[i]);
        }
        return sum;
    }

    /** Symbols to bytes. */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public byte[] mixtureEncode() {
        RangeEncoder out = new RangeEncoder();
        for (int i = 0; i < SYMBOLS; i++) {
            coder.encode(out, params, i, K * SYMBOLS + i, 2 * K * SYMBOLS + i, SYMBOLS, values[i]);
        }
        return out.finish();
    }

    /** And back. */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public int mixtureDecode() throws CorruptStreamException {
        RangeDecoder in = new RangeDecoder(symbols, 0, symbols.length);
        int sum = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            sum += coder.decode(in, params, i, K * SYMBOLS + i, 2 * K * SYMBOLS + i, SYMBOLS);
        }
        return sum;
    }
}
