package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.runtime.DeviceChoice;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPackTest {

    private static final Path TINY = TestPacks.directory().resolve("test/tiny");

    @AfterEach
    void clear() {
        System.clearProperty(DirectoryPackProvider.PROPERTY);
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
                .isEqualTo(9 * pack.manifest().latentChannels());
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
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("edited")
                .hasMessageContaining(message);
    }

    @Test
    void of_garbageIsNamed() {
        for (String json : new String[] {"", "[]", "{", "null", "{\"format\": 2}", "{\"channels\": 7}"}) {
            assertThatThrownBy(() -> ModelPack.of(with("pack.json", json.getBytes(StandardCharsets.UTF_8))))
                    .as(json)
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("pack.json");
        }
    }

    @Test
    void of_changedTableIsNoticed() throws IOException {
        PackSource source = edited("\"symbol_clip\":", "\"symbol_clip\": 254, \"old\":");
        assertThatThrownBy(() -> ModelPack.of(source))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void sessions_changedNetworkIsNoticed() throws IOException {
        byte[] head = Files.readAllBytes(TINY.resolve("head.onnx"));
        head[head.length / 2] ^= 1;
        try (PackSessions s = PackSessions.acquire(ModelPack.of(with("head.onnx", head)), DeviceChoice.CPU)) {
            assertThatThrownBy(s::head).isInstanceOf(IIOException.class).hasMessageContaining("head.onnx");
        }
    }

    @Test
    void sessions_failedSelfTestIsNoticed() throws IOException {
        PackSource source = edited("\"seed\":", "\"seed\": 4711, \"old\":");
        try (PackSessions s = PackSessions.acquire(ModelPack.of(source), DeviceChoice.CPU)) {
            assertThatThrownBy(() -> {
                        s.head();
                        s.context();
                        s.hyperSynthesis();
                    })
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("test vector");
        }
    }

    @Test
    void byName_findsDirectoriesAndNamesWhatIsInstalled() throws IOException {
        assertThatThrownBy(() -> ModelPacks.byName("test/tiny"))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("test/tiny");
        System.setProperty(DirectoryPackProvider.PROPERTY, TestPacks.directory().toString());
        assertThat(ModelPacks.byName("test/tiny").digestHex())
                .isEqualTo(TestPacks.tiny().digestHex());
        assertThatThrownBy(() -> ModelPacks.byName("test/huge"))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("test/huge")
                .hasMessageContaining("test/tiny");
    }

    @Test
    void forFile_saysWhichPackIsNeeded() throws IOException {
        System.setProperty(DirectoryPackProvider.PROPERTY, TestPacks.directory().toString());
        assertThat(ModelPacks.forFile("renamed/pack", TestPacks.tiny().fileDigest())
                        .name())
                .isEqualTo("test/tiny");
        assertThatThrownBy(() -> ModelPacks.forFile("test/tiny", new byte[16]))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("the installed one has digest");
        assertThatThrownBy(() -> ModelPacks.forFile("no/such", new byte[16]))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("no/such")
                .hasMessageContaining("not installed");
    }

    @Test
    void all_missingDirectoryIsNamed() {
        System.setProperty(DirectoryPackProvider.PROPERTY, "/no/such/directory");
        assertThatThrownBy(ModelPacks::all).isInstanceOf(IIOException.class).hasMessageContaining("/no/such/directory");
    }

    @Test
    void byName_brokenPackIsNoObstacleForOthers(@TempDir Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("my/pack")).resolve("pack.json"), "{");
        System.setProperty(DirectoryPackProvider.PROPERTY, folder + File.pathSeparator + TestPacks.directory());
        assertThat(ModelPacks.byName("test/tiny").name()).isEqualTo("test/tiny");
        assertThat(ModelPacks.defaultPack().name()).isEqualTo(ModelPacks.DEFAULT);
        assertThatThrownBy(() -> ModelPacks.byName("my/pack"))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("broken: ")
                .hasMessageContaining(folder.toString());
        assertThatThrownBy(ModelPacks::all).isInstanceOf(IIOException.class).hasMessageContaining(folder.toString());
    }

    @Test
    void tuned_isThePackItselfOrItsRelative(@TempDir Path folder) throws IOException {
        new EditedPack().tune("ms-ssim").name("test-ms-ssim", "tiny").write(folder);
        new EditedPack().tune("ms-ssim").name("other", "tiny").write(folder);
        new EditedPack().name("test", "tiny").write(folder);
        System.setProperty(DirectoryPackProvider.PROPERTY, folder.toString());
        assertThat(ModelPacks.byName("test/tiny").manifest().tune()).isEqualTo(Tune.PSNR);
        assertThat(ModelPacks.tuned("test/tiny", Tune.PSNR).name()).isEqualTo("test/tiny");
        assertThat(ModelPacks.tuned("test/tiny", Tune.MS_SSIM).name()).isEqualTo("test-ms-ssim/tiny");
        assertThat(ModelPacks.tuned("test-ms-ssim/tiny", Tune.MS_SSIM).name()).isEqualTo("test-ms-ssim/tiny");
        assertThat(ModelPacks.tuned("test-ms-ssim/tiny", Tune.PSNR).name()).isEqualTo("test/tiny");
        assertThat(ModelPacks.tuned("other/tiny", Tune.MS_SSIM).name()).isEqualTo("other/tiny");
        assertThat(ModelPacks.tuned(null, Tune.MS_SSIM).manifest().tune()).isEqualTo(Tune.MS_SSIM);
        assertThat(ModelPacks.tuned(null, Tune.PSNR).name()).isEqualTo(ModelPacks.DEFAULT);
        new EditedPack().tune("ms-ssim").name("cheng2020-128-ms-ssim", "serial").write(folder);
        assertThat(ModelPacks.tuned(null, Tune.MS_SSIM).name()).isEqualTo("cheng2020-128-ms-ssim/serial");
        assertThat(ModelPacks.tuned(null, Tune.VISUAL).manifest().tune()).isEqualTo(Tune.VISUAL);
        assertThatThrownBy(() -> ModelPacks.tuned("test/tiny", Tune.VISUAL))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining(
                        "no model pack that is tuned for visual and belongs to \"test/tiny\" is installed")
                .hasMessageContaining("test/tiny (psnr)")
                .hasMessageContaining("other/tiny (ms-ssim)");
        assertThatThrownBy(() -> ModelPacks.tuned("minnen2018/serial", Tune.MS_SSIM))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("tuned for ms-ssim and belongs to \"minnen2018/serial\"");
    }

    @Test
    void defaultPack_isTheShippedOne() throws IOException {
        assertThat(ModelPacks.defaultPack().name()).isEqualTo(ModelPacks.DEFAULT);
    }
}
