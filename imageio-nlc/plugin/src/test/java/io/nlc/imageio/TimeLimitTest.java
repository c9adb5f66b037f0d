package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nlc.maxSeconds}: a read that takes longer fails and says why. */
@ExtendWith(TinyPack.class)
class TimeLimitTest {

    private static final BufferedImage PICTURE = Pictures.of(600, 540, BufferedImage.TYPE_3BYTE_BGR);

    private static byte[] file(boolean lossless) throws IOException {
        return Pictures.write(PICTURE, p -> {
            if (lossless) {
                p.setLossless(true);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parameter(boolean lossless) throws IOException {
        byte[] file = file(lossless);
        assertThatThrownBy(() -> Pictures.read(file, p -> p.setMaxSeconds(1e-9)))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("nlc.maxSeconds")
                .hasCauseInstanceOf(NlcException.class)
                .satisfies(e -> {
                    NlcException cause = (NlcException) e.getCause();
                    assertThat(cause.kind()).isEqualTo(FailureKind.TIME);
                    assertThat(cause.arguments()).containsExactly(Duration.ofNanos(1));
                });
        assertThat(Pictures.rgb(Pictures.read(file, p -> p.setMaxSeconds(3600))))
                .isEqualTo(Pictures.rgb(Pictures.read(file)));
    }

    @Test
    void property_isTheDefaultOfTheParameter_whichMaySayOtherwise() throws IOException {
        byte[] file = file(false);
        System.setProperty("nlc.maxSeconds", "1e-9");
        try {
            assertThatThrownBy(() -> ImageIO.read(new ByteArrayInputStream(file)))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("nlc.maxSeconds");
            assertThat(Pictures.read(file, p -> {
                        assertThat(p.getMaxSeconds()).isEqualTo(1e-9);
                        p.setMaxSeconds(0);
                    }))
                    .isNotNull();
        } finally {
            System.clearProperty("nlc.maxSeconds");
        }
    }

    /** The limit is that of one read; the next has a time of its own. */
    @Test
    void readerIsOfUseAfterwards() throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file(false))));
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setMaxSeconds(1e-9);
        assertThatThrownBy(() -> reader.read(0, param)).isInstanceOf(IIOException.class);
        assertThat(reader.read(0).getWidth()).isEqualTo(600);
        reader.dispose();
    }

    @Test
    void abort_isNoFailure() throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file(false))));
        AtomicInteger aborted = new AtomicInteger();
        List<Float> seen = new ArrayList<>();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageStarted(ImageReader source, int imageIndex) {
                source.abort();
            }

            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                seen.add(percentageDone);
            }

            @Override
            public void readAborted(ImageReader source) {
                aborted.incrementAndGet();
            }
        });
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setMaxSeconds(1e-9);
        reader.read(0, param);
        assertThat(aborted).hasValue(1);
        assertThat(seen).isEmpty();
        reader.dispose();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.NEGATIVE_INFINITY})
    void whatMakesNoSense_isRefused(double seconds) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NlcImageReadParam().setMaxSeconds(seconds));
    }

    @Test
    void muchIsMuch() {
        NlcImageReadParam param = new NlcImageReadParam();
        param.setMaxSeconds(Double.POSITIVE_INFINITY);
        assertThat(param.getMaxSeconds()).isGreaterThan(3e9);
        assertThat(Deadline.in(param.maxTime()).passed()).isFalse();
    }
}
