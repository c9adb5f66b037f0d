package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.latent.Rounding;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TileEncoderTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private interface Use {
        void run(PictureTask task) throws IOException;
    }

    /** A picture of four tiles, of which the last is the smallest. */
    private static void with(Use test) throws IOException {
        ModelPack pack = TestPacks.tiny();
        TileGrid grid = new TileGrid(220, 150, 128, 128);
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            test.run(new PictureTask(sessions, workers, grid, TestPicture.scene(220, 150), CodecProgress.NONE));
        }
    }

    @Test
    void encode_appliesTheGainOfTheQuality() throws IOException {
        with(task -> {
            float[][] latents = task.analyse(1);
            assertThat(latents).hasNumberOfRows(4);
            LatentCoder coder = new LatentCoder(task.sessions());
            for (int quality : new int[] {0, 300}) {
                float[] y = Gains.times(latents[3], Gains.gain(task.manifest(), quality), 4 * 8);
                LatentCoder.Encoded encoded = task.encoder().encode(3, latents[3], quality);
                assertThat(encoded.payload()).isEqualTo(coder.encode(y, 4, 8).payload());
                assertThat(encoded.latents().height()).isEqualTo(4);
                assertThat(encoded.latents().width()).isEqualTo(8);
            }
        });
    }

    @Test
    void encode_symbolsThatSuitTheModelTakeFewerBits() throws IOException {
        with(task -> {
            float[] latent = task.analyzer().latent(0);
            TileEncoder encoder = task.encoder();
            byte[] plain = encoder.encode(0, latent, 500).payload();
            double[] weights = new double[task.manifest().latent().channels()];
            Arrays.fill(weights, 1e9); // no error is worth its bits
            assertThat(encoder.encode(0, latent, 500, quality -> new Rounding.Price(weights, 0))
                            .payload())
                    .isEqualTo(plain);
            Arrays.fill(weights, 2);
            assertThat(encoder.encode(0, latent, 500, quality -> new Rounding.Price(weights, 0))
                            .payload())
                    .hasSizeLessThan(plain.length);
        });
    }

    /** The right half of the tile has another quality, at which errors cost next to nothing. */
    @Test
    void encode_errorsHaveThePriceOfTheirArea() throws IOException {
        ModelPack pack = TestPacks.tiny();
        LevelMap map = new LevelMap(2, 1, new int[] {LevelMap.NEUTRAL, LevelMap.sample(-1)});
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                TileWorkers workers = new TileWorkers(sessions, 1)) {
            TileGrid grid = new TileGrid(128, 64, 128, 64);
            PictureTask task = new PictureTask(
                    sessions, workers, grid, TestPicture.scene(128, 64), map, Precision.FULL, CodecProgress.NONE);
            float[] latent = task.analyzer().latent(0);
            List<Integer> asked = new ArrayList<>();
            int channels = pack.manifest().latent().channels();
            short[] chosen = task.encoder()
                    .encode(0, latent, 500, quality -> {
                        asked.add(quality);
                        double[] weights = new double[channels];
                        Arrays.fill(weights, quality == 500 ? 1e9 : 0.01);
                        return new Rounding.Price(weights, 0);
                    })
                    .latents()
                    .y();
            assertThat(asked).containsExactly(500, 500 - Gains.TICKS);
            float[] y = new AreaGains(pack.manifest(), 500, map).times(latent, grid.tile(0));
            int moved = 0;
            for (int i = 0; i < y.length; i++) {
                if (i % 8 < 4) {
                    assertThat(chosen[i]).isEqualTo((short) Rounding.nearest(y[i]));
                } else {
                    moved += chosen[i] == Rounding.nearest(y[i]) ? 0 : 1;
                }
            }
            assertThat(moved).isPositive();
        }
    }
}
