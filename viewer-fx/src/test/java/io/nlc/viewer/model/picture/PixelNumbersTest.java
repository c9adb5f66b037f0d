package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelNumbersTest {

    private static final Area AREA = new Area(0, 0, 128, 64);

    private static int[] drawn(double zoom, Area clip, int pixel) {
        MemoryPicture picture = new MemoryPicture(2, 1, new int[] {pixel, pixel});
        Viewport view = new Viewport(zoom, 1, 0.5);
        Frame frame = new Frame(AREA.width(), AREA.height());
        frame.draw(AREA, AREA, picture, view, 0xFF000000);
        int[] before = frame.argb().clone();
        PixelNumbers.draw(frame, AREA, clip, picture, view);
        int[] changed = new int[before.length];
        for (int i = 0; i < before.length; i++) {
            changed[i] = before[i] == frame.argb()[i] ? 0 : 1;
        }
        return changed;
    }

    private static int count(int[] changed, int left, int right) {
        int count = 0;
        for (int i = 0; i < changed.length; i++) {
            int x = i % AREA.width();
            count += x >= left && x < right ? changed[i] : 0;
        }
        return count;
    }

    @Test
    void nothingBelow() {
        assertThat(count(drawn(16, AREA, 0xFF808080), 0, 128)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {17, 20, 27, 45.25, 64})
    void everyPixelHasItsNumbers_withinItself(double zoom) {
        int[] changed = drawn(zoom, AREA, 0xFF0764C8); // 7, 100, 200
        int left = (int) Math.ceil(64 - zoom);
        int right = (int) Math.floor(64 + zoom);
        assertThat(count(changed, 0, left)).isZero();
        assertThat(count(changed, left, 64)).isGreaterThan(20).isEqualTo(count(changed, 64, 128));
        assertThat(count(changed, right + 1, 128)).isZero();
    }

    @Test
    void largerDigitsWhereThereIsRoom_andNoneBeyondTheClip() {
        assertThat(count(drawn(64, AREA, 0xFF808080), 0, 128))
                .isGreaterThan(2 * count(drawn(27, AREA, 0xFF808080), 0, 128));
        int[] half = drawn(64, new Area(0, 0, 64, 64), 0xFF808080);
        assertThat(count(half, 0, 64)).isPositive();
        assertThat(count(half, 64, 128)).isZero();
    }
}
