package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.failure.NlcException;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs of one family that share the files of their backbone. */
class SharedFilesTest {

    private static final List<String> TRANSFORMS = List.of("analysis.onnx", "hyper_analysis.onnx", "synthesis.onnx");

    @TempDir
    private Path root;

    @AfterEach
    void clear() {
        PackSessions.closeIdle();
    }

    /** A pack {@code test/NAME} with the transforms of {@code test/owner}; another prior clip makes it another pack. */
    private static EditedPack sharing(String name) throws IOException {
        EditedPack pack = new EditedPack().entropyModel(name);
        TRANSFORMS.forEach(file -> pack.file(file).addProperty("pack", "owner"));
        return pack;
    }

    @Test
    void folder_findsTheFileOfTheSibling() throws IOException {
        new EditedPack().entropyModel("owner").write(root);
        Path folder = sharing("guest").write(root);
        assertThat(folder.resolve("analysis.onnx")).doesNotExist();
        ModelPack guest = ModelPack.of(PackSource.folder(folder));
        assertThat(guest.manifest().networks().files().get("analysis.onnx").pack())
                .isEqualTo("owner");
        try (PackSessions s = PackSessions.acquire(guest, TestPacks.CPU)) {
            assertThat(s.analysis().run(new FloatTensor(1, 3, 64, 64), FloatTensor.filled(1, 1, 16, 1, 1)))
                    .hasSize(16 * 16);
        }
    }

    @Test
    void relativeFolder_hasSiblingsToo() throws IOException {
        new EditedPack().entropyModel("owner").write(root);
        sharing("guest").write(root);
        Path relative = Path.of("").toAbsolutePath().relativize(root.resolve("test/guest"));
        assertThat(ModelPack.of(PackSource.folder(relative)).read("analysis.onnx"))
                .isNotEmpty();
        assertThat(ModelPack.of(PackSource.folder(relative.resolve("."))).read("analysis.onnx"))
                .isNotEmpty();
    }

    @Test
    void missingSibling_isNamed() throws IOException {
        ModelPack guest = ModelPack.of(PackSource.folder(sharing("guest").write(root)));
        assertThatThrownBy(() -> guest.read("synthesis.onnx"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("test/guest")
                .hasMessageContaining("../owner/synthesis.onnx");
        ModelPack elsewhere = ModelPack.of(sharing("guest").source());
        assertThatThrownBy(() -> elsewhere.read("synthesis.onnx"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("no packs beside it");
    }

    @Test
    void otherFileOfTheSibling_isNoticed() throws IOException {
        Path owner = new EditedPack().entropyModel("owner").write(root);
        ModelPack guest = ModelPack.of(PackSource.folder(sharing("guest").write(root)));
        byte[] bytes = Files.readAllBytes(owner.resolve("synthesis.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(owner.resolve("synthesis.onnx"), bytes);
        assertThatThrownBy(() -> guest.read("synthesis.onnx"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("../owner/synthesis.onnx")
                .hasMessageContaining("not the file that pack.json lists");
    }

    @Test
    void classPath_findsTheFileOfTheSibling() throws IOException {
        Path packs = root.resolve("META-INF/nlc/packs");
        new EditedPack().entropyModel("owner").write(packs);
        sharing("guest").write(packs);
        Files.writeString(root.resolve("META-INF/nlc/packs.list"), "test/owner\ntest/guest\n");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            PackSource source = new ClassPathPackProvider()
                    .packs().stream()
                            .filter(p -> p.location().contains("guest"))
                            .findFirst()
                            .orElseThrow();
            assertThat(ModelPack.of(source).read("synthesis.onnx")).isNotEmpty();
            assertThatThrownBy(() -> source.openSibling("nobody", "synthesis.onnx"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("packs/test/nobody/synthesis.onnx");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void networksOfTheSameFile_areLoadedOnce() throws IOException {
        ModelPack owner = ModelPack.of(
                PackSource.folder(new EditedPack().entropyModel("owner").write(root)));
        ModelPack guest = ModelPack.of(PackSource.folder(sharing("guest").write(root)));
        FloatTensor y = FloatTensor.filled(3, 1, 16, 4, 4);
        float[] z;
        try (PackSessions g = PackSessions.acquire(guest, TestPacks.CPU)) {
            TransformNetwork network;
            try (PackSessions o = PackSessions.acquire(owner, TestPacks.CPU)) {
                network = o.hyperAnalysis();
                assertThat(g.hyperAnalysis()).isSameAs(network);
                assertThat(g.synthesis()).isNotSameAs(network);
                z = network.run(y);
            }
            PackSessions.closeIdle(); // the owner's, but the guest is still at work
            assertThat(g.hyperAnalysis()).isSameAs(network);
            assertThat(network.run(y)).isEqualTo(z);
        }
        PackSessions.closeIdle();
        try (PackSessions o = PackSessions.acquire(owner, TestPacks.CPU)) {
            assertThat(o.hyperAnalysis().run(y)).isEqualTo(z);
        }
    }
}
