package io.nlc.codec.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingStepsTest {

    @ParameterizedTest
    @CsvSource({"tiny-none,1", "tiny,2", "tiny-serial,141", "tiny-3d,53", "tiny-3d-serial,204", "tiny-slices,6"})
    void steps_ofAPictureOfOneTile(String pack, int steps) throws IOException {
        assertThat(CodingSteps.of(TestPacks.tiny(pack).manifest(), 750, 500)).isEqualTo(steps);
    }

    @Test
    void steps_ofTilesAddUp() throws IOException {
        // 2 x 2 tiles of 512 x 512 pixels, of which the last column and row are smaller
        int whole = 32 + 3 * 31;
        int right = 28 + 3 * 31;
        int below = 32 + 3 * 11;
        int corner = 28 + 3 * 11;
        assertThat(CodingSteps.of(TestPacks.tinySerial().manifest(), 960, 700))
                .isEqualTo(whole + right + below + corner);
    }
}
