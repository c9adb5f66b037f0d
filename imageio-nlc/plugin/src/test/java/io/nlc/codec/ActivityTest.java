package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.picture.PixelSource;
import io.nlc.picture.QualityOffsets;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ActivityTest {

    /** Noise of a range of gray levels that a place says; 0 for flat. */
    private static QualityOffsets offsets(int width, int height, IntBinaryOperator range) throws IOException {
        return Activity.of(width, height, noise(range)).offsets();
    }

    private static PixelSource noise(IntBinaryOperator range) {
        return (x, y, w, h, rgb) -> {
            for (int i = 0; i < w * h; i++) {
                int px = x + i % w;
                int py = y + i / w;
                int levels = range.applyAsInt(px, py);
                int value =
                        100 + (levels == 0 ? 0 : Math.floorMod((31 * px + 17 * py + 1) * 0x9E3779B1 >>> 12, levels));
                Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) value);
            }
        };
    }

    @Test
    void calmAreasGetMore_busyOnesLess() throws IOException {
        QualityOffsets offsets = offsets(256, 128, (x, y) -> x < 128 ? 8 : 80);
        assertThat(offsets.columns()).isEqualTo(4);
        assertThat(offsets.rows()).isEqualTo(2);
        for (int row = 0; row < 2; row++) {
            assertThat(offsets.at(0, row)).isEqualTo(0.07);
            assertThat(offsets.at(1, row)).isEqualTo(0.07);
            assertThat(offsets.at(3, row))
                    .isEqualTo(offsets.at(2, row), within(0.03))
                    .isLessThan(-0.1);
        }
    }

    @Test
    void whatIsAlikeEverywhere_asksForNothing() throws IOException {
        assertThat(offsets(200, 100, (x, y) -> 0)).isNull();
        assertThat(offsets(1, 1, (x, y) -> 0)).isNull();
        assertThat(offsets(64, 64, (x, y) -> 40)).isNull();
    }

    @Test
    void differencesHaveALimit() throws IOException {
        QualityOffsets offsets = offsets(64 * 8, 64, (x, y) -> x < 64 ? 2 : x < 128 ? 156 : 6);
        assertThat(offsets.at(0, 0)).isEqualTo(0.07);
        assertThat(offsets.at(1, 0)).isEqualTo(-0.25);
    }

    /** A photograph on a page is as good as without the page. */
    @Test
    void flatAreasDoNotCount() throws IOException {
        QualityOffsets page = offsets(640, 128, (x, y) -> x >= 128 ? 0 : x < 64 ? 10 : 40);
        QualityOffsets alone = offsets(128, 128, (x, y) -> x < 64 ? 10 : 40);
        assertThat(page.at(0, 0)).isEqualTo(alone.at(0, 0), within(1e-9)).isPositive();
        assertThat(page.at(1, 1)).isEqualTo(alone.at(1, 1), within(1e-9)).isNegative();
        assertThat(page.at(9, 0)).isPositive();
    }

    /** Letters are busy, but on flat ground there is nothing that would hide an error. */
    @Test
    void lettersAreNotWorse() throws IOException {
        QualityOffsets offsets = offsets(192, 64, (x, y) -> x < 64 ? 6 : x < 128 ? 150 : y % 24 < 12 ? 156 : 0);
        assertThat(offsets.at(0, 0)).isPositive();
        assertThat(offsets.at(1, 0)).isNegative();
        assertThat(offsets.at(2, 0)).isZero();
    }

    @Test
    void edgesOfThePicture_areAreasOfTheirOwn() throws IOException {
        QualityOffsets offsets = offsets(130, 65, (x, y) -> x < 128 && y < 64 ? 20 : 120);
        assertThat(offsets.columns()).isEqualTo(3);
        assertThat(offsets.rows()).isEqualTo(2);
        assertThat(offsets.at(0, 0)).isGreaterThan(offsets.at(2, 0));
        assertThat(offsets.at(1, 0)).isGreaterThan(offsets.at(1, 1));
    }

    /** Sources of strips or of whole rows make each pixel once. */
    @Test
    void aPictureIsReadOnce_inWideStretches() throws IOException {
        int[] calls = new int[1];
        PixelSource noise = noise((x, y) -> x < 16_384 ? 8 : 80);
        QualityOffsets offsets = Activity.of(16_500, 130, (x, y, w, h, rgb) -> {
                    calls[0]++;
                    noise.readRgb(x, y, w, h, rgb);
                })
                .offsets();
        assertThat(calls[0]).isEqualTo(6);
        assertThat(offsets.columns()).isEqualTo(258);
        assertThat(offsets.at(255, 1)).isGreaterThan(offsets.at(256, 1) + 0.1);
        assertThat(offsets.at(257, 2)).isLessThan(-0.1);
    }

    @Test
    void aSourceThatFails_fails() {
        IOException failure = new IOException("gone");
        PixelSource broken = (x, y, w, h, rgb) -> {
            throw failure;
        };
        assertThatThrownBy(() -> Activity.of(64, 64, broken)).isSameAs(failure);
    }
}
