package io.nlc.viewer.model.rival;

import io.nlc.viewer.model.ToolException;
import io.nlc.viewer.model.ToolException.Kind;
import io.nlc.viewer.model.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Pictures as WebP files without further loss, which nothing in Java writes: by cwebp.
 *
 * @param tool of {@link RivalFormat#WEBP}
 */
public record WebpFile(RivalTool tool) {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Writes a picture as PNG, with what accompanies it. */
    @FunctionalInterface
    public interface Png {

        /** Writes it to a new file. */
        void write(Path file) throws IOException;
    }

    /**
     * Makes a file, to which colour profile, EXIF and XMP go over.
     *
     * @throws ToolException if the program fails
     * @throws CancellationException if that was asked for
     */
    public byte[] of(Png picture, BooleanSupplier cancelled) throws IOException {
        try (WorkFolder folder = WorkFolder.create()) {
            Path png = folder.file("picture.png");
            Path file = folder.file("picture.webp");
            picture.write(png);
            new ToolRun(folder, LIMIT, cancelled)
                    .run(List.of(
                            tool.encoder().toString(),
                            "-quiet",
                            "-lossless",
                            "-exact", // also what is invisible
                            "-metadata",
                            "all",
                            png.toString(),
                            "-o",
                            file.toString()));
            if (!Files.exists(file) || Files.size(file) == 0) {
                throw new ToolException(
                        Kind.FAILED, String.valueOf(tool.encoder().getFileName()), "no file came out");
            }
            return Files.readAllBytes(file);
        }
    }
}
