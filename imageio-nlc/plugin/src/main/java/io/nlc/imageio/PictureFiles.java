package io.nlc.imageio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What programs around the plugin need for pictures and their files, done once. */
public final class PictureFiles {

    private PictureFiles() {}

    /** Our reader, even where another plugin would like to read the format. */
    public static NlcImageReader reader() {
        return new NlcImageReader(new NlcImageReaderSpi());
    }

    /** Our writer. */
    public static NlcImageWriter writer() {
        return new NlcImageWriter(new NlcImageWriterSpi());
    }

    /**
     * Reads a picture of any format that ImageIO knows, turned upright if a camera noted how it was held.
     *
     * @throws IIOException if it is damaged or of no format known here; the message says which are
     * @throws IOException if the file cannot be read
     */
    public static BufferedImage read(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (RuntimeException e) { // the JDK's readers throw such on damaged files
            throw new IIOException("damaged picture: " + e, e);
        }
        if (image == null) {
            throw new IIOException(
                    "not a picture that can be read here (" + formats(ImageIO.getReaderFileSuffixes()) + ")");
        }
        return ExifOrientation.turn(image, ExifOrientation.of(file));
    }

    /** File suffixes for people to read: lower case, sorted. */
    public static String formats(String[] suffixes) {
        return Arrays.stream(suffixes)
                .filter(s -> !s.isEmpty())
                .map(s -> s.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * A whole picture as the codec sees it; what quality is measured on.
     *
     * @return {@code 3 * width * height} bytes: interleaved 8-bit R, G, B
     * @throws IIOException if that is more than an array can hold
     */
    public static byte[] rgb(BufferedImage image) throws IOException {
        RenderedImageSource source = new RenderedImageSource(image);
        if (3L * source.width() * source.height() > Integer.MAX_VALUE - 8) {
            throw new IIOException(
                    "pictures of " + source.width() + " x " + source.height() + " are too large to compare");
        }
        byte[] rgb = new byte[3 * source.width() * source.height()];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && image.getRaster().getParent() == null) {
            // Most pictures, and the general way is slow until it is compiled.
            byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < rgb.length; i += 3) {
                rgb[i] = bgr[i + 2];
                rgb[i + 1] = bgr[i + 1];
                rgb[i + 2] = bgr[i];
            }
            return rgb;
        }
        source.readRgb(0, 0, source.width(), source.height(), rgb);
        return rgb;
    }

    /** Colours without alpha, on white. */
    public static BufferedImage flatten(BufferedImage image) {
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = flat.createGraphics();
        g.drawImage(image, 0, 0, Color.WHITE, null);
        g.dispose();
        return flat;
    }

    /** Writes to a stream. */
    @FunctionalInterface
    public interface Output {

        /** Writes everything; the stream is closed by whoever calls. */
        void to(ImageOutputStream out) throws IOException;
    }

    /**
     * Writes a file all or not at all: under another name beside it first, which then replaces it.
     *
     * @throws NoSuchFileException if its folder does not exist
     * @throws IIOException if it is a folder
     */
    public static void save(Path file, Output output) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IIOException(file + ": is a folder");
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
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
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
