package io.nlc;

import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackSource;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Packs and pictures for tests. */
public final class TestPacks {

    /** How networks are run in tests. */
    public static final RuntimeSettings CPU = RuntimeSettings.defaults().withDevice(DeviceChoice.CPU);

    private TestPacks() {}

    /** The same with so many threads and another optimisation. */
    public static RuntimeSettings cpu(int threads, Optimization optimization) {
        return CPU.withThreads(threads).withOptimization(optimization);
    }

    /** The packs of {@link #directory} and of the class path. */
    public static ModelPacks installed() {
        return new ModelPacks(List.of(directory()));
    }

    /** Directory with the tiny packs, fit for {@code -Dnlc.models}. */
    public static Path directory() {
        return Directory.PATH;
    }

    /** Beside the classes, or, for the tests of other modules, unpacked out of the jar that holds these. */
    private static final class Directory {
        static final Path PATH = find();

        private static Path find() {
            try {
                URI packs = TestPacks.class.getResource("/packs").toURI();
                return packs.getScheme().equals("jar") ? unpacked(packs) : Path.of(packs);
            } catch (URISyntaxException | IOException e) {
                throw new AssertionError(e);
            }
        }

        private static Path unpacked(URI packs) throws IOException {
            Path folder = Files.createTempDirectory("nlc-test-packs");
            folder.toFile().deleteOnExit();
            try (FileSystem jar = FileSystems.newFileSystem(packs, Map.of());
                    Stream<Path> files = Files.walk(jar.getPath("/packs"))) {
                for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
                    Path copy = folder.resolve(
                            jar.getPath("/packs").relativize(file).toString());
                    Files.copy(file, copy);
                    copy.toFile().deleteOnExit();
                }
            }
            return folder;
        }
    }

    /** The pack {@code test/tiny}: a few channels, hardly trained, fast. */
    public static ModelPack tiny() throws NlcException {
        return tiny("tiny");
    }

    /** The pack {@code test/tiny-serial}: the raster-causal context. */
    public static ModelPack tinySerial() throws NlcException {
        return tiny("tiny-serial");
    }

    /** A pack of {@code test}: {@code tiny}, or {@code tiny-} and the context model. */
    public static ModelPack tiny(String name) throws NlcException {
        return ModelPack.of(PackSource.folder(directory().resolve("test").resolve(name)));
    }

    /** Names for {@link #tiny(String)}, one for each type of context. */
    public static Stream<String> contexts() {
        return Stream.of(
                "tiny-none", "tiny", "tiny-serial", "tiny-3d", "tiny-3d-serial", "tiny-slices", "tiny-slices-local");
    }

    /**
     * The folder {@code shared} beside the checkout (or property {@code nlc.shared}, or variable NLC_SHARED), if it is
     * there.
     */
    public static Optional<Path> shared(String child) {
        String property = System.getProperty("nlc.shared", "");
        String variable = System.getenv("NLC_SHARED");
        Path root = !property.isEmpty() && !property.startsWith("${")
                ? Path.of(property)
                : variable != null ? Path.of(variable) : Path.of("../../../shared");
        Path path = root.resolve(child);
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }
}
