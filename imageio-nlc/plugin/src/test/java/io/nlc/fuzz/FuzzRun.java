package io.nlc.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets Jazzer look for inputs that a target does not stand, one JVM a target ({@code mvn -Pfuzz}, see
 * docs/repository.md). What it learns about the way in stays in {@code target/fuzz/TARGET/corpus}, where the next run
 * begins; what it finds is in {@code findings} beside it, and belongs into {@code src/test/resources/fuzz/TARGET} once
 * it is understood. {@code target/fuzz/report.md} has a line a target.
 */
public final class FuzzRun {

    private static final Path ROOT = Path.of("target/fuzz").toAbsolutePath();

    private static final String ALL = "all";

    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

    /** Longest input: all that is special happens in fewer bytes. */
    private static final int MAX_LENGTH = 1 << 13;

    /** A hang, even on a busy machine; what takes long and ends is found by its processor time. */
    private static final int HANG_SECONDS = 60;

    /** Jazzer 0.24 takes down its JVM where it watches {@code Arrays.equals(null, null)}. */
    private static final String COMPARES_NULLS = "io.nlc.imageio.metadata.PictureMetadata";

    private FuzzRun() {}

    /** @param arguments seconds a target, then names of targets, separated by commas, or {@value #ALL} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        List<FuzzTarget> targets = arguments[1].equals(ALL)
                ? List.of(FuzzTarget.values())
                : Arrays.stream(arguments[1].split(","))
                        .map(name ->
                                FuzzTarget.valueOf(name.strip().toUpperCase().replace('-', '_')))
                        .toList();
        List<String> report = new ArrayList<>(
                List.of("| target | seeds | executions | branches reached | findings |", "|---|---|---|---|---|"));
        int found = 0;
        for (FuzzTarget target : targets) {
            Result result = run(target, seconds);
            String line = String.format(
                    "| `%s` | %d | %,d | %,d | %d |",
                    target.id(), result.seeds, result.runs, result.branches, result.findings);
            System.out.println(line);
            report.add(line);
            found += result.findings;
        }
        Files.write(ROOT.resolve("report.md"), report);
        if (found > 0) {
            System.err.println(found + " findings: see " + ROOT + "/TARGET/findings and log");
            System.exit(1);
        }
    }

    private record Result(int seeds, long runs, long branches, int findings) {}

    private static Result run(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        Path folder = ROOT.resolve(target.id());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path findings = Files.createDirectories(folder.resolve("findings"));
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        List<byte[]> inputs = target.seeds();
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(seeds.resolve("seed-" + i), inputs.get(i));
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=io.nlc.**",
                "--instrumentation_excludes=io.nlc.fuzz.**:" + COMPARES_NULLS,
                "--custom_hook_excludes=" + COMPARES_NULLS,
                "--reproducer_path=" + findings,
                corpus.toString(),
                seeds.toString()));
        Path known = Path.of("src/test/resources/fuzz", target.id()).toAbsolutePath();
        if (Files.isDirectory(known)) {
            command.add(known.toString());
        }
        command.addAll(List.of(
                "-max_total_time=" + seconds,
                "-timeout=" + HANG_SECONDS,
                "-rss_limit_mb=4096",
                "-max_len=" + MAX_LENGTH,
                "-print_final_stats=1",
                "-artifact_prefix=" + findings + File.separator));
        Path log = folder.resolve("log");
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        // Jazzer ends with what it finds first.
        return new Result(inputs.size(), last(RUNS, output), last(COVERED, output), status == 0 ? 0 : 1);
    }

    private static long last(Pattern pattern, String text) {
        long value = 0;
        for (Matcher m = pattern.matcher(text); m.find(); ) {
            value = Long.parseLong(m.group(1));
        }
        return value;
    }
}
