package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.RateTarget;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.IIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TinyPack.class)
class RateExplorerTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static RateTarget quality(float q) {
        return new RateTarget.Quality(q);
    }

    /** With networks only, as {@link Pictures} writes. */
    private static RateExplorer explorer(BufferedImage image, String pack) throws IOException {
        return new RateExplorer(image, pack, 0, NlcSettings.fromProperties().withDevice("cpu"), true);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_4BYTE_ABGR})
    void encode_makesTheFilesOfTheWriter(int type) throws IOException {
        BufferedImage image = Pictures.of(150, 90, type);
        RateExplorer explorer = explorer(image, TinyPack.NAME);
        assertThat(explorer.analysisTime()).isZero();
        for (float q : new float[] {0.7f, 0, 0.123f, 1}) {
            EncodedFile file = explorer.encode(quality(q), CodecProgress.NONE);
            assertThat(file.bytes()).isEqualTo(Pictures.write(image, p -> p.setCompressionQuality(q)));
            assertThat(file.quality()).isCloseTo(q, within(0.002));
            assertThat(file.targetReached()).isTrue();
            assertThat(file.time()).isPositive();
        }
        assertThat(explorer.analysisTime()).isPositive();
    }

    @Test
    void encode_meetsTargetsAsTheWriterDoes() throws IOException {
        BufferedImage image = Pictures.of(900, 650, BufferedImage.TYPE_3BYTE_BGR);
        RateExplorer explorer = explorer(image, TinyPack.NAME);
        EncodedFile bytes = explorer.encode(new RateTarget.Bytes(20_000), CodecProgress.NONE);
        assertThat(bytes.bytes())
                .isEqualTo(Pictures.write(image, p -> p.setTargetBytes(20_000)))
                .hasSizeBetween(19_000, 20_000);
        EncodedFile psnr = explorer.encode(new RateTarget.Psnr(26), CodecProgress.NONE);
        assertThat(psnr.bytes()).isEqualTo(Pictures.write(image, p -> p.setTargetPsnr(26)));
        EncodedFile impossible = explorer.encode(new RateTarget.Bytes(1), CodecProgress.NONE);
        assertThat(impossible.targetReached()).isFalse();
        assertThat(impossible.quality()).isZero();
    }

    @Test
    void withPack_sharesTheAnalysisOfAFamily() throws IOException {
        BufferedImage image = Pictures.of(150, 90, BufferedImage.TYPE_4BYTE_ABGR);
        RateExplorer slices = explorer(image, "test/tiny-slices");
        RateExplorer early = slices.withPack("test/tiny-slices-local");
        slices.encode(quality(0.5f), CodecProgress.NONE);
        Duration time = slices.analysisTime();
        RateExplorer none = slices.withPack("test/tiny-none");
        assertThat(none.analysisTime()).isEqualTo(time).isPositive();
        assertThat(early.analysisTime()).isEqualTo(time);
        for (String pack : new String[] {"test/tiny-none", "test/tiny-slices-local"}) {
            RateExplorer explorer = pack.endsWith("none") ? none : early;
            assertThat(explorer.encode(quality(0.4f), CodecProgress.NONE).bytes())
                    .isEqualTo(Pictures.write(image, p -> {
                        p.setModel(pack);
                        p.setCompressionQuality(0.4f);
                    }));
            assertThat(explorer.analysisTime()).isEqualTo(time);
        }
    }

    @Test
    void withPack_analysesAnewForAnotherFamily() throws IOException {
        BufferedImage image = Pictures.of(150, 90, BufferedImage.TYPE_3BYTE_BGR);
        RateExplorer tiny = explorer(image, TinyPack.NAME);
        tiny.encode(quality(0.5f), CodecProgress.NONE);
        RateExplorer serial = tiny.withPack("test/tiny-serial");
        assertThat(serial.analysisTime()).isZero();
        assertThat(serial.encode(quality(0.4f), CodecProgress.NONE).bytes()).isEqualTo(Pictures.write(image, p -> {
            p.setModel("test/tiny-serial");
            p.setCompressionQuality(0.4f);
        }));
        assertThat(serial.analysisTime()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR})
    void withMap_makesTheFilesOfTheWriter_andSharesTheAnalysis(int type) throws IOException {
        BufferedImage image = Pictures.of(300, 200, type);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(64, 64, 100, 64)), 0, -0.4);
        RateExplorer plain = explorer(image, TinyPack.NAME);
        RateExplorer mapped = plain.withMap(map);
        EncodedFile file = mapped.encode(quality(0.8f), CodecProgress.NONE);
        assertThat(file.bytes()).isEqualTo(Pictures.write(image, p -> {
            p.setCompressionQuality(0.8f);
            p.setQualityMap(map);
        }));
        Duration time = mapped.analysisTime();
        assertThat(plain.analysisTime()).isEqualTo(time).isPositive();
        long bytes = file.bytes().length;
        assertThat(mapped.encode(new RateTarget.Bytes(bytes), CodecProgress.NONE)
                        .bytes())
                .isEqualTo(Pictures.write(image, p -> {
                    p.setTargetBytes(bytes);
                    p.setQualityMap(map);
                }));
        assertThat(mapped.withMap(null)
                        .encode(quality(0.8f), CodecProgress.NONE)
                        .bytes())
                .isEqualTo(Pictures.write(image, p -> p.setCompressionQuality(0.8f)))
                .hasSizeGreaterThan(file.bytes().length);
        assertThat(mapped.analysisTime()).isEqualTo(time);
    }

    /** What is not only for networks has the same prices of layers as well. */
    @Test
    void withMap_ofAnyEffort_andBeyondNetworks_makesTheFilesOfTheWriter() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(64, 64)), 0, -0.4);
        RateExplorer mapped = new RateExplorer(
                        image, TinyPack.NAME, 2, NlcSettings.fromProperties().withDevice("cpu"))
                .withMap(map);
        for (float q : new float[] {0.6f, 0.95f}) {
            assertThat(mapped.encode(quality(q), CodecProgress.NONE).bytes()).isEqualTo(Pictures.write(image, p -> {
                p.setNetworksOnly(false);
                p.setEffort(2);
                p.setCompressionQuality(q);
                p.setQualityMap(map);
            }));
        }
    }

    @Test
    void encode_fromManyThreads() throws Exception {
        BufferedImage image = Pictures.of(600, 500, BufferedImage.TYPE_3BYTE_BGR);
        RateExplorer explorer = explorer(image, TinyPack.NAME);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<EncodedFile>> files = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                float q = i / 8f;
                files.add(threads.submit(() -> explorer.encode(quality(q), CodecProgress.NONE)));
            }
            for (int i = 0; i < 8; i++) {
                float q = i / 8f;
                assertThat(files.get(i).get().bytes())
                        .isEqualTo(Pictures.write(image, p -> p.setCompressionQuality(q)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void progress_risesToOneAndCancels() throws IOException {
        RateExplorer explorer = explorer(Pictures.of(900, 650, BufferedImage.TYPE_3BYTE_BGR), TinyPack.NAME);
        List<Float> seen = new ArrayList<>();
        assertThatThrownBy(() -> explorer.encode(quality(0.5f), stopAfter(2, seen)))
                .isInstanceOf(CancellationException.class);
        assertThat(explorer.analysisTime()).isZero();
        for (int round = 0; round < 2; round++) { // with the analysis and without
            seen.clear();
            explorer.encode(quality(0.5f), stopAfter(99, seen));
            assertThat(seen).isSorted().hasSize(round == 0 ? 8 : 4).endsWith(1f);
        }
    }

    private static CodecProgress stopAfter(int calls, List<Float> seen) {
        return new CodecProgress() {
            @Override
            public void progress(float fraction) {
                seen.add(fraction);
            }

            @Override
            public boolean cancelled() {
                return seen.size() >= calls;
            }
        };
    }

    @Test
    void badSettings_areNamed() throws IOException {
        BufferedImage image = Pictures.of(20, 20, BufferedImage.TYPE_3BYTE_BGR);
        assertThatThrownBy(() -> new RateExplorer(image, "test/none-such", "cpu"))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("test/none-such");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateExplorer(image, null, "abacus"))
                .withMessageContaining("abacus");
        RateExplorer explorer = explorer(image, TinyPack.NAME);
        assertThatThrownBy(() -> explorer.withPack("test/none-such")).isInstanceOf(IIOException.class);
    }
}
