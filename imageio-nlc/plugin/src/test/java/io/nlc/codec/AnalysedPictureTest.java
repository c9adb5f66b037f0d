package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysedPictureTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static NlcEncoder encoder(ModelPack pack) {
        return new NlcEncoder(pack, TestPacks.CPU);
    }

    private static void assertSame(EncodedPicture actual, EncodedPicture expected) {
        assertThat(actual.quality()).isEqualTo(expected.quality());
        assertThat(actual.targetReached()).isEqualTo(expected.targetReached());
        assertThat(actual.psnr()).isEqualTo(Double.valueOf(expected.psnr())); // NaN too
        assertThat(actual.tiles())
                .usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(expected.tiles());
    }

    @ParameterizedTest
    @CsvSource({"tiny,1,1", "tiny,300,200", "tiny,900,700", "tiny-slices,200,70"})
    void encode_makesTheBytesOfTheDirectWay(String pack, int width, int height) throws IOException {
        NlcEncoder encoder = encoder(TestPacks.tiny(pack));
        TestPicture p = TestPicture.scene(width, height);
        AnalysedPicture analysed = encoder.analyse(width, height, p, CodecProgress.NONE);
        assertThat(analysed.width()).isEqualTo(width);
        assertThat(analysed.height()).isEqualTo(height);
        List<RateTarget> targets = List.of(
                new RateTarget.Quality(0.8),
                new RateTarget.Quality(0),
                new RateTarget.BitsPerPixel(0.5),
                new RateTarget.Bytes(2000),
                new RateTarget.Psnr(24),
                new RateTarget.Quality(0.8));
        for (RateTarget target : targets) {
            assertSame(
                    encoder.encode(analysed, target, 150, CodecProgress.NONE),
                    encoder.encode(width, height, p, target, 150, CodecProgress.NONE));
        }
    }

    @Test
    void encode_takesPicturesOfItsFamilyOnly() throws IOException {
        NlcEncoder slices = encoder(TestPacks.tiny("tiny-slices"));
        NlcEncoder none = encoder(TestPacks.tiny("tiny-none"));
        TestPicture p = TestPicture.scene(100, 80);
        assertThat(none.sharesAnalysis(slices, 100, 80)).isTrue();
        assertSame(
                none.encode(
                        slices.analyse(100, 80, p, CodecProgress.NONE),
                        new RateTarget.Quality(0.5),
                        0,
                        CodecProgress.NONE),
                none.encode(100, 80, p, new RateTarget.Quality(0.5), 0, CodecProgress.NONE));
        NlcEncoder other = encoder(TestPacks.tiny());
        assertThat(none.sharesAnalysis(other, 100, 80)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.encode(
                        other.analyse(100, 80, p, CodecProgress.NONE),
                        new RateTarget.Quality(0.5),
                        0,
                        CodecProgress.NONE))
                .withMessageContaining("picture")
                .withMessageContaining("test/tiny-none");
    }

    @Test
    void sharesAnalysis_notIfTilesDiffer() throws IOException {
        EditedPack edited = new EditedPack();
        edited.json().addProperty("max_tile", 512 * 576);
        NlcEncoder small = encoder(ModelPack.of(edited.source()));
        assertThat(small.sharesAnalysis(encoder(TestPacks.tiny()), 512, 512)).isTrue();
        assertThat(small.sharesAnalysis(encoder(TestPacks.tiny()), 700, 640)).isFalse();
    }

    @Test
    void progress_risesToOneAndCancels() throws IOException {
        NlcEncoder encoder = encoder(TestPacks.tiny());
        TestPicture p = TestPicture.scene(900, 700);
        Recorder analysis = new Recorder(99);
        AnalysedPicture analysed = encoder.analyse(900, 700, p, analysis);
        assertThat(analysis.seen).isSorted().hasSize(4).endsWith(1f);
        for (RateTarget target : List.of(new RateTarget.Quality(0.5), new RateTarget.BitsPerPixel(0.4))) {
            Recorder recorder = new Recorder(999);
            encoder.encode(analysed, target, 0, recorder);
            assertThat(recorder.seen).isSorted().endsWith(1f);
        }
        assertThatThrownBy(() -> encoder.analyse(900, 700, p, new Recorder(1)))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> encoder.encode(analysed, new RateTarget.Quality(0), 0, new Recorder(1)))
                .isInstanceOf(CancellationException.class);
    }

    private static final class Recorder implements CodecProgress {
        private final List<Float> seen = new ArrayList<>();
        private final int calls;

        Recorder(int calls) {
            this.calls = calls;
        }

        @Override
        public void progress(float fraction) {
            seen.add(fraction);
        }

        @Override
        public boolean cancelled() {
            return seen.size() >= calls;
        }
    }
}
