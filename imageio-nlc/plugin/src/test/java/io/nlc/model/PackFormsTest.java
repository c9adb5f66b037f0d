package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.failure.NlcException;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.Precision;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The forms of packs that {@code docs/pack.md} allows, and what is refused. The networks are those of another form and
 * are not run.
 */
class PackFormsTest {

    @AfterEach
    void free() {
        PackSessions.closeIdle();
    }

    private static EditedPack sliced(int... slices) throws IOException {
        EditedPack edited = new EditedPack().context("slices", 0).slices(slices);
        for (int i = 0; i < slices.length; i++) {
            edited.like("slice" + i + "-anchors.onnx", "head.onnx")
                    .like("slice" + i + "-others.onnx", "hyper_synthesis.onnx");
        }
        return edited.without("head.onnx");
    }

    @Test
    void none() throws IOException {
        PackManifest m = ModelPack.of(new EditedPack()
                        .context("none", 0)
                        .without("preview.onnx")
                        .sign("head.onnx", "hyper_synthesis.onnx")
                        .source())
                .manifest();
        assertThat(m.context().hasNetwork()).isFalse();
        assertThat(m.context().slices()).isEmpty();
        assertThat(m.tiles().maxArea()).isEqualTo(768 * 768);
        assertThat(m.networks().hasResidual()).isFalse();
        assertThat(m.networks().files().keySet())
                .containsExactlyInAnyOrder(
                        "analysis.onnx", "hyper_analysis.onnx", "synthesis.onnx", "head.onnx", "hyper_synthesis.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "context3d", "context3d-serial"})
    void rows(String type) throws IOException {
        EditedPack edited = new EditedPack().context(type, 5).channels("hyper_features", 16);
        edited.json()
                .getAsJsonObject("self_test")
                .getAsJsonObject("head.onnx")
                .getAsJsonObject("inputs")
                .getAsJsonObject("hyper")
                .add("shape", array(7, 32));
        PackManifest m = ModelPack.of(
                        edited.sign("head.onnx", "hyper_synthesis.onnx").source())
                .manifest();
        assertThat(m.context().type()).isEqualTo(type);
        assertThat(m.context().hasNetwork()).isFalse();
        assertThat(m.entropy().parametersPerSymbol()).isEqualTo(9);
        assertThat(m.networks()
                        .selfTests()
                        .get("head.onnx")
                        .inputs()
                        .get("hyper")
                        .shape())
                .containsExactly(7, 32);
    }

    @Test
    void slices() throws IOException {
        EditedPack edited = sliced(8, 5, 3)
                .sign(
                        "hyper_synthesis.onnx",
                        "slice0-anchors.onnx",
                        "slice0-others.onnx",
                        "slice1-anchors.onnx",
                        "slice1-others.onnx",
                        "slice2-anchors.onnx",
                        "slice2-others.onnx");
        ModelPack pack = ModelPack.of(edited.source());
        assertThat(pack.manifest().context().slices()).containsExactly(8, 5, 3);
        assertThat(pack.manifest().networks().files())
                .containsKeys("slice0-anchors.onnx", "slice2-others.onnx")
                .doesNotContainKeys("head.onnx", "context.onnx");
        try (PackSessions s = PackSessions.acquire(pack, TestPacks.CPU)) {
            assertThat(s.context()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(s::head)
                    .withMessageContaining("head.onnx")
                    .withMessageContaining("slices");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> s.slice(3, true))
                    .withMessageContaining("slice3-anchors.onnx");
            // There is no such file, but it was looked for.
            assertThatThrownBy(() -> s.slice(2, false))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("slice2-others.onnx");
        }
    }

    /** Ten slices: by name, slice10 comes before slice2. */
    @Test
    void slices_digestIsInOrderOfNames() throws IOException {
        EditedPack edited = sliced(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6);
        String[] names = edited.json().getAsJsonObject("self_test").keySet().stream()
                .sorted()
                .toArray(String[]::new);
        assertThat(List.of(names).indexOf("slice10-others.onnx"))
                .isLessThan(List.of(names).indexOf("slice2-anchors.onnx"));
        assertThat(ModelPack.of(edited.sign(names).source())
                        .manifest()
                        .context()
                        .slices())
                .hasSize(11);
        String[] wrong = names.clone();
        wrong[names.length - 1] = names[names.length - 2];
        wrong[names.length - 2] = names[names.length - 1];
        assertThatThrownBy(() -> ModelPack.of(edited.sign(wrong).source()))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void digest_namesTheSlices() throws IOException {
        EditedPack edited = sliced(8, 8);
        String[] names = {
            "hyper_synthesis.onnx",
            "slice0-anchors.onnx",
            "slice0-others.onnx",
            "slice1-anchors.onnx",
            "slice1-others.onnx"
        };
        ModelPack.of(edited.sign(names).source());
        assertThatThrownBy(() -> ModelPack.of(edited.slices(4, 12).source()))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void residual_isNoPartOfTheDigest() throws IOException {
        EditedPack edited = new EditedPack().add("residual.onnx", new byte[] {1, 2, 3});
        assertThat(ModelPack.of(edited.source()).manifest().networks().hasResidual())
                .isTrue();
    }

    @Test
    void preview_isNoPartOfTheDigest() throws IOException {
        PackManifest without =
                ModelPack.of(new EditedPack().without("preview.onnx").source()).manifest();
        assertThat(without.networks().hasPreview()).isFalse();
        PackManifest with = ModelPack.of(new EditedPack()
                        .add("preview.onnx", new byte[] {1, 2, 3})
                        .source())
                .manifest();
        assertThat(with.networks().hasPreview()).isTrue();
        assertThat(with.id().digest()).isEqualTo(without.id().digest());
        assertThat(with.networks().selfTests()).doesNotContainKey("preview.onnx");
    }

    private static EditedPack inspected(String... outputs) throws IOException {
        return with(
                new EditedPack().add("inspect.onnx", new byte[] {1, 2, 3}),
                "inspect",
                "{outputs: [" + String.join(",", outputs) + "]}");
    }

    private static String output(String name, String kind, int stride) {
        return "{name: '" + name + "', kind: '" + kind + "', stride: " + stride + ", place: 'p'}";
    }

    @Test
    void inspect_isNoPartOfTheDigest() throws IOException {
        PackManifest m = ModelPack.of(inspected(output("mask0", "mask", 1), output("nonlocal0", "nonlocal", 32))
                        .source())
                .manifest();
        assertThat(m.networks().hasInspect()).isTrue();
        assertThat(m.networks().inspect())
                .containsExactly(
                        new InspectOutput("mask0", "mask", 1, "p"),
                        new InspectOutput("nonlocal0", "nonlocal", 32, "p"));
        assertThat(m.networks().files()).containsKey("inspect.onnx");
        assertThat(m.networks().selfTests()).doesNotContainKey("inspect.onnx");
        PackManifest without = ModelPack.of(new EditedPack().source()).manifest();
        assertThat(without.networks().hasInspect()).isFalse();
        assertThat(without.networks().inspect()).isEmpty();
        assertThat(without.id().digest()).isEqualTo(m.id().digest());
    }

    private static JsonArray array(long... values) {
        JsonArray array = new JsonArray();
        for (long v : values) {
            array.add(v);
        }
        return array;
    }

    private static EditedPack with(EditedPack pack, String key, Object value) {
        pack.json().add(key, com.google.gson.JsonParser.parseString(value.toString()));
        return pack;
    }

    private static EditedPack shared(String with) throws IOException {
        EditedPack pack = new EditedPack();
        pack.file("analysis.onnx").addProperty("pack", with);
        return pack;
    }

    private static EditedPack shape(long... shape) throws IOException {
        EditedPack pack = new EditedPack();
        pack.json()
                .getAsJsonObject("self_test")
                .getAsJsonObject("context.onnx")
                .getAsJsonObject("inputs")
                .getAsJsonObject("y")
                .add("shape", array(shape));
        return pack;
    }

    static Stream<Arguments> wrong() throws IOException {
        EditedPack nullSlice = sliced(8, 8);
        nullSlice.json().getAsJsonObject("context").getAsJsonArray("slices").set(0, JsonNull.INSTANCE);
        EditedPack notHex = new EditedPack();
        notHex.file("analysis.onnx").addProperty("sha256", "xyz");
        return Stream.of(
                Arguments.of("context.type \"context4d\" is not known", new EditedPack().context("context4d", 5)),
                Arguments.of("context.kernel must be odd and 3 to 15, not 4", new EditedPack().context("serial", 4)),
                Arguments.of(
                        "context.kernel must be odd and 3 to 15, not 17",
                        new EditedPack().context("context3d", 17).channels("hyper_features", 16)),
                Arguments.of(
                        "context.kernel must be 0",
                        with(sliced(8, 8), "context", "{type: slices, kernel: 5, slices: [8, 8]}")),
                Arguments.of(
                        "context_features is 32",
                        new EditedPack().context("serial", 5).channels("context_features", 32)),
                Arguments.of("context_features is 0", new EditedPack().channels("context_features", 0)),
                Arguments.of(
                        "hyper_features is 32, but context3d-serial needs",
                        new EditedPack().context("context3d-serial", 5)),
                Arguments.of("context.slices is missing", new EditedPack().context("slices", 0)),
                Arguments.of("context.slices adds up to 15 channels, not to the 16", sliced(8, 7)),
                Arguments.of("context.slices has a slice out of range", sliced(16, 0)),
                Arguments.of("context.slices has a slice out of range", nullSlice),
                Arguments.of("context.slices must be 1 to 64 slices, not 0", sliced()),
                Arguments.of(
                        "context.slices is only for",
                        new EditedPack().context("none", 0).slices(16)),
                Arguments.of("files.slice1-others.onnx is missing", sliced(8, 8).without("slice1-others.onnx")),
                Arguments.of(
                        "files.head.onnx is missing",
                        new EditedPack().context("serial", 5).without("head.onnx")),
                Arguments.of(
                        "max_tile must be 262144 (512 x 512) to 4194304, not 262143",
                        with(new EditedPack(), "max_tile", 512 * 512 - 1)),
                Arguments.of("max_tile must be", with(new EditedPack(), "max_tile", (1 << 22) + 1)),
                Arguments.of("memory: no.onnx is not one of the files", memory("no.onnx", 1)),
                Arguments.of("memory: analysis.onnx must be 0 to 1048576", memory("analysis.onnx", -1)),
                Arguments.of("memory: analysis.onnx must be 0 to 1048576", memory("analysis.onnx", (1 << 20) + 1)),
                Arguments.of("not readable", with(new EditedPack(), "max_tile", "[4]")),
                Arguments.of("sha256 is not a SHA-256 digest", notHex),
                Arguments.of("files.analysis.onnx.pack must be", shared("../tiny")),
                Arguments.of("files.analysis.onnx.pack must be", shared("..")),
                Arguments.of("files.analysis.onnx.pack must be", shared("")),
                Arguments.of("files.analysis.onnx.pack must be", shared("/etc")),
                Arguments.of("files.analysis.onnx.pack must be", shared("tiny\\..\\x")),
                Arguments.of("files.analysis.onnx.pack must be", shared("tiny\n")),
                Arguments.of(
                        "inspect and files.inspect.onnx need each other",
                        new EditedPack().add("inspect.onnx", new byte[1])),
                Arguments.of(
                        "inspect and files.inspect.onnx need each other",
                        inspected(output("a", "mask", 1)).without("inspect.onnx")),
                Arguments.of("inspect.outputs is missing", with(inspected(), "inspect", "{}")),
                Arguments.of("inspect.outputs must be 1 to 64 outputs, not 0", inspected()),
                Arguments.of("inspect.outputs has a name", inspected("null")),
                Arguments.of("inspect.outputs has a name", inspected(output("../x", "mask", 1))),
                Arguments.of(
                        "inspect.outputs has a name", inspected(output("a", "mask", 1), output("a", "nonlocal", 1))),
                Arguments.of("kind \"masks\" of a is not known", inspected(output("a", "masks", 1))),
                Arguments.of("place of a is missing", inspected("{name: a, kind: mask, stride: 1}")),
                Arguments.of("stride of a must be a power of two", inspected(output("a", "mask", 3))),
                Arguments.of("stride of a must be a power of two", inspected(output("a", "mask", 0))),
                Arguments.of("stride of a must be a power of two", inspected(output("a", "mask", Integer.MIN_VALUE))),
                Arguments.of("stride of a must be a power of two", inspected(output("a", "mask", 128))),
                Arguments.of(
                        "up to 64 that divides halo.analysis, not 64",
                        with(inspected(output("a", "mask", 64)), "halo", "{analysis: 32, synthesis: 32}")),
                Arguments.of("self_test shape", shape(16)),
                Arguments.of("self_test shape", shape(1, 1, 1, 16, 1)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongManifest_isNamed(String message, EditedPack edited) {
        assertThatThrownBy(() -> ModelPack.of(edited.source()))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("edited: pack.json")
                .hasMessageContaining(message);
    }

    @Test
    void maxTile_isRead() throws IOException {
        assertThat(ModelPack.of(with(new EditedPack(), "max_tile", 512 * 512).source())
                        .manifest()
                        .tiles()
                        .maxArea())
                .isEqualTo(512 * 512);
    }

    /** A pack cannot make decoders take larger tiles than encoders write. */
    @Test
    void maxTile_isAtMostWhatEncodersWrite() throws IOException {
        assertThat(ModelPack.of(with(new EditedPack(), "max_tile", 1 << 20).source())
                        .manifest()
                        .tiles()
                        .maxArea())
                .isEqualTo(768 * 768);
    }

    private static EditedPack memory(String file, int bytesPerPixel) throws IOException {
        EditedPack edited = new EditedPack();
        JsonObject memory = new JsonObject();
        memory.addProperty(file, bytesPerPixel);
        edited.json().add("memory", memory);
        return edited;
    }

    @Test
    void memory_isRead_andElseIsMoreThanAnyKnownPackTakes() throws IOException {
        PackManifest manifest =
                ModelPack.of(memory("synthesis.onnx", 7).source()).manifest();
        long file = manifest.networks().files().get("synthesis.onnx").bytes();
        assertThat(manifest.synthesisMemory()).isEqualTo(new MemoryUse(8 * file, 7 * 256));
        assertThat(manifest.analysisMemory(Precision.FULL).perPosition()).isEqualTo(NetworkMemory.TRANSFORM);
        assertThat(manifest.memory("head.onnx").perPosition()).isZero();
        assertThat(manifest.memory("hyper_synthesis.onnx").perPosition()).isEqualTo(256 * NetworkMemory.LATENT);
    }
}
