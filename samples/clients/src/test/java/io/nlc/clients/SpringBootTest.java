package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** A program in a jar of jars, as Spring Boot's plugins of Maven and Gradle make it: {@code java -jar}. */
class SpringBootTest {

    @TempDir
    private Path folder;

    private Path application() throws IOException {
        Path jar = folder.resolve("application.jar");
        Map<String, String> attributes = Map.of(
                "Main-Class",
                JarLauncher.class.getName(),
                "Start-Class",
                RoundTrip.class.getName(),
                "Spring-Boot-Classes",
                "BOOT-INF/classes/",
                "Spring-Boot-Lib",
                "BOOT-INF/lib/");
        try (Jars.Writer writer = new Jars.Writer(jar, Jars.manifest(attributes))) {
            writer.unpacked(Jars.of(JarLauncher.class));
            writer.folder("BOOT-INF");
            writer.tree(Jars.copy(folder.resolve("classes"), RoundTrip.class), "BOOT-INF/classes/");
            writer.folder("BOOT-INF/lib");
            for (Path library : Jars.plugin(folder)) {
                writer.stored(library, "BOOT-INF/lib/" + library.getFileName());
            }
        }
        return jar;
    }

    @Test
    void jarOfJars_readsAndWrites() throws Exception {
        Path photo = folder.resolve("photo.png");
        Files.write(photo, Pictures.file(Pictures.photograph(128, 112), "png"));
        String output = new Child(folder).run(List.of("-jar", application().toString(), photo.toString()));
        assertThat(output.lines())
                .as(output)
                .hasSize(3)
                .anyMatch(line -> line.equals("loaded by LaunchedClassLoader"))
                .anyMatch(line -> line.matches("pool: cheng2020-128/\\S+ 128x112 off by [0-9]"))
                .anyMatch(line -> line.matches("main: cheng2020-128/\\S+ 128x112 off by [0-9]"));
    }
}
