package io.nlc.codec.latent;

import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.runtime.DeviceChoice;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;

/**
 * Prints how long packs take to code the latent of one tile of 768 x 512 pixels, hyper networks included: processor
 * time with {@code -Dnlc.threads=1}, else wall time. Run its main method with folders of packs. No test.
 */
public final class ContextBenchmark {
    private static final int HEIGHT = 32;
    private static final int WIDTH = 48;

    private ContextBenchmark() {}

    public static void main(String[] args) throws Exception {
        for (String folder : args) {
            ModelPack pack = ModelPack.of(PackSource.folder(Path.of(folder)));
            try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
                float[] y = latent(pack.manifest().latentChannels());
                LatentCoder coder = new LatentCoder(sessions);
                double encode = Double.MAX_VALUE;
                double decode = Double.MAX_VALUE;
                int bytes = 0;
                for (int round = 0; round < 12; round++) {
                    long start = clock();
                    LatentCoder.Encoded encoded = coder.encode(y, HEIGHT, WIDTH);
                    long middle = clock();
                    coder.decode(encoded.payload(), HEIGHT, WIDTH);
                    decode = Math.min(decode, (clock() - middle) / 1e6);
                    encode = Math.min(encode, (middle - start) / 1e6);
                    bytes = encoded.payload().length;
                }
                System.out.printf(
                        "%-28s %s: encode %.1f ms, decode %.1f ms, %d bytes%n",
                        pack.name(), pack.manifest().contextType(), encode, decode, bytes);
            }
        }
        PackSessions.closeIdle();
    }

    // With one thread, networks run on the caller's; its processor time does not count what else the machine does.
    private static long clock() {
        boolean alone = Integer.getInteger("nlc.threads", 0) == 1;
        return alone ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Most channels hardly carry anything, as in a trained codec at a middle rate. */
    private static float[] latent(int channels) {
        Random random = new Random(1);
        float[] y = new float[channels * HEIGHT * WIDTH];
        for (int i = 0; i < y.length; i++) {
            int c = i / (HEIGHT * WIDTH);
            y[i] = (float) (random.nextGaussian() * 4 * Math.exp(-8.0 * c / channels));
        }
        return y;
    }
}
