package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.imageio.ContainerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a container of 2 GiB (a control group) no pack's largest tiles, nor what a forger makes of them, get the process
 * killed; {@code mvn -Pcontainer}, as root. Writes {@code target/container/PACK}, and of all that are there the table
 * {@code target/container.md} for docs/RELIABILITY.md. Properties: {@code nlc.container.packs} (some, separated by
 * commas), {@code nlc.container.mebibytes} (2,048).
 */
@EnabledIfSystemProperty(named = "nlc.container", matches = "true", disabledReason = "takes long; mvn -Pcontainer")
class ContainerTest {

    private static final long MEBIBYTES = Long.getLong("nlc.container.mebibytes", 2048);
    private static final int MINUTES = 60;
    private static final Path LINES = Path.of("target", "container");

    @TempDir
    private Path folder;

    private Path group;

    /** Version 1 or 2 of control groups, whichever there is. */
    private void limit() throws IOException {
        Path first = Path.of("/sys/fs/cgroup/memory");
        boolean old = Files.isDirectory(first);
        Path parent = old ? first : Path.of("/sys/fs/cgroup");
        assumeTrue(Files.isWritable(parent), "no control group can be made here");
        group = parent.resolve("nlc-test-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(
                    group.resolve(old ? "memory.limit_in_bytes" : "memory.max"), String.valueOf(MEBIBYTES << 20));
        } catch (IOException e) {
            assumeTrue(false, "no control group can be made here: " + e);
        }
    }

    @AfterEach
    void free() throws IOException {
        if (group != null) {
            Files.deleteIfExists(group);
        }
    }

    private ChildJvm jvm(String name) throws IOException {
        return new ChildJvm(folder.resolve(name));
    }

    private List<String> packs() throws IOException, InterruptedException {
        String some = System.getProperty("nlc.container.packs", "");
        if (!some.isEmpty()) {
            return List.of(some.split(","));
        }
        ChildJvm jvm = jvm("list");
        assertThat(jvm.run(ContainerProgram.class)).as(jvm.output()).isZero();
        return jvm.output().lines().filter(name -> !name.startsWith("test/")).toList();
    }

    @Test
    void largestTilesOfEveryPack_killNothing() throws Exception {
        List<String> packs = packs();
        limit();
        Files.createDirectories(LINES);
        List<String> problems = new ArrayList<>();
        for (String pack : packs) {
            String name = pack.replace('/', '+');
            ChildJvm jvm =
                    jvm(name).under("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
            int status = ChildJvm.end(jvm.start(ContainerProgram.class, pack), MINUTES);
            List<String> steps =
                    jvm.output().lines().filter(l -> l.startsWith("step ")).toList();
            if (status != 0
                    || steps.size() != 5
                    || jvm.output().contains(" failed:")
                    || jvm.output().contains(":DAMAGED")) {
                problems.add(pack + " ended with status " + status + ": " + jvm.output());
            }
            assertThat(jvm.output()).as("sees the limit").startsWith("budget " + MEBIBYTES / 2 + "\n");
            Files.writeString(LINES.resolve(name), row(pack, steps));
            writeTable();
        }
        assertThat(problems).isEmpty();
    }

    private static String row(String pack, List<String> steps) {
        StringBuilder row = new StringBuilder("| `" + pack + "` |");
        for (String step : steps) {
            String[] words = step.split(" ");
            row.append(words[2].equals("done") ? " " + words[3] : " " + words[2].replace(':', ' '))
                    .append(" |");
        }
        System.out.println(row);
        return row.toString();
    }

    private static void writeTable() throws IOException {
        List<String> table = new ArrayList<>(List.of(
                "| pack | written | read | forged 2048 x 2048 | 768 x 768 with neighbours | 9216 x 64 with neighbours |",
                "|---|---|---|---|---|---|"));
        try (Stream<Path> lines = Files.list(LINES)) {
            for (Path line : (Iterable<Path>) lines.sorted()::iterator) {
                table.add(Files.readString(line));
            }
        }
        Files.write(Path.of("target", "container.md"), table);
    }
}
