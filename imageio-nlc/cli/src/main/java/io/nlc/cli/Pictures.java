package io.nlc.cli;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Pictures from and to files. */
final class Pictures {

    private Pictures() {}

    /** Reads a picture of any format that ImageIO knows, the right way up. */
    static BufferedImage read(Path file, NlcSettings settings) throws IOException {
        check(file);
        try {
            return PictureFiles.read(file, settings);
        } catch (IOException e) {
            throw Failure.about(file, e);
        }
    }

    static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new Failure(file + ": is a folder");
        }
    }

    /** Writes a file all or not at all. */
    static void save(Path file, PictureFiles.Output output) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Failure(file + ": is a folder");
        }
        PictureFiles.save(file, output);
    }
}
