package io.nlc.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on Spark in this process, on all of its processors. */
class TranscodeJobTest {

    private static final String BELOW = "be low/a+b 100%20.jpg";

    private static SparkSession spark;

    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private Path table;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void pictures() throws IOException {
        in = folder.resolve("in");
        out = folder.resolve("out");
        table = folder.resolve("table");
        Pictures.photograph(in.resolve("photo.png"), 100, 160, 128);
        Pictures.photograph(in.resolve(BELOW), 220, 130, 140);
        Pictures.stripes(in.resolve("stripes.png"), 60, 40);
        Pictures.truncate(Pictures.photograph(in.resolve("broken.png"), 100, 160, 128));
        Files.writeString(in.resolve("notes.txt"), "no picture");
    }

    @Test
    void everyPictureHasARow_andBrokenOnesCostThemselvesAlone() throws IOException {
        assertThat(run()).isEqualTo(new Summary(3, 0, 0, 2));

        Map<String, Row> rows = rows();
        assertThat(rows).containsOnlyKeys("photo.png", BELOW, "stripes.png", "broken.png", "notes.txt");
        for (String name : List.of("photo.png", BELOW, "stripes.png")) {
            Path picture = in.resolve(name);
            Path nlc = out.resolve(name + ".nlc");
            BufferedImage before = ImageIO.read(picture.toFile());
            BufferedImage after = ImageIO.read(nlc.toFile());
            Row row = rows.get(name);
            assertThat(row.<String>getAs(Table.ERROR)).isNull();
            assertThat(row.<Long>getAs(Table.BYTES_IN)).isEqualTo(Files.size(picture));
            assertThat(row.<Long>getAs(Table.BYTES_OUT)).isEqualTo(Files.size(nlc));
            assertThat(row.<Double>getAs(Table.BPP))
                    .isCloseTo(8.0 * Files.size(nlc) / (before.getWidth() * before.getHeight()), within(1e-9));
            assertThat(row.<Double>getAs(Table.PSNR))
                    .isEqualTo(Psnr.of(PictureFiles.rgb(before), PictureFiles.rgb(after)))
                    .isGreaterThan(26);
            assertThat(row.<Double>getAs(Table.SECONDS)).isPositive();
        }
        assertThat(Pictures.pack(out.resolve("photo.png.nlc"))).isNotEmpty();
        assertThat(rows.get("stripes.png").<Double>getAs(Table.PSNR)).isInfinite();
        for (String name : List.of("broken.png", "notes.txt")) {
            Row row = rows.get(name);
            assertThat(row.<Long>getAs(Table.BYTES_IN)).isEqualTo(Files.size(in.resolve(name)));
            assertThat(row.<Long>getAs(Table.BYTES_OUT)).isNull();
            assertThat(row.<Double>getAs(Table.BPP)).isNull();
            assertThat(row.<Double>getAs(Table.PSNR)).isNull();
        }
        assertThat(rows.get("notes.txt").<String>getAs(Table.ERROR)).startsWith("not a picture that can be read here");
        assertThat(rows.get("broken.png").<String>getAs(Table.ERROR)).isNotBlank();
        assertThat(files()).containsExactlyInAnyOrder("photo.png.nlc", BELOW + ".nlc", "stripes.png.nlc");
    }

