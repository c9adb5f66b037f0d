package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPicture;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionSinkTest {

    @Test
    void write_cutsToTheRegion() throws IOException {
        TestPicture whole = TestPicture.scene(60, 50);
        Region wanted = new Region(13, 7, 30, 40);
        TestPicture out = TestPicture.empty(60, 50);
        RegionSink sink = new RegionSink(wanted, out);
        for (int y = 0; y < 50; y += 25) {
            for (int x = 0; x < 60; x += 20) {
                sink.write(new Region(x, y, 20, 25), whole.crop(x, y, 20, 25).rgb());
            }
        }
        TestPicture expected = TestPicture.empty(60, 50);
        expected.writeRgb(13, 7, 30, 40, whole.crop(13, 7, 30, 40).rgb());
        assertThat(out).isEqualTo(expected);
    }

    @Test
    void write_handsOnWhatLiesInTheRegionAsItIs() throws IOException {
        List<byte[]> taken = new ArrayList<>();
        RegionSink sink = new RegionSink(new Region(5, 5, 30, 40), (x, y, width, height, rgb) -> taken.add(rgb));
        byte[] rgb = new byte[3 * 4 * 4];
        sink.write(new Region(10, 10, 4, 4), rgb);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0)).isSameAs(rgb);
    }
}
