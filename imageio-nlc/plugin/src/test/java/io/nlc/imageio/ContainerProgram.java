package io.nlc.imageio;

import io.nlc.TestPacks;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.NlcWriter;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.runtime.MemoryBudget;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes and reads the largest tiles that there may be, and larger ones, with one pack, and prints {@code budget MIB},
 * then of each step {@code step NAME OUTCOME MIB}: the process's resident memory at its highest by then. Argument: the
 * pack's name, or none to print those that there are.
 */
public final class ContainerProgram {

    private static final int SIDE = 768;
    private static final int LONG = 9216;
    private static final int FLAT = 64;

    private final ModelPack pack;

    private ContainerProgram(ModelPack pack) {
        this.pack = pack;
    }

    private interface Step {
        void run() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            TestPacks.installed().all().forEach(pack -> System.out.println(pack.name()));
            return;
        }
        System.out.println("budget " + (MemoryBudget.ofMachine().bytes() >> 20));
        new ContainerProgram(TestPacks.installed().byName(args[0])).run();
    }

    private void run() throws IOException {
        byte[][] file = new byte[2][];
        step("write", () -> file[0] = write(Pictures.of(SIDE, SIDE, BufferedImage.TYPE_INT_RGB)));
        step("read", () -> Pictures.read(file[0]));
        step("2048x2048", () -> read(new byte[100], 0, 2048, 2048, 1, 1));
        step("with-neighbours", () -> read(tile(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB)), 3, 3));
        step("9216x64", () -> read(tile(new BufferedImage(LONG, FLAT, BufferedImage.TYPE_INT_RGB)), 1, 3));
    }

    private static void step(String name, Step step) throws IOException {
        String outcome;
        try {
            step.run();
            outcome = "done";
        } catch (IIOException e) {
            outcome = e.getCause() instanceof NlcException cause
                    ? "refused:" + cause.kind()
                    : "failed:" + e.getMessage().replace(' ', '_');
        }
        System.out.println("step " + name + " " + outcome + " " + peak());
    }

    private byte[] write(BufferedImage image) throws IOException {
        return Pictures.write(image, param -> {
            param.setModel(pack.name());
            param.setCompressionQuality(0.8f); // at which encoders synthesise, too
        });
    }

    /** The first tile of a picture, as files of version 1 have it, and its header. */
    private record Tile(NlcHeader header, byte[] payload) {}

    private Tile tile(BufferedImage image) throws IOException {
        NlcReader reader = new NlcReader(ImageIO.createImageInputStream(new ByteArrayInputStream(write(image))));
        TilePayload payload = TilePayload.parse(reader.tile(0)).bound(reader.header(), 0); // twice is not at all
        return new Tile(reader.header(), payload.toVersion1());
    }

    /** As a forger does: the same tile again and again, in version 1, which does not bind it to a place. */
    private void read(Tile tile, int columns, int rows) throws IOException {
        NlcHeader h = tile.header; // a tile is no larger than its picture, whose sides are whole positions here
        int width = Math.min(h.tileWidth(), h.width());
        int height = Math.min(h.tileHeight(), h.height());
        read(tile.payload, h.quality(), width, height, columns, rows);
    }

    /** The one in the middle. */
    private void read(byte[] payload, int quality, int width, int height, int columns, int rows) throws IOException {
        NlcHeader header = new NlcHeader(
                columns * width,
                rows * height,
                Colour.RGB,
                false,
                quality,
                width,
                height,
                pack.name(),
                pack.fileDigest());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            new NlcWriter(out).write(header, List.of(), null, Collections.nCopies(columns * rows, payload));
        }
        Rectangle middle = new Rectangle(columns / 2 * width, rows / 2 * height, width, height);
        Pictures.read(bytes.toByteArray(), param -> param.setSourceRegion(middle));
    }

    private static long peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
