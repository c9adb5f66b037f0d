package io.nlc.viewer.model.rival;

import io.nlc.viewer.model.ToolException;
import io.nlc.viewer.model.ToolException.Kind;
import io.nlc.viewer.model.WorkFolder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** Encodes one picture by other codecs, to a setting or to a size. Thread-safe. */
public final class RivalCoder {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long CAPACITY = 32L << 20;
    private static final String PNG = "picture.png";

    private final int width;
    private final int height;
    private final byte[] rgb;
    private final Duration limit;
    private final RivalFiles known = new RivalFiles(CAPACITY);

    /**
     * What a codec made.
     *
     * @param file the whole file
     * @param step the setting, see {@link RivalFormat}
     * @param picture what it decodes to
     * @param encodeTime of the encoding that was taken, with starting the program; zero if it was made before
     * @param decodeTime likewise
     */
    public record Made(byte[] file, int step, BufferedImage picture, Duration encodeTime, Duration decodeTime) {}

    /**
     * A coder of a picture.
     *
     * @param rgb {@code 3 * width * height} samples, interleaved R, G, B; must not be changed any more
     */
    public RivalCoder(int width, int height, byte[] rgb) {
        this(width, height, rgb, LIMIT);
    }

    /**
     * A coder of a picture.
     *
     * @param limit how long a program may run
     */
    RivalCoder(int width, int height, byte[] rgb, Duration limit) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
        this.limit = limit;
    }

    /**
     * Encodes at a setting.
     *
     * @throws ToolException if a program fails
     * @throws CancellationException if that was asked for
     */
    public Made encode(RivalTool tool, int step, BooleanSupplier cancelled) throws IOException {
        try (WorkFolder folder = WorkFolder.create()) {
            return made(tool, step, new ToolRun(folder, limit, cancelled));
        }
    }

    /**
     * Encodes as well as so many bytes allow; at the lowest setting if even its file has more.
     *
     * @throws ToolException if a program fails
     * @throws CancellationException if that was asked for
     */
    public Made within(RivalTool tool, long bytes, BooleanSupplier cancelled) throws IOException {
        try (WorkFolder folder = WorkFolder.create()) {
            ToolRun run = new ToolRun(folder, limit, cancelled);
            int step = SizeSearch.largest(tool.format().steps(), bytes, candidate -> {
                Long size = known.size(new RivalFiles.Key(tool, candidate));
                return size != null ? size : file(tool, candidate, run).length;
            });
            return made(tool, step, run);
        }
    }

    private Made made(RivalTool tool, int step, ToolRun run) throws IOException {
        long start = System.nanoTime();
        boolean there = known.file(new RivalFiles.Key(tool, step)) != null;
        byte[] file = file(tool, step, run);
        long encoded = System.nanoTime();
        BufferedImage picture = decode(tool, file, run);
        return new Made(
                file,
                step,
                picture,
                there ? Duration.ZERO : Duration.ofNanos(encoded - start),
                Duration.ofNanos(System.nanoTime() - encoded));
    }

    private byte[] file(RivalTool tool, int step, ToolRun run) throws IOException {
        RivalFiles.Key key = new RivalFiles.Key(tool, step);
        byte[] made = known.file(key);
        if (made == null) {
            Path png = run.folder().file(PNG);
            if (!Files.exists(png)) {
                ImageIO.write(picture(), "png", png.toFile());
            }
            made = output(
                    tool.encoder(),
                    run.folder().file("coded." + tool.format().suffix()),
                    file -> run.run(tool.encode(png, file, step)));
            known.put(key, made);
        }
        return made;
    }

    private BufferedImage decode(RivalTool tool, byte[] file, ToolRun run) throws IOException {
        Path coded = run.folder().file("decode." + tool.format().suffix());
        Files.write(coded, file);
        Path png = run.folder().file("decoded.png");
        output(tool.decoder(), png, out -> run.run(tool.decode(coded, out)));
        BufferedImage picture = ImageIO.read(png.toFile());
        if (picture == null || picture.getWidth() != width || picture.getHeight() != height) {
            throw new ToolException(
                    Kind.FAILED,
                    name(tool.decoder()),
                    picture == null
                            ? "no picture came out"
                            : picture.getWidth() + " x " + picture.getHeight() + " pixels came out of " + width + " x "
                                    + height);
        }
        return picture;
    }

    private interface Use {
        void with(Path file) throws IOException;
    }

    // Some programs fail and say that all is well.
    private static byte[] output(Path program, Path file, Use use) throws IOException {
        Files.deleteIfExists(file);
        use.with(file);
        if (!Files.exists(file) || Files.size(file) == 0) {
            throw new ToolException(Kind.FAILED, name(program), "no file came out");
        }
        return Files.readAllBytes(file);
    }

    private static String name(Path program) {
        return String.valueOf(program.getFileName());
    }

    private BufferedImage picture() {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return picture;
    }
}
