package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application with NLC of its own: deployed, undeployed, deployed again. */
class TomcatTest {

    private static final Pattern SAID = Pattern.compile("(STARTED|released|left|loaders).*");

    @TempDir
    private Path folder;

    private Path application;
    private Path photo;

    @BeforeEach
    void makeApplication() throws IOException {
        photo = folder.resolve("photo.png");
        Files.write(photo, Pictures.file(Pictures.photograph(128, 112), "png"));
        application = folder.resolve("application");
        Jars.copy(
                application.resolve("WEB-INF/classes"),
                WebApplication.class,
                WebApplication.Listener.class,
                WebApplication.Servlet.class,
                RoundTrip.class);
        Path libraries = Files.createDirectories(application.resolve("WEB-INF/lib"));
        for (Path jar : Jars.plugin(folder)) {
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
    }

    private List<String> run(int times, String... options) throws Exception {
        Path container = Jars.copy(folder.resolve("container"), TomcatProgram.class);
        String classPath = Stream.of(container, Jars.of(Tomcat.class), Jars.of(jakarta.annotation.Resource.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-cp", classPath, TomcatProgram.class.getName()));
        Path base = Files.createDirectories(folder.resolve("base/webapps")).getParent();
        arguments.addAll(List.of(base.toString(), application.toString(), photo.toString(), Integer.toString(times)));
        String output = new Child(folder).run(arguments);
        return output.lines().filter(SAID.asMatchPredicate()).toList(); // without Tomcat's log
    }

    /** As Tomcat's scripts start it. */
    @Test
    void redeployed_worksAgain_andItsClassLoaderGoes() throws Exception {
        List<String> said = run(3, "--add-opens=java.base/java.lang=ALL-UNNAMED");
        assertThat(said).hasSize(10);
        for (int i = 0; i < 3; i++) {
            assertThat(said.get(3 * i))
                    .matches("STARTED: cheng2020-128/\\S+ 128x112 off by [0-9] in ParallelWebappClassLoader");
            assertThat(said.subList(3 * i + 1, 3 * i + 3)).containsExactly("released true", "left false/false");
        }
        // What came last may be remembered by threads of the container.
        assertThat(said.get(9)).matches("loaders [01]");
    }

    /**
     * It works all the same where ONNX Runtime's shutdown hook cannot be reached, which then keeps the class loaders.
     */
    @Test
    void redeployedInAClosedJvm_worksAgain() throws Exception {
        List<String> said = run(2);
        assertThat(said.stream().filter(line -> line.startsWith("STARTED: cheng2020-128/")))
                .hasSize(2);
        assertThat(said).contains("released false", "left false/false").doesNotContain("left true/true");
    }
}
