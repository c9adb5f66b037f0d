package io.nlc.codec.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.tile.TileGrid;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ContentCheckTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 448;

    private static PixelSource source(IntBinaryOperator gray) {
        return (left, top, width, height, rgb) -> {
            for (int i = 0; i < width * height; i++) {
                byte v = (byte) gray.applyAsInt(left + i % width, top + i / width);
                rgb[3 * i] = v;
                rgb[3 * i + 1] = v;
                rgb[3 * i + 2] = v;
            }
        };
    }

    private static PartMap map(PixelSource source) throws IOException {
        ContentCheck check = new ContentCheck(new TileGrid(WIDTH, HEIGHT, WIDTH, HEIGHT), source);
        check.check(0);
        return check.map(false);
    }

    /** A rough hillside under a soft sky, and text below. */
    private static int scene(int x, int y, boolean hill) {
        if (y >= 320) {
            return x * 7 / 3 % 5 == 0 && y * 5 / 4 % 3 == 0 ? 0 : 255;
        }
        if (hill && y >= 192) {
            return (int) (120 + 40 * Math.sin(x / 3.0) * Math.cos(y / 4.0) + 30 * Math.sin(x / 11.0 + y / 7.0));
        }
        return 60 + Math.min(x % 320, 320 - x % 320) / 2 + y / 3;
    }

    @Test
    void softParts_areForNetworks_ifThoseAroundThemAre() throws IOException {
        PartMap map = map(source((x, y) -> scene(x, y, true)));
        for (int part = 0; part < 50; part++) {
            assertThat(map.graphic(0, part)).as("part " + part).isFalse();
        }
        for (int part = 50; part < 70; part++) {
            assertThat(map.graphic(0, part)).as("part " + part).isTrue();
        }
    }

    @Test
    void anAreaIsForNetworks_ifEachPartThatItTouchesIs() throws IOException {
        PartMap map = map(source((x, y) -> scene(x, y, true)));
        assertThat(map.forNetworks(new Region(0, 0, WIDTH, 320))).isTrue();
        assertThat(map.forNetworks(new Region(192, 256, 192, 64))).isTrue();
        assertThat(map.forNetworks(new Region(0, 0, WIDTH, 321))).isFalse();
        assertThat(map.forNetworks(new Region(192, 192, 192, 192))).isFalse();
        assertThat(map.forNetworks(new Region(639, 447, 1, 1))).isFalse();
    }

    @Test
    void softParts_areDrawn_ifAllIs() throws IOException {
        assertThat(map(source((x, y) -> scene(x, y, false))).all()).isTrue();
    }

    /** Networks ring beside a leap, also beside one into the mean of a part that they do not draw. */
    @Test
    void whatNetworksSee_goesOnBeyondTheirParts() throws IOException {
        PixelSource source = source((x, y) -> scene(x, y, true));
        PartMap map = map(source);
        CalmSource calm = new CalmSource(source, map);
        byte[] all = new byte[3 * WIDTH * HEIGHT];
        calm.readRgb(0, 0, WIDTH, HEIGHT, all);
        for (int x = 0; x < WIDTH; x++) {
            int above = all[3 * (319 * WIDTH + x)] & 255;
            assertThat(all[3 * (320 * WIDTH + x)] & 255).isCloseTo(above, within(4));
            assertThat(all[3 * (383 * WIDTH + x)] & 255).isCloseTo(map.meanAt(x, 383) & 255, within(1));
        }
        byte[] part = new byte[3 * 100 * 90];
        calm.readRgb(211, 290, 100, 90, part);
        for (int i = 0; i < part.length; i++) {
            assertThat(part[i]).isEqualTo(all[3 * ((290 + i / 300) * WIDTH + 211) + i % 300]);
        }
    }
}
