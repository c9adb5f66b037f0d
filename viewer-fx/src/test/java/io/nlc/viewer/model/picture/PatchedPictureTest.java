package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PatchedPictureTest {

    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;

    private static MemoryPicture of(int width, int height, int argb) {
        int[] pixels = new int[width * height];
        Arrays.fill(pixels, argb);
        return new MemoryPicture(width, height, pixels);
    }

    @Test
    void thePatch_isSeenWhereItLies_atEveryLevel() {
        PatchedPicture picture = new PatchedPicture(of(1024, 512, WHITE), of(256, 200, BLACK), 128, 64);
        assertThat(picture.width()).isEqualTo(1024);
        assertThat(picture.height()).isEqualTo(512);
        for (int level = 0; level < 3; level++) {
            assertThat(picture.argb(level, (128 >> level) - 1, 64 >> level)).isEqualTo(WHITE);
            assertThat(picture.argb(level, 128 >> level, (64 >> level) - 1)).isEqualTo(WHITE);
            assertThat(picture.argb(level, 128 >> level, 64 >> level)).isEqualTo(BLACK);
            assertThat(picture.argb(level, 383 >> level, 263 >> level)).isEqualTo(BLACK);
            assertThat(picture.argb(level, 384 >> level, 64 >> level)).isEqualTo(WHITE);
            assertThat(picture.argb(level, 128 >> level, 264 >> level)).isEqualTo(WHITE);
        }
        assertThat(picture.sample(128, 64)).isEqualTo(BLACK);
        assertThat(picture.sample(127, 64)).isEqualTo(WHITE);
        assertThat(picture.argb(picture.levels() - 1, 0, 0)).isEqualTo(WHITE);
    }

    @Test
    void aPatchOffTheGrid_isRefused() {
        assertThatThrownBy(() -> new PatchedPicture(of(256, 256, WHITE), of(64, 64, BLACK), 10, 64))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
