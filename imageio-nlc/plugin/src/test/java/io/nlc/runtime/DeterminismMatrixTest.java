package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.MatrixProgram;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Golden files, and files of every pack that are written once, have the same latents (or lossless samples) in every
 * JVM, whatever runs them; {@code mvn -Pmatrix}. Writes {@code target/matrix.md}, the table of docs/RELIABILITY.md.
 *
 * <p>Properties: {@code nlc.matrix.jdks} (feature versions, {@code 17,25}), {@code nlc.test.jdks} ({@link Jdks}),
 * {@code nlc.matrix.full} (every combination instead of every pair), {@code nlc.matrix.qemu} (the program; empty for
 * none), {@code nlc.matrix.only} (only lines that hold this text), {@code nlc.matrix.parallel} (JVMs at once, 2).
 */
@EnabledIfSystemProperty(named = "nlc.matrix", matches = "true", disabledReason = "takes minutes; mvn -Pmatrix")
class DeterminismMatrixTest {

    private static final List<Integer> THREADS = List.of(1, 2, 4);
    private static final List<Optimization> LEVELS =
            List.of(Optimization.NONE, Optimization.BASIC, Optimization.EXTENDED, Optimization.ALL);
    private static final List<String> PROCESSORS =
            List.of("-XX:UseAVX=0", "-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3");
    private static final List<String> EMULATED = List.of("Nehalem", "Haswell");
    private static final List<Precision> PRECISIONS = List.of(Precision.values());
    private static final Pattern RUNTIME = Pattern.compile("onnxruntime(?:_gpu)?-(\\d[^/\\\\]*)\\.jar");
    private static final int MINUTES = 20;

    @TempDir
    private Path folder;

    private Path files;

    /** One JVM. */
    private record Cell(Jdk jdk, Ort ort, int threads, Optimization level, Processor processor, Precision precision) {

        @Override
        public String toString() {
            return jdk.version + " | " + ort.version + " | " + threads + " | " + level + " | " + processor.name + " | "
                    + precision;
        }
    }

    private record Jdk(int version, Path home) {}

    private record Ort(String version, String classPath) {}

    private record Processor(String name, List<String> under, List<String> options) {
        static Processor ofOption(String option) {
            return new Processor('`' + option + '`', List.of(), List.of(option));
        }
    }

    /** What one JVM has printed. */
    private record Printed(Map<String, String> digests, String pixels, boolean int8) {

