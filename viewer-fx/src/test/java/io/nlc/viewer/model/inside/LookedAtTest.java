package io.nlc.viewer.model.inside;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.picture.Region;
import io.nlc.viewer.model.picture.Viewport;
import org.junit.jupiter.api.Test;

class LookedAtTest {

    @Test
    void aSmallPicture_isLookedIntoWholly() {
        assertThat(LookedAt.region(4096, 1024, new Viewport(1, 0, 0))).isEqualTo(new Region(0, 0, 4096, 1024));
    }

    @Test
    void ofALargeOne_itIsWhatIsAroundTheMiddleOfTheView() {
        Region there = LookedAt.region(10_000, 8000, new Viewport(1, 5000, 4000));
        assertThat(there).isEqualTo(new Region(4096, 3072, 2048, 2048));
        assertThat(LookedAt.region(10_000, 8000, new Viewport(1, 5100, 4050)))
                .as("small moves look at what is known")
                .isEqualTo(there);
    }

    @Test
    void theRegionLiesInThePicture() {
        assertThat(LookedAt.region(10_000, 300, new Viewport(1, 0, 0))).isEqualTo(new Region(0, 0, 10_000, 300));
        Region end = LookedAt.region(10_000, 8000, new Viewport(1, 10_000, 8000));
        assertThat(end.x() + end.width()).isLessThanOrEqualTo(10_000);
        assertThat(end.y() + end.height()).isEqualTo(8000);
    }
}
