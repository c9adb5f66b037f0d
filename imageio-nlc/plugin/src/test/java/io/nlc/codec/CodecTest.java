package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codec with the tiny pack: what a file decodes to, not how well it looks. */
class CodecTest {

    private static ModelPack pack;

    @BeforeAll
    static void load() throws IOException {
        pack = TestPacks.tiny();
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static EncodedPicture encode(TestPicture p, RateTarget target) throws IOException {
        return new NlcEncoder(pack, TestPacks.CPU).encode(p.width(), p.height(), p, target, 0, CodecProgress.NONE);
    }

    private static NlcHeader header(TestPicture p, EncodedPicture e) {
        return new NlcHeader(
                p.width(),
                p.height(),
                Colour.RGB,
                false,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                pack.name(),
                pack.fileDigest());
    }

    private static TestPicture decode(TestPicture p, EncodedPicture e) throws IOException {
        TestPicture out = TestPicture.empty(p.width(), p.height());
        new NlcDecoder(pack, TestPacks.CPU).decode(header(p, e), e.tiles()::get, null, out, CodecProgress.NONE);
        return out;
    }

    private static String digest(TestPicture p, EncodedPicture e) throws IOException {
        return digest(p, e, TestPacks.CPU);
    }

    private static String digest(TestPicture p, EncodedPicture e, RuntimeSettings settings) throws IOException {
        return new NlcDecoder(pack, settings).latentDigest(header(p, e), e.tiles()::get);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "16,16", "63,65", "100,37", "64,200", "800,750"})
    void decode_returnsThePicture(int width, int height) throws IOException {
        TestPicture p = TestPicture.scene(width, height);
        EncodedPicture e = encode(p, new RateTarget.Quality(1));
        assertThat(decode(p, e).psnr(p)).isGreaterThan(22);
    }

    @Test
    void quality_morebitsAndMoreDecibels() throws IOException {
        TestPicture p = TestPicture.scene(256, 192);
        long bytes = 0;
        double psnr = 0;
        for (double q : new double[] {0, 0.33, 0.66, 1}) {
            EncodedPicture e = encode(p, new RateTarget.Quality(q));
            assertThat((long) e.tiles().get(0).length).isGreaterThan(bytes);
            bytes = e.tiles().get(0).length;
            double now = decode(p, e).psnr(p);
            assertThat(now).isGreaterThan(psnr);
            psnr = now;
        }
    }

