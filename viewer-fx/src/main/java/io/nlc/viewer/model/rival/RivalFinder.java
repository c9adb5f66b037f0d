package io.nlc.viewer.model.rival;

import io.nlc.viewer.model.ToolException;
import io.nlc.viewer.model.WorkFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the programs of other codecs.
 *
 * @param folders where to look, the first first
 * @param limit how long each may take to tell its version
 */
public record RivalFinder(List<Path> folders, Duration limit) {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

    // A window that was not opened from a shell has not the shell's path.
    private static final List<String> USUAL = List.of("/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin");

    private static final List<String> ENDINGS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                    ? List.of(".exe")
                    : List.of("");

    /**
     * Looks in folders of the user's choice, those of the system's path, and the usual ones.
     *
     * @param chosen folders, separated as in a path; may be empty
     */
    public static RivalFinder of(String chosen) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Path> folders = Stream.concat(
                        Stream.of(chosen, path).flatMap(many -> Arrays.stream(many.split(File.pathSeparator))),
                        USUAL.stream())
                .filter(folder -> !folder.isBlank())
                .flatMap(RivalFinder::path)
                .filter(Path::isAbsolute) // what lies beside pictures is not run
                .distinct()
                .toList();
        return new RivalFinder(folders, LIMIT);
    }

    private static Stream<Path> path(String folder) {
        try {
            return Stream.of(Path.of(folder));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /**
     * The codecs of which both programs are there, in their usual order.
     *
     * @throws IOException if there is no place for temporary files
     * @throws java.util.concurrent.CancellationException if that was asked for
     */
    public List<RivalTool> find(BooleanSupplier cancelled) throws IOException {
        List<RivalTool> found = new ArrayList<>();
        try (WorkFolder folder = WorkFolder.create()) {
            for (RivalFormat format : RivalFormat.values()) {
                Optional<Path> encoder = program(format.encoders());
                Optional<Path> decoder = program(format.decoders());
                if (encoder.isPresent() && decoder.isPresent()) {
                    String version = version(format, encoder.get(), new ToolRun(folder, limit, cancelled));
                    found.add(new RivalTool(format, encoder.get(), decoder.get(), version));
                }
            }
        }
        return found;
    }

    private Optional<Path> program(List<String> names) {
        return names.stream()
                .flatMap(name -> folders.stream()
                        .flatMap(folder -> ENDINGS.stream().map(ending -> folder.resolve(name + ending))))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    // Some end with an error when they are asked for their version, and tell it all the same.
    private static String version(RivalFormat format, Path encoder, ToolRun run) throws IOException {
        try {
            String said = run.result(List.of(encoder.toString(), format.versionArgument()))
                    .said();
            Matcher matcher = VERSION.matcher(said);
            return matcher.find() ? matcher.group() : "";
        } catch (ToolException e) {
            return "";
        }
    }
}
