package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Felix. Neither ONNX Runtime nor DJL are bundles, so a bundle of the plugin alone could not be resolved: the
 * program's bundle has the jars inside, on its {@code Bundle-ClassPath}.
 */
class OsgiTest {

    @TempDir
    private Path folder;

    private Path bundle() throws Exception {
        List<Path> libraries = Jars.plugin(folder);
        String classPath =
                libraries.stream().map(jar -> ",lib/" + jar.getFileName()).collect(Collectors.joining("", ".", ""));
        Map<String, String> attributes = Map.of(
                "Bundle-ManifestVersion",
                "2",
                "Bundle-SymbolicName",
                "io.nlc.clients.bundle",
                "Bundle-Version",
                "1.0.0",
                "Bundle-Activator",
                Bundle.class.getName(),
                "Bundle-ClassPath",
                classPath,
                "Import-Package",
                "org.osgi.framework,javax.imageio,javax.imageio.event,javax.imageio.metadata,"
                        + "javax.imageio.spi,javax.imageio.stream,org.w3c.dom,javax.xml.parsers");
        Path jar = folder.resolve("bundle.jar");
        try (Jars.Writer writer = new Jars.Writer(jar, Jars.manifest(attributes))) {
            writer.tree(Jars.copy(folder.resolve("classes"), Bundle.class, RoundTrip.class), "");
            writer.folder("lib");
            for (Path library : libraries) {
                writer.stored(library, "lib/" + library.getFileName());
            }
        }
        return jar;
    }

    @Test
    void bundleWithThePlugin_readsAndWrites_andStartsAgain() throws Exception {
        Path photo = folder.resolve("photo.png");
        Files.write(photo, Pictures.file(Pictures.photograph(128, 112), "png"));
        Path framework = Jars.copy(folder.resolve("framework"), FelixProgram.class);
        String output = new Child(folder)
                .run(List.of(
                        "-cp",
                        framework + File.pathSeparator + Jars.of(FrameworkFactory.class),
                        FelixProgram.class.getName(),
                        folder.resolve("cache").toString(),
                        bundle().toString(),
                        photo.toString()));
        assertThat(output.lines())
                .as(output)
                .hasSize(4)
                .filteredOn(line -> line.matches("BundleClassLoader\\w*: cheng2020-128/\\S+ 128x112 off by [0-9]"))
                .hasSize(2);
        assertThat(output.lines().filter("left false"::equals)).hasSize(2);
    }
}
