package io.nlc.codec.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.LevelMap;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentWindowTest {

    private static final int STRIDE = 16;

    /** What stands at a position of the whole latent. */
    private static int symbol(int channel, int row, int column) {
        return 1000 * channel + 40 * row + column;
    }

    private static Latents latents(TileGrid grid, int tile, int channels) {
        Region core = grid.tile(tile);
        int height = core.height() / STRIDE;
        int width = core.width() / STRIDE;
        short[] y = new short[channels * height * width];
        for (int i = 0; i < y.length; i++) {
            int row = core.y() / STRIDE + i / width % height;
            y[i] = (short) symbol(i / (height * width), row, core.x() / STRIDE + i % width);
        }
        float[] residual = new float[y.length];
        Arrays.fill(residual, tile == 0 ? 0.25f : 0);
        return new Latents(height, width, new short[0], y, residual);
    }

    @ParameterizedTest
    @CsvSource({"0,0,448,192", "0,0,64,64", "112,48,160,96", "144,64,64,128", "432,176,16,16"})
    void gather_putsTilesTogether(int x, int y, int width, int height) throws IOException {
        PackManifest manifest = TestPacks.tiny().manifest();
        int channels = 16;
        TileGrid grid = new TileGrid(440, 190, 128, 64); // 4 x 3 tiles, the last column narrower
        FloatTensor window = LatentWindow.gather(
                manifest,
                grid,
                new Region(x, y, width, height),
                new AreaGains(manifest, 900),
                tile -> latents(grid, tile, channels));
        int rows = height / STRIDE;
        int columns = width / STRIDE;
        assertThat(window.size()).isEqualTo(channels * rows * columns);
        for (int i = 0; i < window.size(); i++) {
            int row = y / STRIDE + i / columns % rows;
            int column = x / STRIDE + i % columns;
            boolean first = row < 4 && column < 8;
            assertThat(window.get(i)).isEqualTo(symbol(i / (rows * columns), row, column) + (first ? 0.25f : 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,448,192", "112,48,160,96", "432,176,16,16"})
    void gather_givesEachAreaItsGain(int x, int y, int width, int height) throws IOException {
        PackManifest manifest = TestPacks.tiny().manifest();
        int channels = 16;
        int quality = 900;
        TileGrid grid = new TileGrid(440, 190, 128, 64);
        int[] samples = IntStream.range(0, 7 * 3).map(i -> 100 + 3 * i).toArray();
        LevelMap map = new LevelMap(7, 3, samples);
        FloatTensor window = LatentWindow.gather(
                manifest,
                grid,
                new Region(x, y, width, height),
                new AreaGains(manifest, quality, map),
                tile -> latents(grid, tile, channels));
        int rows = height / STRIDE;
        int columns = width / STRIDE;
        float[] base = Gains.inverseGain(manifest, quality);
        for (int i = 0; i < window.size(); i++) {
            int channel = i / (rows * columns);
            int row = y / STRIDE + i / columns % rows;
            int column = x / STRIDE + i % columns;
            float latent = symbol(channel, row, column) + (row < 4 && column < 8 ? 0.25f : 0);
            int sample = samples[row / 4 * 7 + column / 4];
            float[] own = Gains.inverseGain(manifest, Math.min(7 * 256, quality + 16 * (sample - 128)));
            assertThat(window.get(i)).isEqualTo(latent * (own[channel] / base[channel]));
        }
    }
}
