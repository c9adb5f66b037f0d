package io.nlc.viewer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.model.rival.RivalTool;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Programs with the names and arguments of WebP's, which encode by appending {@code 100 * quality} bytes to the PNG and
 * decode by handing that on; ImageIO reads no further than the PNG. They are scripts, so tests with them are skipped
 * where there is no sh.
 */
public final class FakeTools {

    private static final String ENCODE = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo "fake encoder 9.8.7"; exit 0; fi
            echo run >> "$(dirname "$0")/runs"
            quality=${5%%.*}
            cat "$6" > "$8"
            head -c $((100 * quality)) /dev/zero >> "$8"
            """;
    private static final String DECODE = """
            #!/bin/sh
            cat "$2" > "$4"
            """;

    private final Path folder;

    /** Programs that do what they should, in a folder that must exist. */
    public FakeTools(Path folder) throws IOException {
        this.folder = folder;
        encoder(ENCODE);
        program("dwebp", DECODE);
    }

    /** Puts another script in the place of the encoder. */
    public void encoder(String script) throws IOException {
        program("cwebp", script);
    }

    private void program(String name, String script) throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        && Files.isExecutable(Path.of("/bin/sh")),
                "there is no /bin/sh for a fake program");
        Path file = folder.resolve(name);
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Where they are. */
    public Path folder() {
        return folder;
    }

    /** The tool that they make. */
    public RivalTool tool() {
        return new RivalTool(RivalFormat.WEBP, folder.resolve("cwebp"), folder.resolve("dwebp"), "9.8.7");
    }

    /** How often the encoder has encoded. */
    public int runs() throws IOException {
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }

    /** Folders of files that programs hand on which are there now. */
    public static List<Path> leftovers() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("nlc-viewer-rival-"))
                    .sorted()
                    .toList();
        }
    }
}
