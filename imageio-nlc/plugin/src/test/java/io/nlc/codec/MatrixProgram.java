package io.nlc.codec;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.stream.FileImageInputStream;

/**
 * What one cell of the determinism matrix runs, in a JVM of its own.
 *
 * <ul>
 *   <li>{@code make FOLDER}: writes a file of every installed pack into the folder, and the samples that the default
 *       pack's decodes to.
 *   <li>{@code digest FOLDER THREADS LEVEL PRECISION (all|some)}: prints {@code digest NAME HEX} for every golden file
 *       and every file in the folder; Then {@code pixels N}, the most that a sample of the default pack's picture is
 *       away from that of {@code make}, and {@code int8 BOOLEAN}, whether 8-bit integers make the picture.
 *       {@code some}, for emulators, whose processors matter to ONNX Runtime, leaves out that picture, the packs that
 *       are neither tiny nor the default, and golden files that have nothing to do with packs.
 * </ul>
 */
public final class MatrixProgram {

    private static final int WIDTH = 176;
    private static final int HEIGHT = 112;
    private static final double QUALITY = 0.6;
    private static final String PIXELS = "pixels.rgb";

    private final Path folder;
    private final RuntimeSettings settings;

    private MatrixProgram(Path folder, RuntimeSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        if (args[0].equals("make")) {
            new MatrixProgram(folder, TestPacks.CPU.withPrecision(Precision.FULL)).make();
        } else {
            RuntimeSettings settings = TestPacks.cpu(Integer.parseInt(args[2]), Optimization.parse(args[3]))
                    .withPrecision(Precision.parse(args[4]));
            new MatrixProgram(folder, settings).digest(args[5].equals("all"));
        }
    }

    private static String file(String pack) {
        return pack.replace('/', '+') + ".nlc";
    }

    private void make() throws IOException {
        TestPicture scene = TestPicture.scene(WIDTH, HEIGHT);
        for (ModelPack pack : TestPacks.installed().all()) {
            EncodedPicture e = new NlcEncoder(pack, settings)
                    .encode(WIDTH, HEIGHT, scene, new RateTarget.Quality(QUALITY), 0, CodecProgress.NONE);
            NlcHeader header = new NlcHeader(
                    WIDTH,
                    HEIGHT,
                    Colour.RGB,
                    false,
                    e.quality(),
                    e.tileWidth(),
                    e.tileHeight(),
                    pack.name(),
                    pack.fileDigest());
            List<TilePayload> tiles = new ArrayList<>();
            for (byte[] tile : e.tiles()) {
                tiles.add(TilePayload.ofVersion1(tile));
            }
            Files.write(folder.resolve(file(pack.name())), GoldenBytes.file(header, List.of(), tiles));
            PackSessions.closeIdle();
        }
        Files.write(folder.resolve(PIXELS), picture(TestPacks.installed().defaultPack()));
    }

    private void digest(boolean all) throws IOException {
        for (Map.Entry<String, String> golden : GoldenList.digests().entrySet()) {
            NlcReader reader = GoldenList.open(golden.getKey());
            boolean packless = reader.header().pack().isEmpty();
            if (all || !packless) {
                String digest = packless ? GoldenSamples.digest(reader) : latents(reader);
                System.out.println("digest " + golden.getKey() + " " + digest);
            }
        }
        // The synthesis goes first, so that its sessions are there, of whatever precision, when latents are decoded.
        ModelPack usual = TestPacks.installed().defaultPack();
        if (all) {
            System.out.println("pixels " + difference(usual));
        }
        try (PackSessions sessions = PackSessions.acquire(usual, settings)) {
            System.out.println("int8 " + (sessions.synthesis(settings.precision()) != sessions.synthesis()));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> f.toString().endsWith(".nlc")).sorted()::iterator) {
                String name = file.getFileName().toString();
                if (all || name.startsWith("test+") || name.equals(file(ModelPacks.DEFAULT))) {
                    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
                        System.out.println("digest " + name + " " + latents(new NlcReader(in)));
                    }
                    PackSessions.closeIdle();
                }
            }
        }
    }

    private int difference(ModelPack pack) throws IOException {
        byte[] expected = Files.readAllBytes(folder.resolve(PIXELS));
        byte[] actual = picture(pack);
        int most = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs((expected[i] & 255) - (actual[i] & 255)));
        }
        return most;
    }

    private static ModelPack pack(NlcReader reader) throws IOException {
        return TestPacks.installed()
                .forFile(reader.header().pack(), reader.header().digest());
    }

    private String latents(NlcReader reader) throws IOException {
        return new NlcDecoder(pack(reader), settings).latentDigest(reader.header(), TileSource.of(reader));
    }

    private byte[] picture(ModelPack pack) throws IOException {
        try (FileImageInputStream in =
                new FileImageInputStream(folder.resolve(file(pack.name())).toFile())) {
            NlcReader reader = new NlcReader(in);
            TestPicture picture = TestPicture.empty(WIDTH, HEIGHT);
            new NlcDecoder(pack, settings)
                    .decode(reader.header(), TileSource.of(reader), null, picture, CodecProgress.NONE);
            return picture.rgb();
        }
    }
}
