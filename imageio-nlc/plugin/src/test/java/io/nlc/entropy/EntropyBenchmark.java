package io.nlc.entropy;

import java.util.Random;

/**
 * Prints the speed of {@link MixtureCoder} on symbols distributed as a photograph's latents are: three components, half
 * of the symbols deterministic, the others of about 2 bits. Run its main method; no test.
 */
public final class EntropyBenchmark {
    private static final int SYMBOLS = 300_000;
    private static final int K = 3;

    private EntropyBenchmark() {}

    public static void main(String[] args) throws Exception {
        Random random = new Random(1);
        float[] params = new float[3 * K * SYMBOLS];
        int[] values = new int[SYMBOLS];
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
        }
        MixtureCoder coder = new MixtureCoder(K);
        for (int round = 0; round < 10; round++) {
            long start = System.nanoTime();
            RangeEncoder out = new RangeEncoder();
            for (int i = 0; i < SYMBOLS; i++) {
                coder.encode(out, params, i, K * SYMBOLS + i, 2 * K * SYMBOLS + i, SYMBOLS, values[i]);
            }
            byte[] stream = out.finish();
            long middle = System.nanoTime();
            RangeDecoder in = new RangeDecoder(stream, 0, stream.length);
            long sum = 0;
            for (int i = 0; i < SYMBOLS; i++) {
                sum += coder.decode(in, params, i, K * SYMBOLS + i, 2 * K * SYMBOLS + i, SYMBOLS);
            }
            long end = System.nanoTime();
            System.out.printf(
                    "encode %.1f ms (%.1f M symbols/s), decode %.1f ms (%.1f M symbols/s), %d bytes, sum %d%n",
                    (middle - start) / 1e6,
                    SYMBOLS * 1e3 / (middle - start),
                    (end - middle) / 1e6,
                    SYMBOLS * 1e3 / (end - middle),
                    stream.length,
                    sum);
        }
    }
}