    @Test
    void latents_doNotDependOnThreadsOrOptimisation() throws IOException {
        TestPicture p = TestPicture.scene(900, 700);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.7));
        List<String> digests = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            for (Optimization level : Optimization.values()) {
                // decoding compares the check value of every tile besides
                digests.add(digest(p, e, TestPacks.cpu(threads, level)));
            }
        }
        assertThat(digests).hasSize(10).containsOnly(digests.get(0));
    }

    @Test
    void decode_fromManyThreads() throws Exception {
        TestPicture p = TestPicture.scene(600, 700);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.6));
        TestPicture expected = decode(p, e);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<TestPicture>> results = threads.invokeAll(Collections.nCopies(12, () -> {
                TestPicture out = decode(p, e);
                PackSessions.closeIdle(); // whoever is still at work keeps the networks
                return out;
            }));
            for (Future<TestPicture> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void region_isTheExactCropAndReadsOnlyItsTiles() throws IOException {
        TestPicture p = TestPicture.scene(1500, 1300);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.5));
        assertThat(e.tiles()).hasSize(9);
        TestPicture whole = decode(p, e);
        Set<Integer> read = new TreeSet<>();
        TestPicture part = TestPicture.empty(p.width(), p.height());
        Region region = new Region(30, 20, 200, 333);
        new NlcDecoder(pack, TestPacks.CPU)
                .decode(
                        header(p, e),
                        i -> {
                            read.add(i);
                            return e.tiles().get(i);
                        },
                        region,
                        part,
                        CodecProgress.NONE);
        assertThat(part.crop(30, 20, 200, 333)).isEqualTo(whole.crop(30, 20, 200, 333));
        assertThat(part.crop(0, 0, 30, 1300)).isEqualTo(TestPicture.empty(30, 1300));
        assertThat(read).containsExactly(0, 1, 3, 4);
    }

    @Test
    void region_outsideIsRefused() throws IOException {
        TestPicture p = TestPicture.scene(64, 64);
        EncodedPicture e = encode(p, new RateTarget.Quality(0));
        assertThatThrownBy(() -> new NlcDecoder(pack, TestPacks.CPU)
                        .decode(header(p, e), e.tiles()::get, new Region(1, 0, 64, 64), p, CodecProgress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64x64");
    }

    @Test
    void bytes_targetIsMetClosely() throws IOException {
        TestPicture p = TestPicture.scene(300, 200);
        long low = encode(p, new RateTarget.Quality(0.1)).tiles().get(0).length;
        long high = encode(p, new RateTarget.Quality(0.9)).tiles().get(0).length;
        long target = (low + high) / 2;
        EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU)
                .encode(300, 200, p, new RateTarget.Bytes(target), 100, CodecProgress.NONE);
        assertThat(e.targetReached()).isTrue();
        assertThat(100L + e.tiles().get(0).length).isBetween((long) (0.985 * target), target);
        EncodedPicture bpp = encode(p, new RateTarget.BitsPerPixel(8.0 * target / (300 * 200)));
        assertThat((long) bpp.tiles().get(0).length).isBetween((long) (0.985 * target), target);
    }

    @Test
    void bytes_targetOfALargePictureIsMetClosely() throws IOException {
        TestPicture p = TestPicture.scene(2600, 2100); // 30 tiles, so the search starts from a sample of them
        EncodedPicture e = encode(p, new RateTarget.BitsPerPixel(0.2));
        long bytes = e.tiles().stream().mapToLong(t -> t.length).sum();
        assertThat(e.targetReached()).isTrue();
        assertThat(8.0 * bytes / (2600 * 2100)).isBetween(0.197, 0.2);
    }

    @Test
    void bytes_impossibleTargetGivesTheSmallestAndSaysSo() throws IOException {
        TestPicture p = TestPicture.scene(300, 200);
        EncodedPicture e = encode(p, new RateTarget.Bytes(5));
        assertThat(e.targetReached()).isFalse();
        assertThat(e.quality()).isZero();
    }

    @Test
    void psnr_targetIsMetClosely() throws IOException {
        TestPicture p = TestPicture.scene(700, 900);
        double low = decode(p, encode(p, new RateTarget.Quality(0.2))).psnr(p);
        double high = decode(p, encode(p, new RateTarget.Quality(0.8))).psnr(p);
        double target = (low + high) / 2;
        EncodedPicture e = encode(p, new RateTarget.Psnr(target));
        assertThat(e.targetReached()).isTrue();
        assertThat(e.psnr()).isCloseTo(decode(p, e).psnr(p), within(1e-6));
        assertThat(e.psnr()).isBetween(target, target + 0.1);
        assertThat(encode(p, new RateTarget.Psnr(99)).targetReached()).isFalse();
    }

    @Test
    void corruptTiles_endInAnIioException() throws IOException {
        TestPicture p = TestPicture.scene(128, 128);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.5));
        byte[] good = e.tiles().get(0);
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] bad = i < 10 ? java.util.Arrays.copyOf(good, good.length * i / 10) : good.clone();
            if (i >= 10) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatThrownBy(() -> new NlcDecoder(pack, TestPacks.CPU)
                            .decode(header(p, e), t -> bad, null, TestPicture.empty(128, 128), CodecProgress.NONE))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("tile 0 of 1");
        }
    }

    @Test
    void missingLastTile_failsBeforeAnythingIsDecoded() throws IOException {
        TestPicture p = TestPicture.scene(600, 1100);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.1));
        int last = e.tiles().size() - 1;
        TestPicture out = TestPicture.empty(600, 1100);
        assertThatThrownBy(() -> new NlcDecoder(pack, TestPacks.CPU)
                        .decode(
                                header(p, e),
                                t -> {
                                    if (t == last) {
                                        throw new NlcException(FailureKind.TRUNCATED, "truncated");
                                    }
                                    return e.tiles().get(t);
                                },
                                null,
                                out,
                                CodecProgress.NONE))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("tile " + last)
                .hasMessageContaining("truncated")
                .extracting(t -> ((NlcException) t).kind())
                .isEqualTo(FailureKind.TRUNCATED);
        assertThat(out).isEqualTo(TestPicture.empty(600, 1100));
    }

    @Test
    void damagedTile_isConcealedOnRequest() throws IOException {
        TestPicture p = TestPicture.scene(1024, 1024);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.8));
        TestPicture whole = decode(p, e);
        TestPicture out = TestPicture.empty(1024, 1024);
        List<Integer> damaged = new ArrayList<>();
        new NlcDecoder(pack, TestPacks.CPU)
                .decode(
                        header(p, e),
                        t -> t == 3 ? new byte[9] : e.tiles().get(t),
                        null,
                        out,
                        (tile, problem) -> damaged.add(tile),
                        CodecProgress.NONE);
        assertThat(damaged).containsExactly(3);
        assertThat(out.crop(0, 0, 400, 1024)).isEqualTo(whole.crop(0, 0, 400, 1024));
        assertThat(out.crop(600, 600, 424, 424).psnr(p.crop(600, 600, 424, 424)))
                .isBetween(8.0, 22.0); // a flat patch of the right colour
    }

    @Test
    void progress_risesToOneAndCancels() throws IOException {
        TestPicture p = TestPicture.scene(1200, 1200);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.3));
        List<Float> seen = new ArrayList<>();
        new NlcDecoder(pack, TestPacks.CPU)
                .decode(header(p, e), e.tiles()::get, null, TestPicture.empty(1200, 1200), new CodecProgress() {
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
        CodecProgress stop = new CodecProgress() {
            @Override
            public void progress(float fraction) {
                seen.clear();
            }

            @Override
            public boolean cancelled() {
                return seen.isEmpty();
            }
        };
        assertThatThrownBy(() ->
                        new NlcEncoder(pack, TestPacks.CPU).encode(1200, 1200, p, new RateTarget.Psnr(30), 0, stop))
                .isInstanceOf(CancellationException.class);
    }

    /** Smaller tiles rather than a failure; what was written so is read under the same limit, and by anybody. */
    @Test
    void whereMemoryIsShort_tilesAreSmaller() throws IOException {
        PackManifest manifest = pack.manifest();
        long seen = (256 + 2 * 64) * (256 + 2 * 64) / 256;
        RuntimeSettings little = TestPacks.CPU.withMaxMemory(Math.max(
                manifest.synthesisMemory().alone(seen),
                manifest.analysisMemory(Precision.FULL).alone(256 * seen)));
        TestPicture p = TestPicture.scene(700, 500);
        EncodedPicture e =
                new NlcEncoder(pack, little).encode(700, 500, p, new RateTarget.Quality(0.2), 0, CodecProgress.NONE);
        assertThat(e.tileWidth()).isEqualTo(256);
        assertThat(e.tiles()).hasSize(3 * 2).hasSize(new NlcEncoder(pack, little).tiles(700, 500));
        assertThat(new NlcEncoder(pack, TestPacks.CPU).tiles(700, 500)).isEqualTo(1);
        TestPicture under = TestPicture.empty(700, 500);
        new NlcDecoder(pack, little).decode(header(p, e), e.tiles()::get, null, under, CodecProgress.NONE);
        TestPicture free = TestPicture.empty(700, 500);
        new NlcDecoder(pack, TestPacks.CPU).decode(header(p, e), e.tiles()::get, null, free, CodecProgress.NONE);
        assertThat(under.rgb()).isEqualTo(free.rgb());
    }

    @Test
    void tileAboveThePacks_isRefusedBeforeItIsRead() throws IOException {
        EditedPack edited = new EditedPack();
        edited.json().addProperty("max_tile", 512 * 576);
        ModelPack small = ModelPack.of(edited.source());
        TestPicture p = TestPicture.scene(700, 640);
        EncodedPicture e = new NlcEncoder(small, TestPacks.CPU)
                .encode(700, 640, p, new RateTarget.Quality(0.2), 0, CodecProgress.NONE);
        assertThat(e.tiles()).hasSize(4).hasSize(new NlcEncoder(small, TestPacks.CPU).tiles(700, 640));
        assertThat(new NlcEncoder(pack, TestPacks.CPU).tiles(700, 640)).isEqualTo(1);
        NlcDecoder decoder = new NlcDecoder(small, TestPacks.CPU);
        assertThat(decoder.latentDigest(header(p, e), e.tiles()::get)).isEqualTo(digest(p, e));
        NlcHeader largest = new NlcHeader(700, 640, Colour.RGB, false, 0, 576, 512, pack.name(), pack.fileDigest());
        decoder.check(largest);
        NlcHeader larger = new NlcHeader(700, 640, Colour.RGB, false, 0, 576, 576, pack.name(), pack.fileDigest());
        assertThatThrownBy(() -> decoder.latentDigest(larger, t -> {
                    throw new AssertionError("no tile is asked for");
                }))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("576 x 576")
                .hasMessageContaining(String.valueOf(512 * 576))
                .hasMessageContaining("test/tiny");
        new NlcDecoder(pack, TestPacks.CPU).check(larger);
    }

    @Test
    void qualityAboveThePacks_isRefused() {
        NlcHeader h = new NlcHeader(64, 64, Colour.RGB, false, 65535, 64, 64, pack.name(), pack.fileDigest());
        assertThatThrownBy(() -> new NlcDecoder(pack, TestPacks.CPU).latentDigest(h, t -> new byte[8]))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("65535");
    }

    private static List<byte[]> passes(TestPicture p, EncodedPicture e, long kept) throws IOException {
        List<byte[]> made = new ArrayList<>();
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        TileSource counted = tile -> {
            read.add(tile);
            return e.tiles().get(tile);
        };
        try (Decoding decoding = new NlcDecoder(pack, TestPacks.CPU)
                .open(header(p, e), counted)
                .start(
                        null,
                        (tile, problem) -> {
                            throw problem;
                        },
                        CodecProgress.NONE,
                        kept)) {
            for (int pass = 0; pass < 2; pass++) {
                TestPicture out = TestPicture.empty(p.width(), p.height());
                if (pass == 0) {
                    decoding.preview(out);
                } else {
                    decoding.picture(out);
                }
                made.add(out.rgb());
            }
        }
        assertThat(read).contains(0).hasSizeGreaterThan(kept > 0 ? 0 : e.tiles().size());
        if (kept > 0) {
            assertThat(read).doesNotHaveDuplicates().hasSize(e.tiles().size());
        }
        return made;
    }

    @Test
    void preview_ofAPictureTooLargeToKeepItsLatents_decodesThemTwice() throws IOException {
        TestPicture p = TestPicture.scene(700, 1300);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.6));
        List<byte[]> kept = passes(p, e, Long.MAX_VALUE);
        List<byte[]> twice = passes(p, e, 0);
        assertThat(twice.get(0)).isEqualTo(kept.get(0)).isNotEqualTo(kept.get(1));
        assertThat(twice.get(1)).isEqualTo(kept.get(1)).isEqualTo(decode(p, e).rgb());
    }

    @Test
    void preview_ofAPackWithout_isRefused() throws IOException {
        TestPicture p = TestPicture.scene(64, 64);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.6));
        ModelPack without =
                ModelPack.of(new EditedPack().without("preview.onnx").source());
        assertThat(without.digestHex()).isEqualTo(pack.digestHex());
        try (Decoding decoding = new NlcDecoder(without, TestPacks.CPU)
                .open(header(p, e), e.tiles()::get)
                .start(null, DamageHandler.FAIL, CodecProgress.NONE)) {
            assertThat(decoding.hasPreview()).isFalse();
            assertThatThrownBy(() -> decoding.preview(TestPicture.empty(64, 64)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("test/tiny");
        }
    }

    @Test
    void preview_ofTheWrongSize_isNamed(@TempDir Path folder) throws IOException {
        Path tiny = TestPacks.directory().resolve(pack.name());
        for (String file : pack.manifest().networks().files().keySet()) {
            Files.copy(tiny.resolve(file), folder.resolve(file));
        }
        byte[] synthesis = Files.readAllBytes(tiny.resolve("synthesis.onnx"));
        Files.write(folder.resolve("preview.onnx"), synthesis);
        Files.writeString(
                folder.resolve("pack.json"),
                new EditedPack().add("preview.onnx", synthesis).json().toString());
        ModelPack wrong = ModelPack.of(PackSource.folder(folder));
        TestPicture p = TestPicture.scene(64, 64);
        EncodedPicture e = encode(p, new RateTarget.Quality(0.3));
        try (Decoding decoding = new NlcDecoder(wrong, TestPacks.CPU)
                .open(header(p, e), e.tiles()::get)
                .start(null, DamageHandler.FAIL, CodecProgress.NONE)) {
            assertThatThrownBy(() -> decoding.preview(TestPicture.empty(64, 64)))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("preview.onnx");
        }
    }
}