    @Test
    void aSecondRunDoesNothing_untilSomethingChanges() throws IOException {
        run();
        Map<String, FileTime> before = times();
        assertThat(run()).isEqualTo(new Summary(0, 0, 5, 0));
        assertThat(times()).isEqualTo(before);
        assertThat(spark.read().parquet(table.toString()).count()).isEqualTo(5);

        // a file that is mended, one that has gone, one that is cut off
        Files.copy(in.resolve("stripes.png"), in.resolve("notes.txt"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(out.resolve(BELOW + ".nlc"));
        Pictures.truncate(out.resolve("photo.png.nlc"));
        assertThat(run()).isEqualTo(new Summary(3, 0, 2, 0));
        assertThat(times()).containsEntry("stripes.png.nlc", before.get("stripes.png.nlc"));
        assertThat(ImageIO.read(out.resolve("photo.png.nlc").toFile()).getWidth())
                .isEqualTo(160);
        assertThat(rows().get("notes.txt").<String>getAs(Table.ERROR)).isNull();

        JobOptions retry = new JobOptions(in.toString(), out.toString(), table.toString(), 0.5f, true);
        assertThat(new TranscodeJob(spark, retry).run()).isEqualTo(new Summary(0, 0, 4, 1));
        JobOptions better = new JobOptions(in.toString(), out.toString(), table.toString(), 0.7f, false);
        long small = Files.size(out.resolve("photo.png.nlc"));
        assertThat(new TranscodeJob(spark, better).run()).isEqualTo(new Summary(4, 0, 0, 1));
        assertThat(Files.size(out.resolve("photo.png.nlc"))).isGreaterThan(small);
    }

    @Test
    void aRunThatWasKilled_leavesFilesThatTheNextMeasures() throws IOException {
        run();
        Map<String, Row> rows = rows();
        Map<String, FileTime> before = times();
        // as if it had been killed before its rows were written, and while it wrote a file
        delete(table);
        Files.write(Files.createDirectories(out.resolve("_unfinished")).resolve("x"), new byte[10]);
        // and the NLC file of a picture that has been replaced since
        Files.copy(in.resolve("photo.png"), in.resolve("stripes.png"), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(
                in.resolve("stripes.png"),
                FileTime.fromMillis(before.get("stripes.png.nlc").toMillis() + 5000));

        assertThat(run()).isEqualTo(new Summary(1, 2, 0, 2));
        Map<String, FileTime> after = times();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (String name : List.of("photo.png", BELOW)) {
            assertThat(after).containsEntry(name + ".nlc", before.get(name + ".nlc"));
            Row row = rows().get(name);
            assertThat(row.<Double>getAs(Table.PSNR)).isEqualTo(rows.get(name).<Double>getAs(Table.PSNR));
            assertThat(row.<Double>getAs(Table.BPP)).isEqualTo(rows.get(name).<Double>getAs(Table.BPP));
            assertThat(row.<Double>getAs(Table.SECONDS)).isNull();
        }
        assertThat(ImageIO.read(out.resolve("stripes.png.nlc").toFile()).getWidth())
                .isEqualTo(160);
        assertThat(run()).isEqualTo(new Summary(0, 0, 5, 0));
    }

    @Test
    void aProcessThatIsKilled_leavesWholeFiles_whichAreNotMadeAgain() throws IOException, InterruptedException {
        Process process = child();
        try {
            while (process.isAlive() && nlc().isEmpty()) {
                Thread.sleep(10);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        Map<String, FileTime> before = times();
        before.keySet().removeIf(file -> file.startsWith("_"));
        assertThat(before).as(() -> "log: " + log()).isNotEmpty();
        for (String file : before.keySet()) {
            assertThat(ImageIO.read(out.resolve(file).toFile())).isNotNull();
        }

        Summary rest = run();
        assertThat(rest.encoded()).isEqualTo(3 - before.size());
        assertThat(rest.encoded() + rest.found() + rest.skipped() + rest.failed())
                .isEqualTo(5);
        assertThat(times()).containsAllEntriesOf(before).hasSize(3);
        assertThat(rows()).hasSize(5);
    }

    /** The program in a process of its own, on one processor, so that pictures come one after the other. */
    private Process child() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(arg -> arg.startsWith("--add-opens") || arg.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-Dspark.master=local[1]", "-Dspark.ui.enabled=false"));
        command.addAll(List.of("-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SparkTranscode.class.getName()));
        command.addAll(List.of(in.toString(), out.toString(), table.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<Path> nlc() throws IOException {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(out)) {
            return all.filter(file -> file.toString().endsWith(".nlc")).toList();
        }
    }

    @Test
    void aFileThatCannotBeWritten_costsItselfAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("be low"), "where a folder is wanted");
        assertThat(run()).isEqualTo(new Summary(2, 0, 0, 3));
        assertThat(rows().get(BELOW).<String>getAs(Table.ERROR)).contains("be low");
        assertThat(files()).containsExactlyInAnyOrder("photo.png.nlc", "be low", "stripes.png.nlc");
    }

    @Test
    void foldersMustNotLieInThePictures() {
        String pictures = in.toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TranscodeJob(spark, new JobOptions(pictures, pictures + "/out", "table")))
                .withMessageContaining("must not be in");
    }

    private Summary run() throws IOException {
        return new TranscodeJob(spark, new JobOptions(in.toString(), out.toString(), table.toString())).run();
    }

    /** The last row of every picture, by its name. */
    private Map<String, Row> rows() {
        Map<String, Row> rows = new HashMap<>();
        for (Row row : spark.read().parquet(table.toString()).orderBy(Table.RUN).collectAsList()) {
            rows.put(row.<String>getAs(Table.PATH).substring(("file:" + in + "/").length()), row);
        }
        return rows;
    }

    /** What is in the folder of NLC files, and when it was written. */
    private Map<String, FileTime> times() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        for (String file : files()) {
            times.put(file, Files.getLastModifiedTime(out.resolve(file)));
        }
        return times;
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
