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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Golden files, and files of every pack that are written once, have the same latents (or lossless samples) in every
 * JVM, whatever runs them; {@code mvn -Pmatrix}. Writes {@code target/matrix.md}, the table of docs/RELIABILITY.md, and
 * again after each line, so that whoever stops it has what there was by then. A line that fails or takes too long is
 * one of the table, too, with what it got done.
 *
 * <p>Properties: {@code nlc.matrix.jdks} (feature versions, {@code 17,25}), {@code nlc.test.jdks} ({@link Jdks}),
 * {@code nlc.matrix.full} (every combination instead of every pair), {@code nlc.matrix.qemu} (the program; empty for
 * none), {@code nlc.matrix.lines} (only these, as {@code 1-4,9}; lines of earlier runs stay in the table),
 * {@code nlc.matrix.only} (of those only lines that hold this text), {@code nlc.matrix.parallel} (JVMs at once, 2),
 * {@code nlc.matrix.minutes} (for a line, 40; an emulator has four times as many).
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
    private static final int MINUTES = Integer.getInteger("nlc.matrix.minutes", 40);
    private static final int SLOWER = 4;
    private static final Path LINES = Path.of("target", "matrix");
    private static final Path TABLE = Path.of("target", "matrix.md");

    @TempDir
    private Path folder;

    private Path files;

    /** One JVM. */
    private record Cell(Jdk jdk, Ort ort, int threads, Optimization level, Processor processor, Precision precision) {

        boolean emulated() {
            return !processor.under.isEmpty();
        }

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
    private record Printed(Map<String, String> digests, String pixels, String synthesis) {

        static Printed of(String output) {
            Map<String, String> digests = new TreeMap<>();
            String pixels = "not tried";
            String synthesis = "not tried";
            for (String line : (Iterable<String>) output.lines()::iterator) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "digest" -> digests.put(words[1], words[2]);
                    case "pixels" -> pixels = words[1];
                    case "int8" -> synthesis = Boolean.parseBoolean(words[1]) ? "8-bit integers" : "floats";
                    default -> {}
                }
            }
            return new Printed(digests, pixels, synthesis);
        }
    }

    /** A line of the report, and whether it is as it should be. */
    private record Row(String text, boolean right, String problem) {}

    /** A line of the whole table, numbered from 1. */
    private record Line(int number, Cell cell) {}

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

    private ChildJvm jvm(Cell cell, Path place) throws IOException {
        return new ChildJvm(place)
                .under(cell.processor.under.toArray(new String[0]))
                .with(cell.processor.options.toArray(new String[0]))
                .with("-Dnlc.djl=" + (cell.threads == 2))
                .javaHome(cell.jdk.home)
                .classPath(cell.ort.classPath);
    }

    private int run(ChildJvm jvm, Cell cell) throws IOException, InterruptedException {
        Process process = jvm.start(
                MatrixProgram.class,
                "digest",
                files.toString(),
                String.valueOf(cell.threads),
                cell.level.toString(),
                cell.precision.toString(),
                cell.emulated() ? "some" : "all");
        return ChildJvm.end(process, cell.emulated() ? SLOWER * MINUTES : MINUTES);
    }

    private Row row(Line line, Map<String, String> expected) {
        Cell cell = line.cell;
        String ended = "";
        Printed printed = Printed.of("");
        try {
            ChildJvm jvm = jvm(cell, folder.resolve("cell" + line.number));
            try {
                int status = run(jvm, cell);
                ended = status == 0 ? "" : "ended with status " + status + ": " + jvm.output();
            } catch (AssertionError e) {
                ended = String.valueOf(e.getMessage());
            }
            printed = Printed.of(jvm.output());
        } catch (IOException e) {
            ended = e.toString();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<String> other = printed.digests.entrySet().stream()
                .filter(e -> !e.getValue().equals(expected.get(e.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        int equal = printed.digests.size() - other.size();
        return new Row(
                "| " + cell + " | " + equal + " of " + printed.digests.size() + (ended.isEmpty() ? "" : ", then failed")
                        + " | " + printed.synthesis + " | " + printed.pixels + " |",
                ended.isEmpty() && other.isEmpty() && equal > 0,
                cell + " differs in " + other + (ended.isEmpty() ? "" : " and " + ended));
    }

    private List<Row> rows(List<Line> lines, Map<String, String> expected, List<String> notes)
            throws InterruptedException, ExecutionException, IOException {
        ExecutorService pool = Executors.newFixedThreadPool(Integer.getInteger("nlc.matrix.parallel", 2));
        try {
            CompletionService<Row> running = new ExecutorCompletionService<>(pool);
            for (Line line : lines) {
                running.submit(() -> {
                    Row row = row(line, expected);
                    Files.writeString(LINES.resolve(String.format(Locale.ROOT, "%03d", line.number)), row.text);
                    return row;
                });
            }
            List<Row> rows = new ArrayList<>();
            while (rows.size() < lines.size()) {
                rows.add(running.take().get());
                System.out.println(rows.get(rows.size() - 1).text);
                writeTable(notes);
            }
            return rows;
        } finally {
            pool.shutdownNow();
        }
    }

    private static void writeTable(List<String> notes) throws IOException {
        List<String> report = new ArrayList<>(List.of(
                "| JDK | ONNX Runtime | threads | optimisation | processor | `nlc.precision` | digests equal | "
                        + "the default pack's picture by | its samples differ by at most |",
                "|---|---|---|---|---|---|---|---|---|"));
        try (Stream<Path> lines = Files.list(LINES)) {
            for (Path line : (Iterable<Path>) lines.sorted()::iterator) {
                report.add(Files.readString(line));
            }
        }
        notes.forEach(note -> report.addAll(List.of("", note)));
        Files.write(TABLE, report);
    }

    /** The lines that are asked for. Those of earlier runs are forgotten, unless these are some of all. */
    private static List<Line> chosen(List<Cell> cells) throws IOException {
        String only = System.getProperty("nlc.matrix.only", "");
        Set<Integer> numbers = numbers(System.getProperty("nlc.matrix.lines", "1-" + cells.size()));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (numbers.contains(i + 1) && cells.get(i).toString().contains(only)) {
                lines.add(new Line(i + 1, cells.get(i)));
            }
        }
        Files.createDirectories(LINES);
        if (lines.size() == cells.size()) {
            for (Path old : ChildJvm.below(LINES)) {
                Files.delete(old);
            }
        }
        return lines;
    }

    /** Of {@code 1-4,9} 1, 2, 3, 4 and 9. */
    private static Set<Integer> numbers(String list) {
        Set<Integer> numbers = new TreeSet<>();
        for (String range : list.split(",")) {
            String[] ends = range.trim().split("-");
            for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                numbers.add(n);
            }
        }
        return numbers;
    }

    /** What the list of golden files says, and of the files that were just written what the first JVM says. */
    private Map<String, String> expected(Cell reference) throws IOException, InterruptedException {
        ChildJvm jvm = jvm(reference, folder.resolve("reference"));
        assertThat(run(jvm, reference)).as(jvm.output()).isZero();
        Map<String, String> expected = new TreeMap<>(Printed.of(jvm.output()).digests);
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
        List<Line> lines = chosen(cells);
        assertThat(lines).isNotEmpty();

        files = Files.createDirectories(folder.resolve("files"));
        ChildJvm maker = new ChildJvm(folder.resolve("maker"));
        assertThat(ChildJvm.end(maker.start(MatrixProgram.class, "make", files.toString()), MINUTES))
                .as(maker.output())
                .isZero();
        Cell reference = new Cell(
                jdks.get(0),
                runtimes.get(0),
                1,
                Optimization.NONE,
                new Processor("reference", List.of(), List.of()),
                Precision.FULL);
        List<Row> rows = rows(lines, expected(reference), notes);
        notes.forEach(System.out::println);
        assertThat(rows.stream().filter(row -> !row.right).map(Row::problem)).isEmpty();
    }
}
