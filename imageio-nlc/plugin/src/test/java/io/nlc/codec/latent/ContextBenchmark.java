package io.nlc.codec.latent;

import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.RuntimeSettings;
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
        RuntimeSettings settings = NlcSettings.fromProperties().runtime().withDevice(DeviceChoice.CPU);
        boolean alone = settings.threads() == 1;
        for (String folder : args) {
            ModelPack pack = ModelPack.of(PackSource.folder(Path.of(folder)));
            try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
                float[] y = latent(pack.manifest().latent().channels());
                LatentCoder coder = new LatentCoder(sessions);
                double encode = Double.MAX_VALUE;
                double decode = Double.MAX_VALUE;
                int bytes = 0;
                for (int round = 0; round < 12; round++) {
                    long start = clock(alone);
                    LatentCoder.Encoded encoded = coder.encode(y, HEIGHT, WIDTH);
                    long middle = clock(alone);
                    coder.decode(encoded.payload(), HEIGHT, WIDTH);
                    decode = Math.min(decode, (clock(alone) - middle) / 1e6);
                    encode = Math.min(encode, (middle - start) / 1e6);
                    bytes = encoded.payload().length;
                }
                System.out.printf(
                        "%-28s %s: encode %.1f ms, decode %.1f ms, %d bytes%n",
                        pack.name(), pack.manifest().context().type(), encode, decode, bytes);
            }
        }
        PackSessions.closeIdle();
    }

    // With one thread, networks run on the caller's; its processor time does not count what else the machine does.
    private static long clock(boolean alone) {
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
