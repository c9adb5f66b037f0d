package io.nlc.cli;

import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageReaderSpi;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcImageWriterSpi;
import io.nlc.imageio.RenderedImageSource;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures from and to files. */
final class Pictures {

    private Pictures() {
    }

    /** Reads a picture of any format that ImageIO knows, the right way up. */
    static BufferedImage read(Path file) throws IOException {
        check(file);
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw Failure.about(file, e);
        } catch (RuntimeException e) { // the JDK's readers throw such on damaged files
            throw new Failure(file + ": damaged picture: " + e, e);
        }
        if (image == null) {
            throw new Failure(file + ": not a picture that can be read here (" + formats(ImageIO.getReaderFileSuffixes()) + ")");
        }
        return ExifOrientation.turn(image, ExifOrientation.of(file));
    }

    static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new Failure(file + ": is a folder");
        }
    }

    static String formats(String[] suffixes) {
        TreeSet<String> sorted = new TreeSet<>();
        Arrays.stream(suffixes).filter(s -> !s.isEmpty()).forEach(s -> sorted.add(s.toLowerCase(Locale.ROOT)));
        return String.join(", ", sorted);
    }

    /** Our reader, even where another plugin would like to read the format. */
    static NlcImageReader reader() {
        return (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
    }

    static NlcImageWriter writer() {
        return (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
    }

    /** 8-bit interleaved RGB of a whole picture. */
    static byte[] rgb(BufferedImage image) throws IOException {
        RenderedImageSource source = new RenderedImageSource(image);
        if (3L * source.width() * source.height() > Integer.MAX_VALUE - 8) {
            throw new Failure("pictures of " + source.width() + " x " + source.height() + " are too large to compare");
        }
        byte[] rgb = new byte[3 * source.width() * source.height()];
        source.readRgb(0, 0, source.width(), source.height(), rgb);
        return rgb;
    }

    /** Colours without alpha, on white. */
    static BufferedImage flatten(BufferedImage image) {
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = flat.createGraphics();
        g.drawImage(image, 0, 0, Color.WHITE, null);
        g.dispose();
        return flat;
    }

    /** Writes to a stream. */
    interface Output {
        void to(ImageOutputStream out) throws IOException;
    }

    /** Writes a file all or not at all: under another name beside it first. */
    static void save(Path file, Output output) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Failure(file + ": is a folder");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) { // such as /dev/stdout
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(Files.newOutputStream(target))) {
                output.to(out);
            }
            return;
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(target.getParent().toString());
        }
        Path part = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.deleteIfExists(part); // of a process that had our number and was killed
            try (ImageOutputStream out = new FileImageOutputStream(part.toFile())) {
                output.to(out);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
