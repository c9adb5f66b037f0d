package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.onnx.OnnxFiles;
import io.nlc.onnx.Proto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that are broken, by whatever: each names itself, and the others can be used. */
@Timeout(60)
class BrokenPacksTest {

    @TempDir
    private Path root;

    @AfterEach
    void clear() {
        PackSessions.closeIdle();
    }

    private static PackSource manifest(String json) {
        return new PackSource() {
            @Override
            public InputStream open(String file) {
                return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public String location() {
                return "the stranger's";
            }
        };
    }

    /** Only tells of the broken pack, and finds the good one. */
    private static NlcException brokenBeside(PackSource bad) throws IOException {
        PackSource good = new EditedPack().source();
        ModelPacks packs = ModelPacks.of(() -> List.of(bad, good));
        assertThat(packs.all()).extracting(ModelPack::name).containsExactly("test/tiny");
        assertThat(packs.byName("test/tiny")).isNotNull();
        assertThat(packs.defaultPack()).isNotNull();
        assertThat(packs.forFile("a/b", packs.all().get(0).fileDigest())).isNotNull();
        assertThat(packs.list().broken()).hasSize(1);
        NlcException broken = packs.list().broken().get(0);
        assertThat(broken.kind()).isEqualTo(FailureKind.PACK_BROKEN);
        assertThat(broken.getMessage()).hasSizeLessThan(600).matches("\\P{Cntrl}*");
        return broken;
    }

    /** Every value of a manifest in its turn, named by its path. */
    private static void eachValue(JsonElement element, Consumer<Consumer<JsonElement>> visit) {
        if (element instanceof JsonObject object) {
            for (String key : List.copyOf(object.keySet())) {
                JsonElement value = object.get(key);
                visit.accept(other -> object.add(key, other));
                object.add(key, value);
                eachValue(value, visit);
            }
        } else if (element instanceof JsonArray array && !array.isEmpty()) {
            JsonElement value = array.get(array.size() - 1);
            visit.accept(other -> array.set(array.size() - 1, other));
            array.set(array.size() - 1, value);
            eachValue(value, visit);
        }
    }

    private static Stream<JsonElement> nonsense() {
        JsonElement nested = new JsonArray();
        for (int i = 0; i < 200; i++) {
            JsonArray outer = new JsonArray();
            outer.add(nested);
            nested = outer;
        }
        JsonArray nulls = new JsonArray();
        nulls.add(JsonNull.INSTANCE);
        JsonObject other = new JsonObject();
        other.add("\u001b[31m", JsonNull.INSTANCE);
        return Stream.of(
                JsonNull.INSTANCE,
                new JsonPrimitive(true),
                new JsonPrimitive("\u001b[2J\n"),
                new JsonPrimitive("NaN"),
                new JsonPrimitive(-1),
                new JsonPrimitive(0.5),
                new JsonPrimitive(Long.MAX_VALUE),
                new JsonPrimitive(Double.MAX_VALUE),
                new JsonPrimitive(Integer.MIN_VALUE),
                new JsonArray(),
                nulls,
                new JsonObject(),
                other,
                nested);
    }

    /** A null in one manifest broke the list of all of them, and every encode. */
    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseAnywhere_isNamedOrDoesNoHarm(JsonElement nonsense) throws IOException {
        for (String pack : List.of("test/tiny", "test/tiny-slices", "test/tiny-3d")) {
            JsonObject json = com.google.gson.JsonParser.parseString(
                            Files.readString(TestPacks.directory().resolve(pack).resolve("pack.json")))
                    .getAsJsonObject();
            List<String> edited = new ArrayList<>();
            eachValue(json, set -> {
                set.accept(nonsense);
                edited.add(json.toString());
            });
            assertThat(edited).hasSizeGreaterThan(50);
            PackSource good = new EditedPack().entropyModel("other").source();
            int broken = 0;
            for (String text : edited) {
                PackListing listing =
                        ModelPacks.of(() -> List.of(manifest(text), good)).list();
                assertThat(listing.packs()).extracting(ModelPack::name).contains("test/other");
                assertThat(listing.packs().size() + listing.broken().size()).isEqualTo(2);
                broken += listing.broken().size();
                for (NlcException e : listing.broken()) {
                    assertThat(e.getMessage()).startsWith("the stranger's: ").matches("\\P{Cntrl}*");
                }
            }
            assertThat(broken).isPositive();
        }
    }

    private static Stream<String> texts() throws IOException {
        String json = new EditedPack().json().toString();
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "{",
                "{}{}",
                "\ufeff",
                "\0",
                "{\"format\": 1e999}",
                "{\"format\": NaN}",
                "{\"lambdas\": [NaN]}",
                "{\"lambdas\": [1e999]}",
                "{\"log_gain\": [[-Infinity]]}",
                "{\"training\": NaN}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{\"training\": " + "[".repeat(100_000),
                "{\"skipped\": " + "[".repeat(100_000),
                "{\"training\": [" + "[],".repeat(500_000) + "[]]}",
                "{\"lambdas\": [" + "0,".repeat(500_000) + "0]}",
                "{\"prior\": {\"lo\": [" + "0,".repeat(500_000) + "0]}}",
                "{\"prior\": {\"frequencies\": [" + "[],".repeat(500_000) + "[]]}}",
                "{\"files\": {" + "\"a\":{},".repeat(500_000) + "\"b\":{}}}",
                "{\"name\": \"" + "x".repeat(3_000_000) + "\"}",
                "{\"" + "x".repeat(3_000_000) + "\": 1, \"channels\": 3}",
                " ".repeat(5_000_000) + json,
                json.replace("\"mixture\":3", "\"mixture\":3,\"mixture\":3"),
                json.replace("\"mixture\":3", "'mixture':3"),
                json.replace("\"mixture\":3", "\"mixture\":\"3\""),
                json.replace("\"mixture\":3", "/* three */ \"mixture\":3"),
                json.replace("\"family\":\"test\",", "").replace("test/tiny", "null/tiny"),
                json + "x");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void otherTexts_areNamed(String text) throws IOException {
        assertThat(brokenBeside(manifest(text))).hasMessageStartingWith("the stranger's: ");
    }

    @Test
    void repeatedKeysOfFiles_areNamed() throws IOException {
        String json = new EditedPack().json().toString();
        assertThat(json).contains("\"analysis.onnx\":{");
        assertThat(brokenBeside(manifest(json.replace("\"analysis.onnx\":{", "\"head.onnx\":{},\"analysis.onnx\":{"))))
                .hasMessageContaining("twice");
    }

    private interface Fault {
        PackSource source() throws IOException;
    }

    private static Stream<Fault> sources() {
        return Stream.of(
                () -> failing(() -> {
                    throw new IOException((String) null);
                }),
                () -> failing(() -> {
                    throw new IllegalStateException("on\nfire");
                }),
                () -> failing(() -> {
                    throw new NoClassDefFoundError("gone");
                }),
                () -> failing(() -> {
                    throw new StackOverflowError();
                }),
                () -> failing(() -> null),
                () -> failing(() -> new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalArgumentException("in the middle");
                    }
                }),
                () -> failing(() -> new InputStream() {
                    @Override
                    public int read() {
                        return ' '; // for ever
                    }
                }));
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private static PackSource failing(Opening opening) {
        return new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                return opening.open();
            }

