package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.tile.AreaGains;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcealmentTest {

    private static final int QUALITY = 900;

    private static Latents latents(int height, int width, int... y) {
        short[] values = new short[y.length];
        for (int i = 0; i < y.length; i++) {
            values[i] = (short) y[i];
        }
        return new Latents(height, width, new short[0], values);
    }

    private static Concealment concealment(LevelMap map) throws IOException {
        PackManifest manifest = TestPacks.tiny().manifest();
        return new Concealment(
                new AreaGains(manifest, QUALITY, map), manifest.latent().stride());
    }

    /** A tile from a column of pixels on. */
    private static Concealment.Tile at(int x, Latents latents) {
        return new Concealment.Tile(new Region(x, 0, 16 * latents.width(), 16 * latents.height()), latents);
    }

    @Test
    void fill_isTheMeanOfEachChannelByPositions() throws IOException {
        Latents target = latents(1, 2, 9, 9, 9, 9);
        concealment(LevelMap.NONE)
                .fill(
                        at(0, target),
                        List.of(at(64, latents(1, 1, 10, -6)), at(64, latents(1, 3, 2, 2, 3, -2, -2, -3))));
        assertThat(target.y()).containsExactly(4, 4, -3, -3); // 17 / 4 and -13 / 4
    }

    @Test
    void fill_withNothingAroundIsZero() throws IOException {
        Latents target = latents(1, 2, 9, 9, 9, 9);
        concealment(LevelMap.NONE).fill(at(0, target), List.of());
        assertThat(target.y()).containsOnly(0);
    }

    @Test
    void fill_isTheMeanAtTheQualityOfItsPlace() throws IOException {
        PackManifest manifest = TestPacks.tiny().manifest();
        int channels = manifest.latent().channels();
        int[] symbols = IntStream.range(0, channels).map(c -> 100 * (c % 7 - 3)).toArray();
        Latents target = latents(1, 1, new int[channels]);
        // The tile lies in the first area, that beside it in the second, three levels above.
        concealment(new LevelMap(2, 1, new int[] {128 - 48, 128}))
                .fill(at(0, target), List.of(at(64, latents(1, 1, symbols))));
        float[] low = Gains.inverseGain(manifest, QUALITY - 3 * Gains.TICKS);
        float[] base = Gains.inverseGain(manifest, QUALITY);
        for (int c = 0; c < channels; c++) {
            assertThat((int) target.y()[c]).isEqualTo((int) Math.rint(symbols[c] / (double) (low[c] / base[c])));
        }
        assertThat(Math.abs(target.y()[0])).isLessThan((short) 250);
    }

    @Test
    void fill_staysWithinWhatLatentsAre() throws IOException {
        int channels = TestPacks.tiny().manifest().latent().channels();
        Latents target = latents(1, 1, new int[channels]);
        int[] most = new int[channels];
        Arrays.fill(most, Short.MAX_VALUE);
        concealment(new LevelMap(2, 1, new int[] {255, 0})).fill(at(0, target), List.of(at(64, latents(1, 1, most))));
        assertThat(target.y()).containsOnly(Short.MAX_VALUE);
    }
}
