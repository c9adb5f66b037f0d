package io.nlc.viewer.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourHistogramTest {

    @Test
    void countsSamplesAsTheyAreWithoutAlpha_andNotWhatIsTransparent() {
        MemoryPicture picture = new MemoryPicture(4, 1, new int[] {0xFF0000C8, 0xFF0000C8, 0x80000064, 0});
        ColourHistogram counts = ColourHistogram.of(picture, () -> false);
        assertThat(counts.red()[0]).isEqualTo(3);
        assertThat(counts.blue()[0xC8]).isEqualTo(2);
        assertThat(counts.blue()[199]).as("100 of 128").isEqualTo(1);
        assertThat(counts.most()).isEqualTo(3);
    }
}
