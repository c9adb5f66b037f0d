package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final int RED = 0xFFFF0000;
    private static final int GREEN = 0xFF00FF00;
    private static final int BLUE = 0xFF0000FF;
    private static final int WHITE = 0xFFFFFFFF;
    private static final MemoryPicture FOUR = new MemoryPicture(2, 2, new int[] {RED, GREEN, BLUE, WHITE});

    private static Frame drawn(PictureSource source, Viewport view, int side) {
        Frame frame = new Frame(side, side);
        Area area = new Area(0, 0, side, side);
        frame.draw(area, area, source, view, 0xFF777777);
        return frame;
    }

    @Test
    void above100Percent_pixelsAreSquares() {
        Frame frame = drawn(FOUR, new Viewport(10, 1, 1), 20);
        assertThat(Arrays.stream(frame.argb()).distinct()).containsExactlyInAnyOrder(RED, GREEN, BLUE, WHITE);
        for (int i = 0; i < 400; i++) {
            assertThat(frame.argb()[i]).isEqualTo(FOUR.argb(0, i % 20 / 10, i / 20 / 10));
        }
    }

    @Test
    void at100Percent_pixelsAreThemselves() {
        int[] pixels = new int[30 * 30];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 0xFF000000 | i * 7919;
        }
        Frame frame = drawn(new MemoryPicture(30, 30, pixels), new Viewport(1, 15, 15), 30);
        assertThat(frame.argb()).isEqualTo(pixels);
    }

    @Test
    void outside_isBackground() {
        Frame frame = drawn(FOUR, new Viewport(2, 1, 1), 10);
        assertThat(Arrays.stream(frame.argb()).filter(p -> p == 0xFF777777).count())
                .isEqualTo(100 - 16);
    }

    @Test
    void markedAreas_areTinted_withALineAroundThem() {
        int grey = 0xFF808080;
        int[] pixels = new int[150 * 100];
        Arrays.fill(pixels, grey);
        Viewport view = new Viewport(1, 75, 50);
        Frame frame = drawn(new MemoryPicture(150, 100, pixels), view, 200); // the picture begins at 25,50
        Area clip = new Area(0, 0, 200, 140);
        AreaMask mask = AreaMask.none(150, 100).with(1, 0, true).with(1, 1, true);
        frame.draw(new Area(0, 0, 200, 200), clip, mask, view);
        int tint = frame.argb()[100 * 200 + 25 + 96];
        int line = frame.argb()[100 * 200 + 25 + 64];
        assertThat(tint).isNotEqualTo(grey);
        assertThat(line).isNotEqualTo(grey).isNotEqualTo(tint);
        assertThat(frame.argb()[100 * 200 + 25 + 63]).isEqualTo(grey);
        assertThat(frame.argb()[100 * 200 + 25 + 127]).isEqualTo(line);
        assertThat(frame.argb()[100 * 200 + 25 + 128]).isEqualTo(grey);
        assertThat(frame.argb()[114 * 200 + 25 + 96]).as("no line between two").isEqualTo(tint);
        assertThat(frame.argb()[139 * 200 + 25 + 96]).isEqualTo(tint);
        assertThat(frame.argb()[140 * 200 + 25 + 96]).as("outside of the clip").isEqualTo(grey);
    }

    @Test
    void below100Percent_fineTexture_isItsMean() {
        int[] pixels = new int[64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i + i / 64) % 2 == 0 ? 0xFF000000 : WHITE;
        }
        Frame frame = drawn(new MemoryPicture(64, 64, pixels), new Viewport(0.25, 32, 32), 16);
        assertThat(Arrays.stream(frame.argb()).map(p -> p & 0xFF))
                .allSatisfy(v -> assertThat(v).isBetween(126, 130));
    }

    @Test
    void below100Percent_bilinear_staysBetweenItsNeighbours() {
        Frame frame = drawn(
                new MemoryPicture(4, 1, new int[] {0xFF000000, 0xFF404040, 0xFF808080, 0xFFC0C0C0}),
                new Viewport(0.75, 2, 0.5),
                3);
        int[] row = Arrays.stream(frame.argb())
                .filter(p -> p != 0xFF777777)
                .map(p -> p & 0xFF)
                .toArray();
        assertThat(row).isSorted().hasSize(3);
        assertThat(row[0]).isBetween(5, 20);
        assertThat(row[1]).isBetween(0x5C, 0x64);
    }

    @Test
    void difference_isAmplifiedAndClipped() {
        Frame frame = new Frame(2, 1);
        Area area = new Area(0, 0, 2, 1);
        frame.drawDifference(
                area, area, new MemoryPicture(2, 1, new int[] {0xFF010203, 0xFF400000}), new Viewport(1, 1, 0.5), 0, 8);
        assertThat(frame.argb()).containsExactly(0xFF081018, 0xFFFF0000);
    }

    @Test
    void clip_leavesTheRest() {
        Frame frame = new Frame(4, 4);
        frame.fill(new Area(0, 0, 4, 4), BLUE);
        frame.draw(new Area(0, 0, 4, 4), new Area(2, 0, 2, 4), FOUR, new Viewport(2, 1, 1), 0);
        assertThat(frame.argb()[0]).isEqualTo(BLUE);
        assertThat(frame.argb()[3]).isEqualTo(GREEN);
    }

    @Test
    void transparent_showsACheckerboard() {
        Frame frame = drawn(new MemoryPicture(16, 16, new int[256]), new Viewport(1, 8, 8), 16);
        assertThat(Arrays.stream(frame.argb()).distinct().count()).isEqualTo(2);
    }

    @Test
    void missing_isNeitherPictureNorTransparent() {
        Frame frame = drawn(new MemoryPicture(16, 16, filled(256, PictureSource.MISSING)), new Viewport(1, 8, 8), 16);
        assertThat(Arrays.stream(frame.argb()).distinct().toArray()).hasSize(1).doesNotContain(0xFF777777);
    }

    @Test
    void overlay_liesOnItsCellsOnly() {
        Frame frame = drawn(new MemoryPicture(8, 8, filled(64, WHITE)), new Viewport(1, 4, 4), 8);
        Overlay overlay = new Overlay(
                new Overlay.Grid(2, 1, 4, 0, 2),
                new float[] {0, Float.NaN},
                Colormap.HEAT,
                1,
                new Overlay.Scale(Overlay.Meaning.POSITION_BITS, new float[] {3, 7}, 0, 7));
        frame.draw(new Area(0, 0, 8, 8), new Area(0, 0, 8, 8), overlay, new Viewport(1, 4, 4), 8, 8);
        assertThat(frame.argb()[4]).isEqualTo(Colormap.HEAT.argb(0));
        assertThat(frame.argb()[8 + 5]).isEqualTo(Colormap.HEAT.argb(0));
        assertThat(frame.argb()[6]).as("NaN").isEqualTo(WHITE);
        assertThat(frame.argb()[3]).isEqualTo(WHITE);
        assertThat(frame.argb()[2 * 8 + 4]).isEqualTo(WHITE);
    }

    private static int[] filled(int n, int value) {
        int[] out = new int[n];
        Arrays.fill(out, value);
        return out;
    }
}
