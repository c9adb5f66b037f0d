package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.picture.CodecProgress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeProgressTest {

    @Test
    void tileDone_risesFromItsShareAndNeverEnds() {
        List<Float> heard = new ArrayList<>();
        ProbeProgress progress = new ProbeProgress(
                new CodecProgress() {
                    @Override
                    public void progress(float fraction) {
                        heard.add(fraction);
                    }

                    @Override
                    public boolean cancelled() {
                        return false;
                    }
                },
                0.5f,
                4);
        for (int i = 0; i < 4 * 40; i++) {
            progress.tileDone();
        }
        assertThat(heard).hasSize(160).isSorted().allMatch(f -> f > 0.5f && f < 1);
        assertThat(heard.get(4 * 5 - 1)).isGreaterThan(0.8f); // a usual search is nearly done by then
    }
}