            @Override
            public String location() {
                return "somewhere";
            }
        };
    }

    @ParameterizedTest
    @MethodSource("sources")
    void sourcesThatFail_areNamed(Fault fault) throws IOException {
        assertThat(brokenBeside(fault.source())).hasMessageStartingWith("somewhere: ");
    }

    private static Stream<PackProvider> providers() {
        return Stream.of(
                () -> {
                    throw new IOException("no disk");
                },
                () -> {
                    throw new IllegalStateException("no idea");
                },
                () -> {
                    throw new ExceptionInInitializerError("no class");
                },
                () -> null,
                () -> {
                    List<PackSource> nothing = new ArrayList<>();
                    nothing.add(null);
                    return nothing;
                },
                () -> List.of(new PackSource() {
                    @Override
                    public InputStream open(String file) {
                        return InputStream.nullInputStream();
                    }

                    @Override
                    public String location() {
                        return null;
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void providersThatFail_areNamed(PackProvider provider) throws IOException {
        PackSource good = new EditedPack().source();
        ModelPacks packs = ModelPacks.of(provider, () -> List.of(good));
        assertThat(packs.byName("test/tiny").name()).isEqualTo("test/tiny");
        assertThat(packs.list().broken())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("model packs cannot be listed: ");
    }

    @Test
    void servicesThatCannotBeLoaded_areNamed() throws Exception {
        Path services = Files.createDirectories(root.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(PackProvider.class.getName()),
                "no.such.Provider\n" + BrokenPacksTest.class.getName() + "\n");
        try (java.net.URLClassLoader loader = new java.net.URLClassLoader(
                new java.net.URL[] {root.toUri().toURL()}, getClass().getClassLoader())) {
            PackListing.Builder listing = new PackListing.Builder(ModelPack.MAX_BYTES);
            assertThat(PackProviders.installed(List.of(TestPacks.directory()), loader)
                            .sources(listing))
                    .extracting(PackSource::location)
                    .anyMatch(place -> place.endsWith("tiny-slices"));
            assertThat(listing.listing().broken())
                    .extracting(Throwable::getMessage)
                    .anyMatch(m -> m.contains("no.such.Provider"))
                    .anyMatch(m -> m.contains("not a subtype"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc", "a/b/c", "a", "A/b", "test/tiny\u001b[1m", "/test/tiny", "test/.."})
    void listsOfClassPath_nameNothingElse(String line) throws Exception {
        Path lists = Files.createDirectories(root.resolve("META-INF/nlc"));
        Files.writeString(lists.resolve("packs.list"), line + "\ntest/tiny\n");
        new EditedPack().write(lists.resolve("packs"));
        PackListing listing = onClassPath();
        assertThat(listing.packs()).extracting(ModelPack::name).contains("test/tiny", ModelPacks.DEFAULT);
        assertThat(listing.broken())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("names no");
    }

    @Test
    void listsOfClassPath_areNotEndless() throws Exception {
        Path lists = Files.createDirectories(root.resolve("META-INF/nlc"));
        Files.writeString(lists.resolve("packs.list"), "test/tiny\n".repeat(10_000));
        assertThat(onClassPath().broken())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("larger than");
    }

    private PackListing onClassPath() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (java.net.URLClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[] {root.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return ModelPacks.of(new ClassPathPackProvider()).list();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What is wrong with the one broken pack or folder of these; the others are all there. */
    private String broken(Path... directories) {
        PackListing listing = new ModelPacks(List.of(directories)).list();
        assertThat(listing.packs()).extracting(ModelPack::name).contains("test/tiny", ModelPacks.DEFAULT);
        assertThat(listing.broken()).hasSize(1);
        return listing.broken().get(0).getMessage();
    }

    @Test
    void directoriesThatAreNone_areNamed() throws IOException {
        Path good = TestPacks.directory();
        Path file = Files.writeString(root.resolve("file"), "");
        assertThat(broken(file, good)).contains(file.toString()).contains("no folder");
        assertThat(broken(root.resolve("gone"), good)).contains("gone").contains("no directory");
        Path loop = Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertThat(broken(loop, good)).contains("loop");
        assertThat(new ModelPacks(List.of(Files.createDirectory(root.resolve("empty"))))
                        .list()
                        .broken())
                .isEmpty();
    }

    @Test
    void directoryBehindALink_isFollowed() throws IOException {
        Path link = Files.createSymbolicLink(
                root.resolve("packs"), TestPacks.directory().toAbsolutePath());
        assertThat(new ModelPacks(List.of(link)).byName("test/tiny").location()).startsWith(link.toString());
    }

    @Test
    void unreadableFolders_areNamed() throws IOException {
        Path folder = new EditedPack().entropyModel("mine").write(root);
        new EditedPack().write(root);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        try {
            assumeThat(Files.isReadable(folder)).as("not for root").isFalse();
            assertThat(broken(root)).contains(folder.toString()).contains("permission denied");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void linkedPackFolders_areNamed() throws IOException {
        Path elsewhere = new EditedPack().entropyModel("mine").write(root.resolve("elsewhere"));
        Path packs = Files.createDirectory(root.resolve("packs"));
        new EditedPack().write(packs);
        Files.createSymbolicLink(packs.resolve("test/mine"), elsewhere);
        assertThat(broken(packs))
                .contains("symbolic link")
                .contains(packs.resolve("test/mine").toString());
        Files.delete(packs.resolve("test/mine"));
        Files.createSymbolicLink(packs.resolve("family"), elsewhere.getParent());
        assertThat(broken(packs)).contains(packs.resolve("family").toString());
        Files.delete(packs.resolve("family"));
        Files.createSymbolicLink(packs.resolve("pictures"), Files.createDirectory(root.resolve("pictures")));
        Files.createSymbolicLink(packs.resolve("nowhere"), root.resolve("gone"));
        assertThat(new ModelPacks(List.of(packs)).list().broken()).isEmpty();
    }

    private interface Replacement {
        void make(Path place) throws IOException;
    }

    private static void pipe(Path place) throws IOException {
        try {
            assumeThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor(10, TimeUnit.SECONDS))
                    .isTrue();
        } catch (IOException | InterruptedException e) {
            assumeThat(e).as("no pipes here").isNull();
        }
    }

    private static Stream<Replacement> replacements() {
        Path tiny = TestPacks.directory().resolve("test/tiny").toAbsolutePath();
        return Stream.of(
                BrokenPacksTest::pipe,
                Files::createDirectory,
                place -> Files.createSymbolicLink(place, tiny.resolve(place.getFileName())),
                place -> Files.createSymbolicLink(place, Path.of("/dev/zero")),
                place -> Files.createSymbolicLink(place, place),
                place -> Files.createSymbolicLink(place, Path.of("nowhere")));
    }

    /** They were passed over, as if there were no pack. */
    @ParameterizedTest
    @MethodSource("replacements")
    void otherThanFilesForManifests_areNamed(Replacement replacement) throws IOException {
        Path folder = new EditedPack().entropyModel("mine").write(root);
        new EditedPack().write(root);
        Files.delete(folder.resolve("pack.json"));
        replacement.make(folder.resolve("pack.json"));
        assertThat(broken(root)).contains("pack.json").containsPattern("symbolic link|no regular file");
    }

    /** A pipe made every read and write wait for ever, and a link read whatever it led to. */
    @ParameterizedTest
    @MethodSource("replacements")
    void otherThanFilesForNetworks_areNamed(Replacement replacement) throws IOException {
        Path folder = new EditedPack().entropyModel("mine").write(root);
        ModelPack pack = ModelPack.of(PackSource.folder(folder));
        Files.delete(folder.resolve("head.onnx"));
        replacement.make(folder.resolve("head.onnx"));
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
            assertThatThrownBy(sessions::head)
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("pack test/mine: head.onnx")
                    .hasMessageMatching(".*(symbolic link|no regular file).*");
            assertThat(sessions.hyperSynthesis()).isNotNull();
        }
    }

    @Test
    void linkedSibling_isNotFollowed() throws IOException {
        Path owner = new EditedPack().entropyModel("owner").write(root.resolve("elsewhere"));
        EditedPack edited = new EditedPack().entropyModel("guest");
        edited.file("head.onnx").addProperty("pack", "owner");
        Path folder = edited.write(root.resolve("packs"));
        Files.createSymbolicLink(folder.resolveSibling("owner"), owner);
        assertThatThrownBy(() -> ModelPack.of(PackSource.folder(folder)).read("head.onnx"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("symbolic link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../tiny/pack.json", "/etc/passwd", "..", ".", "a/../pack.json"})
    void namesThatLeadOut_areNone(String name) throws IOException {
        PackSource source = PackSource.folder(new EditedPack().write(root));
        assertThatThrownBy(() -> source.open(name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> source.openSibling(name, "pack.json")).isInstanceOf(IOException.class);
    }

    /** The session gets the very bytes that were hashed, and those only if they hold what networks may. */
    @Test
    void networksThatMayNotBeRun_areRefusedBeforeThereIsASession() throws IOException {
        Path secret = Files.write(root.resolve("secret"), new byte[8]);
        Proto outside = new Proto().text(1, "location").text(2, secret.toString());
        byte[] network = OnnxFiles.model(OnnxFiles.graph(
                        OnnxFiles.tensor("w", 1, 2).message(13, outside).integer(14, 1)))
                .toBytes();
        Path folder = new EditedPack()
                .entropyModel("mine")
                .add("analysis.onnx", network)
                .write(root);
        Files.write(folder.resolve("analysis.onnx"), network);
        try (PackSessions sessions = PackSessions.acquire(ModelPack.of(PackSource.folder(folder)), TestPacks.CPU)) {
            assertThatThrownBy(sessions::analysis)
                    .isInstanceOfSatisfying(
                            NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PACK_BROKEN))
                    .hasMessageContaining("pack test/mine: analysis.onnx")
                    .hasMessageContaining("in another file");
        }
    }

    @Test
    void networksOfOtherPlaces_areRefused() throws IOException {
        byte[] synthesis = Files.readAllBytes(TestPacks.directory().resolve("test/tiny/synthesis.onnx"));
        Path folder = new EditedPack()
                .entropyModel("mine")
                .add("analysis.onnx", synthesis)
                .write(root);
        Files.write(folder.resolve("analysis.onnx"), synthesis);
        ModelPack pack = ModelPack.of(PackSource.folder(folder));
        assertThatThrownBy(pack::verify)
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PACK_BROKEN))
                .hasMessageContaining("goes from y, inverse_gain to x, not x, gain to y");
    }

    @Test
    void networksOfAllForms_areWhatTheyShouldBe() throws IOException {
        for (ModelPack pack : TestPacks.installed().all()) {
            pack.verify();
        }
    }

    @Test
    void filesOfOtherSizes_areRefused() throws IOException {
        Path folder = new EditedPack().entropyModel("mine").write(root);
        ModelPack pack = ModelPack.of(PackSource.folder(folder));
        byte[] head = Files.readAllBytes(folder.resolve("head.onnx"));
        for (int length : new int[] {0, 1, head.length - 1, head.length + 1, 3 * head.length}) {
            Files.write(folder.resolve("head.onnx"), java.util.Arrays.copyOf(head, length));
            assertThatThrownBy(() -> pack.read("head.onnx"))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("not the file that pack.json lists");
        }
        Files.write(folder.resolve("head.onnx"), head);
        assertThat(pack.read("head.onnx")).isEqualTo(head);
        Files.delete(folder.resolve("head.onnx"));
        assertThatThrownBy(() -> pack.read("head.onnx"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("head.onnx is not there");
    }

    @Test
    void largePacks_areRefusedByTheirManifest() throws IOException {
        EditedPack edited = new EditedPack().entropyModel("mine");
        edited.file("analysis.onnx").addProperty("bytes", (1 << 30) - 1);
        new EditedPack().write(root);
        edited.write(root);
        assertThat(broken(root)).contains("test/mine").contains("nlc.maxPackBytes");
        ModelPacks wide = new ModelPacks(List.of(root), 1L << 40);
        assertThat(wide.list().broken()).isEmpty();
        assertThatThrownBy(() -> wide.byName("test/mine").read("analysis.onnx"))
                .hasMessageContaining("not the file that pack.json lists");
        assertThat(new ModelPacks(List.of(root), 1000).list().packs()).isEmpty();
    }

    @Test
    void folderThatVanishes_isNamed() throws IOException {
        Path folder = new EditedPack().entropyModel("mine").write(root);
        PackSource source = PackSource.folder(folder);
        ModelPack pack = ModelPack.of(source);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(new ModelPacks(List.of(root)).list().broken()).isEmpty();
        Files.delete(folder);
        assertThat(brokenBeside(source)).hasMessageContaining(folder.toString()).hasMessageContaining("not there");
        assertThatThrownBy(() -> pack.read("head.onnx")).isInstanceOf(NlcException.class);
    }

    @Test
    void packsOfOneName_areFoundByTheirDigest() throws IOException {
        PackSource one = new EditedPack().source();
        EditedPack edited = new EditedPack();
        edited.json().addProperty("symbol_clip", 100);
        PackSource other =
                edited.sign("context.onnx", "head.onnx", "hyper_synthesis.onnx").source();
        ModelPacks packs = ModelPacks.of(() -> List.of(one, other, one));
        assertThat(packs.all()).hasSize(2);
        for (ModelPack pack : packs.all()) {
            assertThat(packs.forFile("test/tiny", pack.fileDigest()).digestHex())
                    .isEqualTo(pack.digestHex());
        }
        assertThat(packs.byName("test/tiny").digestHex())
                .isEqualTo(ModelPack.of(one).digestHex());
    }

    @Test
    void manyBrokenPacks_makeNoEndlessMessage() {
        List<PackSource> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(manifest("{"));
        }
        assertThatThrownBy(() -> ModelPacks.of(() -> many).byName("test/tiny"))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("and 995 more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(4000));
    }
}