        static Printed of(String output) {
            Map<String, String> digests = new TreeMap<>();
            String pixels = "not tried";
            boolean int8 = false;
            for (String line : (Iterable<String>) output.lines()::iterator) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "digest" -> digests.put(words[1], words[2]);
                    case "pixels" -> pixels = words[1];
                    case "int8" -> int8 = Boolean.parseBoolean(words[1]);
                    default -> {}
                }
            }
            return new Printed(digests, pixels, int8);
        }
    }

    /** A line of the report, and whether it is as it should be. */
    private record Row(String text, boolean right, String problem) {}

    private static List<Jdk> jdks(List<String> notes) throws IOException {
        Map<Integer, Path> installed = Jdks.installed();
        List<Jdk> jdks = new ArrayList<>();
        for (String wanted : System.getProperty("nlc.matrix.jdks", "17,25").split(",")) {
            int version = Integer.parseInt(wanted.trim());
            if (installed.containsKey(version)) {
                jdks.add(new Jdk(version, installed.get(version)));
            } else {
                notes.add("JDK " + version + " is not here: skipped. Property nlc.test.jdks says where JDKs are.");
            }
        }
        return jdks;
    }

    /** The ONNX Runtime of the class path, and those beside it. */
    private static List<Ort> runtimes(List<String> notes) throws IOException {
        List<String> path = List.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)));
        String own =
                path.stream().filter(p -> RUNTIME.matcher(p).find()).findFirst().orElseThrow();
        List<Ort> runtimes = new ArrayList<>();
        runtimes.add(new Ort(version(own), String.join(File.pathSeparator, path)));
        Path others = Path.of("target", "runtimes");
        if (Files.isDirectory(others)) {
            try (Stream<Path> jars = Files.list(others)) {
                for (Path jar : (Iterable<Path>) jars.sorted()::iterator) {
                    String other = jar.toAbsolutePath().toString();
                    if (!version(other).equals(version(own))) {
                        runtimes.add(new Ort(
                                version(other),
                                path.stream()
                                        .map(p -> p.equals(own) ? other : p)
                                        .collect(Collectors.joining(File.pathSeparator))));
                    }
                }
            }
        }
        if (runtimes.size() == 1) {
            notes.add("there is no other ONNX Runtime in target/runtimes: skipped.");
        }
        return runtimes;
    }

    private static String version(String jar) {
        Matcher matcher = RUNTIME.matcher(jar);
        assertThat(matcher.find()).as(jar).isTrue();
        return matcher.group(1);
    }

    private static List<Cell> cells(List<Jdk> jdks, List<Ort> runtimes) {
        int[] sizes = {jdks.size(), runtimes.size(), THREADS.size(), LEVELS.size(), PROCESSORS.size(), PRECISIONS.size()
        };
        return (Boolean.getBoolean("nlc.matrix.full") ? Pairwise.product(sizes) : Pairwise.rows(sizes))
                .stream()
                        .map(row -> new Cell(
                                jdks.get(row[0]),
                                runtimes.get(row[1]),
                                THREADS.get(row[2]),
                                LEVELS.get(row[3]),
                                Processor.ofOption(PROCESSORS.get(row[4])),
                                PRECISIONS.get(row[5])))
                        .toList();
    }

    /** {@code UseAVX} reaches Java's code alone; other processors for ONNX Runtime's take an emulator. */
    private static List<Cell> emulated(Jdk jdk, Ort ort, List<String> notes) {
        String qemu = System.getProperty("nlc.matrix.qemu", "/usr/bin/qemu-x86_64");
        if (qemu.isEmpty() || !Files.isExecutable(Path.of(qemu)) || !"amd64".equals(System.getProperty("os.arch"))) {
            notes.add("there is no " + (qemu.isEmpty() ? "emulator" : qemu) + " for this machine: "
                    + String.join(" and ", EMULATED) + " skipped.");
            return List.of();
        }
        return EMULATED.stream()
                .map(name -> new Cell(
                        jdk,
                        ort,
                        1,
                        Optimization.ALL,
                        new Processor("qemu " + name, List.of(qemu, "-cpu", name), List.of()),
                        Precision.AUTO))
                .toList();
    }

    private Printed run(Cell cell, Path place) throws IOException, InterruptedException {
        boolean emulated = !cell.processor.under.isEmpty();
        ChildJvm jvm = new ChildJvm(place)
                .under(cell.processor.under.toArray(new String[0]))
                .with(cell.processor.options.toArray(new String[0]))
                .with("-Dnlc.djl=" + (cell.threads == 2))
                .javaHome(cell.jdk.home)
                .classPath(cell.ort.classPath);
        int status = ChildJvm.end(
                jvm.start(
                        MatrixProgram.class,
                        "digest",
                        files.toString(),
                        String.valueOf(cell.threads),
                        cell.level.toString(),
                        cell.precision.toString(),
                        emulated ? "some" : "all"),
                MINUTES);
        assertThat(status).as("%s: %s", cell, jvm.output()).isZero();
        return Printed.of(jvm.output());
    }

    private Row row(Cell cell, int number, Map<String, String> expected) {
        try {
            Printed printed = run(cell, folder.resolve("cell" + number));
            List<String> other = printed.digests.entrySet().stream()
                    .filter(e -> !e.getValue().equals(expected.get(e.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            int equal = printed.digests.size() - other.size();
            return new Row(
                    "| " + cell + " | " + equal + " of " + printed.digests.size() + " | "
                            + (printed.int8 ? "8-bit integers" : "floats") + " | " + printed.pixels + " |",
                    other.isEmpty() && equal > 0,
                    cell + " differs in " + other);
        } catch (IOException | AssertionError e) {
            return new Row("| " + cell + " | failed | | |", false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Row> rows(List<Cell> cells, Map<String, String> expected)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(Integer.getInteger("nlc.matrix.parallel", 2));
        try {
            List<Future<Row>> running = new ArrayList<>();
            for (Cell cell : cells) {
                int number = running.size();
                running.add(pool.submit(() -> row(cell, number, expected)));
            }
            List<Row> rows = new ArrayList<>();
            for (Future<Row> future : running) {
                rows.add(future.get());
                System.out.println(rows.get(rows.size() - 1).text);
            }
            return rows;
        } finally {
            pool.shutdownNow();
        }
    }

    /** What the list of golden files says, and of the files that were just written what the first JVM says. */
    private Map<String, String> expected(Cell reference) throws IOException, InterruptedException {
        Map<String, String> expected = new TreeMap<>(run(reference, folder.resolve("reference")).digests);
        for (String line : Files.readAllLines(
                Path.of("src", "test", "resources", "nlc", "golden.sha256"), StandardCharsets.US_ASCII)) {
            String[] words = line.split(" +");
            expected.put(words[1], words[0]);
        }
        return expected;
    }

    @Test
    void latents_areTheSameEverywhere() throws Exception {
        List<String> notes = new ArrayList<>();
        List<Jdk> jdks = jdks(notes);
        List<Ort> runtimes = runtimes(notes);
        assertThat(jdks).as("JDKs; %s", notes).isNotEmpty();
        List<Cell> cells = new ArrayList<>(emulated(jdks.get(0), runtimes.get(0), notes)); // which take the longest
        cells.addAll(cells(jdks, runtimes));
        cells.removeIf(cell -> !cell.toString().contains(System.getProperty("nlc.matrix.only", "")));
        assertThat(cells).isNotEmpty();

        files = Files.createDirectories(folder.resolve("files"));
        ChildJvm maker = new ChildJvm(folder.resolve("maker"));
        assertThat(maker.run(MatrixProgram.class, "make", files.toString()))
                .as(maker.output())
                .isZero();
        Cell reference = new Cell(
                jdks.get(0),
                runtimes.get(0),
                1,
                Optimization.NONE,
                new Processor("reference", List.of(), List.of()),
                Precision.FULL);
        List<Row> rows = rows(cells, expected(reference));

        List<String> report = new ArrayList<>(List.of(
                "| JDK | ONNX Runtime | threads | optimisation | processor | `nlc.precision` | digests equal | "
                        + "the default pack's picture by | its samples differ by at most |",
                "|---|---|---|---|---|---|---|---|---|"));
        rows.forEach(row -> report.add(row.text));
        notes.forEach(note -> report.addAll(List.of("", note)));
        Files.write(Path.of("target", "matrix.md"), report);
        notes.forEach(System.out::println);
        assertThat(rows.stream().filter(row -> !row.right).map(Row::problem)).isEmpty();
    }
}
