package io.nlc.cli;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** What a command reads: a file, a pipe or standard input. */
final class Input {

    private static final Path STANDARD = Path.of("/dev/stdin");

    private final Path path;
    private final InputStream standard;

    private Input(Path path, InputStream standard) {
        this.path = path;
        this.standard = standard;
    }

    static Input of(Path path) {
        return new Input(path, null);
    }

    static Input standard(InputStream in) {
        return new Input(null, in);
    }

    boolean isStandard() {
        return path == null;
    }

    boolean isFolder() {
        return path != null && Files.isDirectory(path);
    }

    /** The file; of standard input the system's name for it. */
    Path path() {
        return path == null ? STANDARD : path;
    }

    /** At the first byte. Standard input and pipes can be opened once. */
    ImageInputStream open() throws IOException {
        if (path == null) {
            return new MemoryCacheImageInputStream(standard);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isDirectory(path)) {
            throw new Failure(path + ": is a folder");
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        // A name that the encoding of the locale cannot express is found by listing its folder, but is no File.
        return Files.isRegularFile(path) && path.toFile().isFile()
                ? new FileImageInputStream(path.toFile())
                : new PipeStream(Files.newInputStream(path));
    }

    private static final class PipeStream extends MemoryCacheImageInputStream {
        private final InputStream in;

        PipeStream(InputStream in) {
            super(in);
            this.in = in;
        }

        @Override
        public void close() throws IOException {
            super.close();
            in.close();
        }
    }

    /** Reads a picture of any format that ImageIO knows, the right way up. */
    Picture read(NlcSettings settings) throws IOException {
        return read(settings, warning -> {});
    }

    /** As {@link #read(NlcSettings)}. @param warnings takes what is not as it should be but fails nothing */
    Picture read(NlcSettings settings, Consumer<String> warnings) throws IOException {
        try (ImageInputStream in = open()) {
            PictureMetadata metadata = PictureFiles.metadata(in);
            BufferedImage image = PictureFiles.read(in, settings, warning -> warnings.accept(this + ": " + warning));
            return new Picture(image, metadata, length(in));
        } catch (IOException e) {
            throw Failure.about(this, e);
        }
    }

    /**
     * A picture.
     *
     * @param metadata say that it is upright, as it is
     * @param bytes size of the file
     */
    record Picture(BufferedImage image, PictureMetadata metadata, long bytes) {}

    /** How many bytes there are; of a pipe that is known at its end. */
    static long length(ImageInputStream in) throws IOException {
        long length = in.length();
        if (length < 0) {
            byte[] rest = new byte[1 << 16];
            while (in.read(rest) >= 0) {
                continue;
            }
            length = in.getStreamPosition();
        }
        return length;
    }

    /** For people. */
    @Override
    public String toString() {
        return path == null ? "standard input" : path.toString();
    }
}
