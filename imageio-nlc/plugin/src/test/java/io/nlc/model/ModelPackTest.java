package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPackTest {

    private static final Path TINY = TestPacks.directory().resolve("test/tiny");

    @AfterEach
    void clear() {
        PackSessions.closeIdle();
    }

    private static PackSource edited(String from, String to) throws IOException {
        String json = Files.readString(TINY.resolve("pack.json"));
        assertThat(json).contains(from);
        return with(
                "pack.json",
                json.replaceFirst(java.util.regex.Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8));
    }

    private static PackSource with(String name, byte[] content) {
        PackSource tiny = PackSource.folder(TINY);
        return new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                return file.equals(name) ? new ByteArrayInputStream(content) : tiny.open(file);
            }

            @Override
            public String location() {
                return "edited";
            }
        };
    }

    @Test
    void of_readsThePack() throws IOException {
        ModelPack pack = TestPacks.tiny();
        assertThat(pack.name()).isEqualTo("test/tiny");
        assertThat(pack.fileDigest()).hasSize(16);
        assertThat(pack.digestHex()).startsWith(java.util.HexFormat.of().formatHex(pack.fileDigest()));
        assertThat(pack.manifest().parameterChannels())
                .isEqualTo(9 * pack.manifest().latent().channels());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"symbol_clip\":|\"symbol_clop\":|symbol_clip",
                "\"mixture\":|\"mixtures\":|mixture",
                "\"digest\":|\"dig\":|digest is missing",
                "\"log_gain\":|\"lg\":|log_gain is missing",
                "\"latent\":|\"latend\":|channels.latent",
                "\"checkerboard\"|\"spiral\"|spiral",
                "\"symbol_clip\":|\"tune\": \"vmaf\", \"symbol_clip\":|tune must be one of psnr, ms-ssim, visual, not \"vmaf\"",
            })
    void of_brokenManifestIsNamed(String from, String to, String message) throws IOException {
        PackSource source = edited(from, to);
        assertThatThrownBy(() -> ModelPack.of(source))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("edited")
                .hasMessageContaining(message);
    }

    @Test
    void of_garbageIsNamed() {
        for (String json : new String[] {"", "[]", "{", "null", "{\"format\": 2}", "{\"channels\": 7}"}) {
            assertThatThrownBy(() -> ModelPack.of(with("pack.json", json.getBytes(StandardCharsets.UTF_8))))
                    .as(json)
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("pack.json");
        }
    }

    @Test
    void of_changedTableIsNoticed() throws IOException {
        PackSource source = edited("\"symbol_clip\":", "\"symbol_clip\": 254, \"old\":");
        assertThatThrownBy(() -> ModelPack.of(source))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void sessions_changedNetworkIsNoticed() throws IOException {
        byte[] head = Files.readAllBytes(TINY.resolve("head.onnx"));
        head[head.length / 2] ^= 1;
        try (PackSessions s = PackSessions.acquire(ModelPack.of(with("head.onnx", head)), TestPacks.CPU)) {
            assertThatThrownBy(s::head).isInstanceOf(NlcException.class).hasMessageContaining("head.onnx");
        }
    }

    @Test
    void sessions_failedSelfTestIsNoticed() throws IOException {
        PackSource source = edited("\"seed\":", "\"seed\": 4711, \"old\":");
        try (PackSessions s = PackSessions.acquire(ModelPack.of(source), TestPacks.CPU)) {
            assertThatThrownBy(() -> {
                        s.head();
                        s.context();
                        s.hyperSynthesis();
                    })
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("test vector");
        }
    }

    @Test
    void byName_findsDirectoriesAndNamesWhatIsInstalled() throws IOException {
        assertThatThrownBy(() -> new ModelPacks(List.of()).byName("test/tiny"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("test/tiny");
        ModelPacks packs = TestPacks.installed();
        assertThat(packs.byName("test/tiny").digestHex())
                .isEqualTo(TestPacks.tiny().digestHex());
        assertThatThrownBy(() -> packs.byName("test/huge"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("test/huge")
                .hasMessageContaining("test/tiny");
    }

    @Test
    void forFile_saysWhichPackIsNeeded() throws IOException {
        ModelPacks packs = TestPacks.installed();
        assertThat(packs.forFile("renamed/pack", TestPacks.tiny().fileDigest()).name())
                .isEqualTo("test/tiny");
        assertThatThrownBy(() -> packs.forFile("test/tiny", new byte[16]))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("the installed one has digest");
        assertThatThrownBy(() -> packs.forFile("no/such", new byte[16]))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("no/such")
                .hasMessageContaining("not installed");
    }

    @Test
    void all_missingDirectoryIsNamed() {
        ModelPacks packs = new ModelPacks(List.of(Path.of("/no/such/directory")));
        assertThat(packs.list().broken())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("/no/such/directory");
        assertThat(packs.all()).isNotEmpty();
    }

    @Test
    void byName_brokenPackIsNoObstacleForOthers(@TempDir Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("my/pack")).resolve("pack.json"), "{");
        ModelPacks packs = new ModelPacks(List.of(folder, TestPacks.directory()));
        assertThat(packs.byName("test/tiny").name()).isEqualTo("test/tiny");
        assertThat(packs.defaultPack().name()).isEqualTo(ModelPacks.DEFAULT);
        assertThatThrownBy(() -> packs.byName("my/pack"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("broken: ")
                .hasMessageContaining(folder.toString());
        assertThat(packs.list().broken())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains(folder.toString());
    }

    @Test
    void tuned_isThePackItselfOrItsRelative(@TempDir Path folder) throws IOException {
        new EditedPack().tune("ms-ssim").name("test-ms-ssim", "tiny").write(folder);
        new EditedPack().tune("ms-ssim").name("other", "tiny").write(folder);
        new EditedPack().name("test", "tiny").write(folder);
        ModelPacks packs = new ModelPacks(List.of(folder));
        assertThat(packs.byName("test/tiny").manifest().about().tune()).isEqualTo(Tune.PSNR);
        assertThat(packs.tuned("test/tiny", Tune.PSNR).name()).isEqualTo("test/tiny");
        assertThat(packs.tuned("test/tiny", Tune.MS_SSIM).name()).isEqualTo("test-ms-ssim/tiny");
        assertThat(packs.tuned("test-ms-ssim/tiny", Tune.MS_SSIM).name()).isEqualTo("test-ms-ssim/tiny");
        assertThat(packs.tuned("test-ms-ssim/tiny", Tune.PSNR).name()).isEqualTo("test/tiny");
        assertThat(packs.tuned("other/tiny", Tune.MS_SSIM).name()).isEqualTo("other/tiny");
        assertThat(packs.tuned(null, Tune.MS_SSIM).manifest().about().tune()).isEqualTo(Tune.MS_SSIM);
        assertThat(packs.tuned(null, Tune.PSNR).name()).isEqualTo(ModelPacks.DEFAULT);
        new EditedPack().tune("ms-ssim").name("cheng2020-128-ms-ssim", "serial").write(folder);
        assertThat(packs.tuned(null, Tune.MS_SSIM).name()).isEqualTo("cheng2020-128-ms-ssim/serial");
        assertThat(packs.tuned(null, Tune.VISUAL).manifest().about().tune()).isEqualTo(Tune.VISUAL);
        assertThatThrownBy(() -> packs.tuned("test/tiny", Tune.VISUAL))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining(
                        "no model pack that is tuned for visual and belongs to \"test/tiny\" is installed")
                .hasMessageContaining("test/tiny (psnr)")
                .hasMessageContaining("other/tiny (ms-ssim)");
        assertThatThrownBy(() -> packs.tuned("swift/serial", Tune.MS_SSIM))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("tuned for ms-ssim and belongs to \"swift/serial\"");
    }

    @Test
    void defaultPack_isTheShippedOne() throws IOException {
        assertThat(new ModelPacks(List.of()).defaultPack().name()).isEqualTo(ModelPacks.DEFAULT);
    }

    private static void fails(ThrowingCallable work, FailureKind kind, String message) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void missingPack_saysWhereToGetIt() {
        ModelPacks none = ModelPacks.of();
        fails(
                () -> none.byName("minnen2018-128-visual/serial"),
                FailureKind.PACK_MISSING,
                "is not installed; add io.nlc:nlc-pack-minnen2018-128-visual to the class path; no pack is");
        fails(
                () -> none.forFile("nlaic-128/context3d", new byte[16]),
                FailureKind.PACK_MISSING,
                "which is not installed; add io.nlc:nlc-pack-nlaic-128 to the class path; no pack is");
        fails(
                () -> none.byName("my/own"),
                FailureKind.PACK_MISSING,
                "is not installed; put it below a directory that -Dnlc.models names; no pack is");
        fails(
                none::defaultPack,
                FailureKind.NO_PACK,
                "no model pack can be used, add io.nlc:nlc-pack-cheng2020-128 to the class path or set -Dnlc.models;");
        fails(() -> none.choose("my/own", Tune.VISUAL), FailureKind.NO_PACK, "tuned for visual");
    }

    @Test
    void choose_takesWhatIsSaid() throws IOException {
        ModelPacks packs = TestPacks.installed();
        assertThat(packs.choose(null, null).name()).isEqualTo(ModelPacks.DEFAULT);
        assertThat(packs.choose("test/tiny", null).name()).isEqualTo("test/tiny");
        assertThat(packs.choose(null, Tune.VISUAL).manifest().about().tune()).isEqualTo(Tune.VISUAL);
    }

    /** Each pack is in an artifact, whose name messages give. */
    @Test
    void publishedFamilies_areThoseOfTheProject() throws IOException {
        Set<String> families = new TreeSet<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of("../../models-onnx/packs"))) {
            for (Path module : modules) {
                Path list = module.resolve("packs.list");
                for (String pack : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
                    if (!pack.startsWith("#")) {
                        families.add(pack.substring(0, pack.indexOf('/')));
                        assertThat(PublishedFamilies.artifact(pack))
                                .contains("io.nlc:nlc-pack-" + module.getFileName());
                    }
                }
            }
        }
        assertThat(families).containsExactlyInAnyOrderElementsOf(PublishedFamilies.NAMES);
    }

    @Test
    void quality_isZeroToOneOverAllLevels() throws IOException {
        GainTables gains = TestPacks.tiny().manifest().gains();
        assertThat(gains.quality(0)).isZero();
        assertThat(gains.quality(GainTables.TICKS)).isEqualTo(1.0 / (gains.levels() - 1));
        assertThat(gains.quality(GainTables.TICKS * (gains.levels() - 1))).isEqualTo(1);
    }
}
