package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.inspect.EntropyBench;
import io.nlc.codec.inspect.EntropyMeasurement;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.search.BackProjection;
import io.nlc.codec.search.Plan;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackListing;
import io.nlc.model.PackManifest;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pack that {@code models-onnx} ships and every tiny one of the tests, whatever its form, with a small picture.
 */
class ShippedPacksTest {

    private static final List<Double> QUALITIES = List.of(0.25, 0.9);

    @AfterEach
    void free() {
        PackSessions.closeIdle();
    }

    static List<ModelPack> packs() {
        PackListing listing = TestPacks.installed().list();
        assertThat(listing.broken()).isEmpty();
        return listing.packs();
    }

    /** A pack whose folder nobody listed would be tested nowhere. */
    @Test
    void everyFolderIsListed() throws IOException {
        Path root = Path.of("../../models-onnx/src/main/resources/META-INF/nlc/packs");
        try (Stream<Path> manifests = Files.find(root, 3, (p, a) -> p.endsWith("pack.json"))) {
            assertThat(new ModelPacks(List.of()).all())
                    .extracting(ModelPack::name)
                    .contains(ModelPacks.DEFAULT)
                    .containsExactlyInAnyOrderElementsOf(manifests
                            .map(p -> root.relativize(p.getParent()).toString().replace('\\', '/'))
                            .toList());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void latents_areTheEncodersHoweverTheNetworksRun(ModelPack pack) throws Exception {
        TestPicture p = TestPicture.scene(128, 96);
        assertThat(new EntropyBench(pack, TestPacks.CPU).measure(128, 96, p, QUALITIES))
                .extracting(EntropyMeasurement::problem)
                .containsOnlyNulls();
        for (double quality : QUALITIES) {
            EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU)
                    .encode(128, 96, p, new RateTarget.Quality(quality), 0, CodecProgress.NONE);
            LatentCoder.Encoded encoded = encoded(pack, p, e.quality());
            assertThat(e.tiles()).containsExactly(encoded.payload());
            NlcHeader header = new NlcHeader(
                    128,
                    96,
                    Colour.RGB,
                    false,
                    e.quality(),
                    e.tileWidth(),
                    e.tileHeight(),
                    pack.name(),
                    pack.fileDigest());
            TestPicture out = TestPicture.empty(128, 96);
            new NlcDecoder(pack, TestPacks.CPU).decode(header, e.tiles()::get, null, out, CodecProgress.NONE);
            assertThat(out.psnr(p))
                    .isGreaterThan(pack.manifest().id().family().equals("test") ? 5 : 20); // those are hardly trained
            for (int threads : new int[] {1, 2}) {
                for (Optimization level : new Optimization[] {Optimization.NONE, Optimization.ALL}) {
                    assertThat(new NlcDecoder(pack, TestPacks.cpu(threads, level)).latentDigest(header, e.tiles()::get))
                            .as("%s threads, optimisation %s", threads, level)
                            .isEqualTo(digest(encoded.latents()));
                }
            }
        }
    }

    /** The one tile of a picture as the encoder makes it, with the latents that its payload holds. */
    private static LatentCoder.Encoded encoded(ModelPack pack, TestPicture p, int quality) throws IOException {
        TileGrid grid = TileGrid.forPicture(128, 96, pack.manifest().tiles().maxArea());
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                TileWorkers workers = new TileWorkers(sessions, 1)) {
            PictureTask task = new PictureTask(
                    sessions, workers, grid, p, LevelMap.NONE, TestPacks.CPU.precision(), CodecProgress.NONE);
            BackProjection.Source analysed = task.analyzer()::latent;
            Optional<BackProjection> projection = BackProjection.of(task, quality);
            float[] latent = projection.isPresent() ? projection.get().latent(0, analysed) : analysed.latent(0);
            return Plan.usual(latent).encode(task.encoder(), pack.manifest(), 0, quality);
        }
    }

    private static String digest(Latents latents) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        latents.forEachBlock(sha::update);
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Loading an exact network runs its test vector. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void everyExactNetwork_passesItsSelfTest(ModelPack pack) throws IOException {
        PackManifest m = pack.manifest();
        int loaded = 1;
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
            sessions.hyperSynthesis();
            loaded += sessions.context().isPresent() ? 1 : 0;
            for (int i = 0; i < m.context().slices().size(); i++) {
                sessions.slice(i, true);
                sessions.slice(i, false);
                loaded += 2;
            }
            if (m.context().slices().isEmpty()) {
                sessions.head();
                loaded++;
            }
        }
        assertThat(loaded).isEqualTo(m.networks().selfTests().size());
    }
}
