package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.context.WavefrontOrder;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The raster-causal context by wavefront. */
class SerialContextTest {

    private static ModelPack pack;

    @BeforeAll
    static void load() throws IOException {
        pack = TestPacks.tinySerial();
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static float[] latent(int height, int width, long seed) {
        Random random = new Random(seed);
        float[] y = new float[pack.manifest().latentChannels() * height * width];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (random.nextGaussian() * (i % 5 == 0 ? 40 : 1.5)); // some beyond any clip
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"4,4", "4,20", "20,4", "16,24", "32,32"})
    void decode_returnsTheLatentsOfTheEncoder(int height, int width) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
            LatentCoder.Encoded encoded = new LatentCoder(sessions).encode(latent(height, width, 7), height, width);
            Latents decoded = new LatentCoder(sessions).decode(encoded.payload(), height, width);
            assertThat(decoded.y()).isEqualTo(encoded.latents().y());
            assertThat(decoded.z()).isEqualTo(encoded.latents().z());
        }
    }

    @Test
    void threadsAndOptimisation_doNotMatter() throws IOException {
        byte[] payload = null;
        try {
            for (String threads : new String[] {"1", "2"}) {
                for (String level : new String[] {"none", "all"}) {
                    System.setProperty("nlc.threads", threads);
                    System.setProperty("nlc.optimization", level);
                    try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
                        LatentCoder coder = new LatentCoder(sessions);
                        if (payload == null) {
                            payload = coder.encode(latent(12, 16, 3), 12, 16).payload();
                        }
                        coder.decode(payload, 12, 16); // compares the check value
                    }
                }
            }
        } finally {
            System.clearProperty("nlc.threads");
            System.clearProperty("nlc.optimization");
        }
    }

    // Position by position in raster order or step by step: the network, asked for what a position sees, cannot tell the difference.
    @Test
    void contextFeatures_doNotDependOnTheBatch() throws IOException {
        WavefrontOrder order = new WavefrontOrder(pack.manifest().contextKernel());
        int inputs = order.taps().size() * pack.manifest().latentChannels();
        int outputs = pack.manifest().contextFeatures();
        Random random = new Random(1);
        FloatTensor many = new FloatTensor(1, inputs, 1, 9);
        for (int i = 0; i < many.size(); i++) {
            many.set(i, random.nextInt(511) - 255);
        }
        try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
            ExactNetwork network = sessions.context().orElseThrow();
            FloatTensor together = new FloatTensor(1, outputs, 1, 9);
            network.run(Map.of("y", many), together);
            for (int p = 0; p < 9; p++) {
                FloatTensor one = new FloatTensor(1, inputs, 1, 1);
                for (int i = 0; i < inputs; i++) {
                    one.set(i, many.get(9 * i + p));
                }
                FloatTensor alone = new FloatTensor(1, outputs, 1, 1);
                network.run(Map.of("y", one), alone);
                for (int i = 0; i < outputs; i++) {
                    assertThat(alone.get(i)).isEqualTo(together.get(9 * i + p));
                }
            }
        }
    }

    @Test
    void contextFeatures_dependOnTheNeighbours() throws IOException {
        int inputs = new WavefrontOrder(pack.manifest().contextKernel()).taps().size() * pack.manifest().latentChannels();
        try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
            ExactNetwork network = sessions.context().orElseThrow();
            FloatTensor none = new FloatTensor(1, pack.manifest().contextFeatures(), 1, 1);
            network.run(Map.of("y", new FloatTensor(1, inputs, 1, 1)), none);
            FloatTensor some = new FloatTensor(1, pack.manifest().contextFeatures(), 1, 1);
            network.run(Map.of("y", FloatTensor.filled(50, 1, inputs, 1, 1)), some);
            assertThat(some.toArray(null)).isNotEqualTo(none.toArray(null));
        }
    }

    @Test
    void corruptPayload_endsInAnIioException() throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, DeviceChoice.CPU)) {
            LatentCoder coder = new LatentCoder(sessions);
            byte[] payload = coder.encode(latent(8, 8, 9), 8, 8).payload();
            payload[payload.length / 3] ^= 4;
            assertThatThrownBy(() -> coder.decode(payload, 8, 8)).isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(e instanceof IIOException || e instanceof io.nlc.entropy.CorruptStreamException).isTrue());
        }
    }
}
