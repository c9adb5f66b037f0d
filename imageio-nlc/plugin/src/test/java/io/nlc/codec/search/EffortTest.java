package io.nlc.codec.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.AnalysedPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcDecoder;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.codec.latent.Gains;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What more effort does to files: never worse ones, and nothing that a decoder would notice. */
class EffortTest {

    @TempDir
    private static Path root;

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static EncodedPicture encode(ModelPack pack, int effort, TestPicture p, RateTarget target)
            throws IOException {
        return new NlcEncoder(pack, TestPacks.CPU, effort)
                .encode(p.width(), p.height(), p, target, 0, CodecProgress.NONE);
    }

    private static TestPicture decode(ModelPack pack, TestPicture p, EncodedPicture e) throws IOException {
        TestPicture out = TestPicture.empty(p.width(), p.height());
        NlcHeader header = new NlcHeader(
                p.width(),
                p.height(),
                Colour.RGB,
                false,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                pack.name(),
                pack.fileDigest());
        new NlcDecoder(pack, TestPacks.CPU).decode(header, e.tiles()::get, null, out, CodecProgress.NONE);
        return out;
    }

    static long size(EncodedPicture e) {
        return e.tiles().stream().mapToLong(t -> t.length).sum();
    }

    /** What the search minimises, from what a decoder really makes of the file. */
    static double cost(ModelPack pack, TestPicture p, EncodedPicture e) throws IOException {
        byte[] decoded = decode(pack, p, e).rgb();
        long squaredError = 0;
        for (int i = 0; i < decoded.length; i++) {
            int d = (decoded[i] & 255) - (p.rgb()[i] & 255);
            squaredError += d * d;
        }
        return Cost.of(pack.manifest(), e.quality()).of(size(e), squaredError);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-none",
                "tiny",
                "tiny-serial",
                "tiny-3d",
                "tiny-3d-serial",
                "tiny-slices",
                "tiny-slices-local"
            })
    void cost_neverRises(String name) throws IOException {
        assertNeverRises(TestPacks.tiny(name), 3, 6);
    }

    @Test
    void cost_neverRisesWithAResidual() throws IOException {
        byte[] network;
        try (InputStream in = getClass().getResourceAsStream("/networks/residual.onnx")) {
            network = in.readAllBytes();
        }
        Path folder = new EditedPack().add("residual.onnx", network).write(root);
        Files.write(folder.resolve("residual.onnx"), network);
        assertNeverRises(ModelPack.of(PackSource.folder(folder)), 3);
    }

    private static void assertNeverRises(ModelPack pack, int... efforts) throws IOException {
        TestPicture p = TestPicture.scene(100, 70); // padded, in one tile: no seams
        for (double quality : new double[] {0, 0.55, 1}) {
            double plain = cost(pack, p, encode(pack, 0, p, new RateTarget.Quality(quality)));
            for (int effort : efforts) {
                EncodedPicture e = encode(pack, effort, p, new RateTarget.Quality(quality));
                assertThat(e.quality()).isEqualTo(Gains.quality(pack.manifest(), quality));
                assertThat(cost(pack, p, e))
                        .as("quality %s, effort %d", quality, effort)
                        .isLessThanOrEqualTo(plain);
            }
        }
    }

    @Test
    void cost_falls() throws IOException {
        ModelPack pack = TestPacks.tiny();
        TestPicture p = TestPicture.scene(256, 192);
        // At the highest quality back-projection and rounding have found it already.
        for (double quality : new double[] {0.5, 0.8}) {
            RateTarget target = new RateTarget.Quality(quality);
            double plain = cost(pack, p, encode(pack, 0, p, target));
            assertThat(cost(pack, p, encode(pack, 5, p, target))).isLessThan(0.995 * plain);
            assertThat(cost(pack, p, encode(pack, 9, p, target))).isLessThan(0.995 * plain);
        }
    }

    @Test
    void cost_fallsInTilesThatSeeOneAnother() throws IOException {
        ModelPack pack = TestPacks.tinySerial();
        TestPicture p = TestPicture.scene(900, 700);
        RateTarget target = new RateTarget.Quality(0.9);
        EncodedPicture e = encode(pack, 2, p, target);
        assertThat(e.tiles()).hasSize(4);
        assertThat(cost(pack, p, e)).isLessThan(cost(pack, p, encode(pack, 0, p, target)));
    }

    /** Descent brings more than what packs without a derivative do, over tiles and windows that see one another. */
    @Test
    void cost_fallsFurtherByDescent() throws IOException {
        ModelPack pack = TestPacks.tinySerial();
        assertThat(pack.manifest().networks().hasGradient()).isTrue();
        ModelPack without = withoutGradient();
        TestPicture p = TestPicture.scene(500, 440);
        for (double quality : new double[] {0.2, 0.9}) {
            RateTarget target = new RateTarget.Quality(quality);
            double plain = cost(pack, p, encode(pack, 0, p, target));
            double found = cost(pack, p, encode(pack, 7, p, target));
            double others = cost(without, p, encode(without, 7, p, target));
            assertThat(found)
                    .as("quality %s", quality)
                    .isLessThan((quality > 0.5 ? 0.997 : 0.985) * plain)
                    .isLessThanOrEqualTo(others);
        }
    }

    private static ModelPack withoutGradient() throws IOException {
        Path folder = root.resolve("test/tiny-serial");
        Files.createDirectories(folder);
        Path whole = TestPacks.directory().resolve("test/tiny-serial");
        try (Stream<Path> files = Files.list(whole)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path manifest = folder.resolve("pack.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\\s*\"gradient.onnx\": \\{[^}]*\\},", ""));
        ModelPack pack = ModelPack.of(PackSource.folder(folder));
        assertThat(pack.manifest().networks().hasGradient()).isFalse();
        return pack;
    }

    /** Where there is no memory for a derivative, the other ways are gone. */
    @Test
    void littleMemory_isEnough() throws IOException {
        ModelPack pack = TestPacks.tinySerial();
        TestPicture p = TestPicture.scene(100, 70);
        RuntimeSettings little =
                TestPacks.CPU.withMaxMemory(pack.manifest().gradientMemory().alone(40));
        EncodedPicture e =
                new NlcEncoder(pack, little, 7).encode(100, 70, p, new RateTarget.Quality(0.5), 0, CodecProgress.NONE);
        ModelPack without = withoutGradient();
        assertThat(e.tiles().get(0))
                .isEqualTo(encode(without, 7, p, new RateTarget.Quality(0.5))
                        .tiles()
                        .get(0));
    }

    @Test
    void targets_areMetByDescent() throws IOException {
        ModelPack pack = TestPacks.tinySerial();
        TestPicture p = TestPicture.scene(300, 200);
        long low = size(encode(pack, 0, p, new RateTarget.Quality(0.2)));
        long high = size(encode(pack, 0, p, new RateTarget.Quality(0.8)));
        long bytes = (low + high) / 2;
        EncodedPicture plain = encode(pack, 0, p, new RateTarget.Bytes(bytes));
        EncodedPicture better = encode(pack, 6, p, new RateTarget.Bytes(bytes));
        assertThat(better.targetReached()).isTrue();
        assertThat(size(better)).isBetween((long) (0.97 * bytes), bytes);
        assertThat(decode(pack, p, better).psnr(p))
                .isGreaterThan(decode(pack, p, plain).psnr(p));
    }

    @Test
    void bytes_areTheSameEachTimeAndFromAnAnalysedPicture() throws IOException {
        TestPicture p = TestPicture.scene(900, 700);
        NlcEncoder encoder = new NlcEncoder(TestPacks.tiny(), TestPacks.CPU, 2);
        AnalysedPicture analysed = encoder.analyse(900, 700, p, CodecProgress.NONE);
        for (RateTarget target : List.of(new RateTarget.Quality(0.6), new RateTarget.BitsPerPixel(0.4))) {
            EncodedPicture first = encoder.encode(900, 700, p, target, 0, CodecProgress.NONE);
            assertThat(first.tiles()).hasSize(4);
            for (EncodedPicture again : List.of(
                    encoder.encode(900, 700, p, target, 0, CodecProgress.NONE),
                    encoder.encode(analysed, target, 0, CodecProgress.NONE))) {
                assertThat(again.quality()).isEqualTo(first.quality());
                assertThat(again.tiles())
                        .usingElementComparator(Arrays::compare)
                        .containsExactlyElementsOf(first.tiles());
            }
            assertThat(decode(TestPacks.tiny(), p, first).psnr(p)).isGreaterThan(20);
        }
    }

    @Test
    void targets_areMet() throws IOException {
        ModelPack pack = TestPacks.tiny();
        TestPicture p = TestPicture.scene(300, 200);
        long low = size(encode(pack, 0, p, new RateTarget.Quality(0.1)));
        long high = size(encode(pack, 0, p, new RateTarget.Quality(0.9)));
        long bytes = (low + high) / 2;
        EncodedPicture plain = encode(pack, 0, p, new RateTarget.Bytes(bytes));
        EncodedPicture better = encode(pack, 5, p, new RateTarget.Bytes(bytes));
        assertThat(better.targetReached()).isTrue();
        assertThat(size(better)).isBetween((long) (0.98 * bytes), bytes);
        assertThat(decode(pack, p, better).psnr(p))
                .isGreaterThan(decode(pack, p, plain).psnr(p));

        double psnr = decode(pack, p, plain).psnr(p);
        EncodedPicture smaller = encode(pack, 5, p, new RateTarget.Psnr(psnr));
        assertThat(smaller.targetReached()).isTrue();
        assertThat(decode(pack, p, smaller).psnr(p))
                .isEqualTo(smaller.psnr(), org.assertj.core.api.Assertions.within(1e-6));
        assertThat(smaller.psnr()).isBetween(psnr, psnr + 0.1);
        assertThat(size(smaller)).isLessThan(size(plain));
        assertThat(encode(pack, 2, p, new RateTarget.Psnr(99)).targetReached()).isFalse();
    }

    @Test
    void packsForOtherMeasures_ignoreIt() throws IOException {
        ModelPack pack = ModelPack.of(new EditedPack().tune("ms-ssim").source());
        TestPicture p = TestPicture.scene(100, 70);
        assertThat(encode(pack, 9, p, new RateTarget.Quality(0.5)).tiles().get(0))
                .isEqualTo(
                        encode(pack, 0, p, new RateTarget.Quality(0.5)).tiles().get(0));
    }

    @ParameterizedTest
    @CsvSource({"3", "9"})
    void cancel_doesNotWaitForTheTile(int calls) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        CodecProgress stop = new CodecProgress() {
            @Override
            public void progress(float fraction) {}

            @Override
            public boolean cancelled() {
                return asked.incrementAndGet() > calls;
            }
        };
        TestPicture p = TestPicture.scene(128, 128);
        NlcEncoder encoder = new NlcEncoder(TestPacks.tiny(), TestPacks.CPU, 9);
        assertThatThrownBy(() -> encoder.encode(128, 128, p, new RateTarget.Quality(0.5), 0, stop))
                .isInstanceOf(CancellationException.class);
        assertThat(asked.get()).isLessThan(calls + 5);
    }

    @Test
    void progress_risesToOneOnce() throws IOException {
        TestPicture p = TestPicture.scene(900, 700);
        for (RateTarget target : List.of(new RateTarget.Quality(0.5), new RateTarget.Psnr(23))) {
            List<Float> seen = new ArrayList<>();
            new NlcEncoder(TestPacks.tiny(), TestPacks.CPU, 1).encode(900, 700, p, target, 0, new CodecProgress() {
                @Override
                public void progress(float fraction) {
                    seen.add(fraction);
                }

                @Override
                public boolean cancelled() {
                    return false;
                }
            });
            assertThat(seen).isSorted().endsWith(1f);
            assertThat(seen.stream().filter(f -> f >= 1)).hasSize(1);
        }
    }

    @Test
    void effort_isChecked() throws IOException {
        ModelPack pack = TestPacks.tiny();
        for (int effort : new int[] {-1, 10}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new NlcEncoder(pack, TestPacks.CPU, effort))
                    .withMessage("effort must be 0 to 9, not " + effort);
        }
        for (int effort = 0; effort <= NlcEncoder.MAX_EFFORT; effort++) {
            assertThat(Effort.of(effort).any()).isEqualTo(effort > 0);
        }
    }
}
