package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcWriter;
import io.nlc.imageio.FaultTable.Outcome;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.onnx.OnnxFiles;
import io.nlc.onnx.Proto;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pack that is not what it should be. */
@ExtendWith(TinyPack.class)
class PackFaultsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final FaultTable TABLE = new FaultTable("packs");
    private static final BufferedImage PICTURE = Pictures.of(60, 50, BufferedImage.TYPE_3BYTE_BGR);
    private static byte[] file;
    private static Raster right;

    @TempDir
    private Path root;

    @BeforeAll
    static void encode() throws IOException {
        file = Pictures.write(PICTURE);
        right = Pictures.read(file).getRaster();
    }

    @AfterEach
    void free() {
        PackSessions.closeIdle();
    }

    @AfterAll
    static void write() throws IOException {
        TABLE.write();
    }

    private Outcome read(String fault, String detail, byte[] from) {
        int[] warnings = new int[1];
        NlcSettings settings = NlcSettings.defaults().withPacks(List.of(root)).withDevice("cpu");
        return TABLE.tried(fault, detail, right, () -> warnings[0], () -> {
            NlcImageReader reader = PictureFiles.reader(settings);
            reader.addIIOReadWarningListener((source, warning) -> warnings[0]++);
            NlcImageReadParam param = reader.getDefaultReadParam();
            param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
            try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(from))) {
                reader.setInput(in);
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        });
    }

    private Path copy() throws IOException {
        Path from = TestPacks.directory().resolve("test/tiny");
        Path to = Files.createDirectories(root.resolve("test/tiny"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path f : (Iterable<Path>) files::iterator) {
                Files.write(to.resolve(f.getFileName()), Files.readAllBytes(f));
            }
        }
        return to;
    }

    /** Each network: missing, empty, cut, changed in a byte, or that of another place. Only decoding needs most. */
    @Test
    void everyNetwork_damaged() {
        assertTimeoutPreemptively(LONG, () -> {
            Path pack = copy();
            List<String> needed = List.of("context.onnx", "head.onnx", "hyper_synthesis.onnx", "synthesis.onnx");
            for (String name : needed) {
                byte[] good = Files.readAllBytes(pack.resolve(name));
                byte[] flipped = good.clone();
                flipped[good.length / 2] ^= 1;
                byte[] other = Files.readAllBytes(pack.resolve("hyper_analysis.onnx"));
                for (byte[] bad : new byte[][] {
                    null, {}, Arrays.copyOf(good, good.length - 1), flipped, other, new byte[good.length]
                }) {
                    if (bad == null) {
                        Files.delete(pack.resolve(name));
                    } else {
                        Files.write(pack.resolve(name), bad);
                    }
                    String fault = "a network of the pack missing, empty, cut, changed or another";
                    assertThat(read(fault, name, file)).as(name).isEqualTo(Outcome.REFUSED);
                    PackSessions.closeIdle();
                }
                Files.write(pack.resolve(name), good);
            }
            assertThat(read("the pack whole again", "", file)).isEqualTo(Outcome.SAME);
        });
    }

    /**
     * The manifest's text changed here and there. What makes no sense is refused; the gains of a pack are its own word,
     * so another digit there is another picture.
     */
    @Test
    void manifest_damaged() {
        assertTimeoutPreemptively(LONG, () -> {
            Path manifest = copy().resolve("pack.json");
            byte[] good = Files.readAllBytes(manifest);
            for (int at = 0; at < good.length; at += Math.max(1, good.length / 150)) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                Files.write(manifest, bad);
                assertThat(read("a byte of the manifest changed", "byte " + at, file))
                        .isNotEqualTo(Outcome.STREAM);
                Files.write(manifest, Arrays.copyOf(good, at));
                assertThat(read("the manifest cut", at + " bytes", file)).isEqualTo(Outcome.REFUSED);
                PackSessions.closeIdle();
            }
        });
    }

    /** Nothing of it in the folder but what another pack of the name has. */
    @Test
    void wrongPack() throws IOException {
        NlcHeader other = new NlcHeader(60, 50, Colour.RGB, false, 0, 64, 64, TinyPack.NAME, new byte[16]);
        assertThat(read("a file of another pack of that name", "", withHeader(other)))
                .isEqualTo(Outcome.REFUSED);
        NlcHeader missing = new NlcHeader(60, 50, Colour.RGB, false, 0, 64, 64, "no/such", new byte[16]);
        assertThat(read("a file of a pack that is missing", "", withHeader(missing)))
                .isEqualTo(Outcome.REFUSED);
    }

    private static byte[] withHeader(NlcHeader header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            new NlcWriter(out).write(header, List.of(), null, List.of(new byte[100]));
        }
        return bytes.toByteArray();
    }

    /**
     * Networks that load, but whose runs fail in ONNX Runtime: they have other inputs. A failing network is not a
     * damaged tile, so nothing is concealed.
     */
    @Test
    void nativeRun_fails() throws IOException {
        EditedPack synthesis = new EditedPack().entropyModel("synthesis").like("synthesis.onnx", "analysis.onnx");
        assertThat(read("a run of the synthesis fails in ONNX Runtime", "", fileOf(synthesis)))
                .isEqualTo(Outcome.REFUSED);
        EditedPack half = new EditedPack().entropyModel("half").like("synthesis.onnx", "preview.onnx");
        assertThat(read("the synthesis makes a picture of another size", "", fileOf(half)))
                .isEqualTo(Outcome.REFUSED);
        EditedPack head = new EditedPack()
                .entropyModel("head")
                .like("head.onnx", "hyper_synthesis.onnx")
                .sign("context.onnx", "head.onnx", "hyper_synthesis.onnx");
        assertThat(read("a run of an entropy network fails in ONNX Runtime", "", fileOf(head)))
                .isEqualTo(Outcome.REFUSED);
    }

    /** The tile of the file, for the edited pack. */
    private byte[] fileOf(EditedPack edited) throws IOException {
        ModelPack pack = ModelPack.of(PackSource.folder(edited.write(root)));
        NlcHeader header = new NlcHeader(60, 50, Colour.RGB, false, 0, 64, 64, pack.name(), pack.fileDigest());
        byte[] tile =
                new io.nlc.container.NlcReader(ImageIO.createImageInputStream(new ByteArrayInputStream(file))).tile(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            new NlcWriter(out).write(header, List.of(), null, List.of(tile));
        }
        return bytes.toByteArray();
    }

    /** An average over squares in the place of a network, which makes more or fewer values than that. */
    private static EditedPack averaging(String network, int kernel, int stride) throws IOException {
        Proto[] attributes = {
            OnnxFiles.attribute("kernel_shape", kernel, kernel), OnnxFiles.attribute("strides", stride, stride)
        };
        return instead(
                network,
                (in, out) -> new Proto().message(1, OnnxFiles.node("AveragePool", List.of(in), out, attributes)));
    }

    /** A sum in the place of a network, whose sides do not fit. */
    private static EditedPack failing(String network) throws IOException {
        Proto five = OnnxFiles.tensor("w", 1, 1, 5, 1, 1).bytes(9, new byte[20]);
        return instead(
                network,
                (in, out) -> new Proto()
                        .message(1, OnnxFiles.node("Add", List.of(in, "w"), out))
                        .message(5, five));
    }

    private static EditedPack instead(String network, BiFunction<String, String, Proto> nodes) throws IOException {
        boolean analysis = network.equals("analysis.onnx");
        String in = analysis ? "x" : "y";
        String out = analysis ? "y" : "z";
        Proto graph = nodes.apply(in, out).text(2, "g").message(11, OnnxFiles.value(in, 1, 0, 0, 0));
        if (analysis) {
            graph.message(11, OnnxFiles.value("gain", 1, 16, 1, 1));
        }
        graph.message(12, OnnxFiles.value(out, 1, 0, 0, 0));
        return new EditedPack().add(network, OnnxFiles.model(graph).toBytes());
    }

    /** Packs whose files cannot be written: what goes wrong with them, and the network that is to blame. */
    static Stream<Arguments> packsThatCannotWrite() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (String name : List.of("analysis", "hyper_analysis")) {
            String network = name + ".onnx";
            String text = name.replace('_', ' ');
            all.add(Arguments.of("a run of the " + text + " fails in ONNX Runtime", network, failing(network)));
            all.add(Arguments.of("the " + text + " makes too few values", network, averaging(network, 8, 8)));
            all.add(Arguments.of("the " + text + " makes too many values", network, averaging(network, 2, 1)));
        }
        return all.stream();
    }

    /**
     * What the pack's file would replace stays, nothing lies beside it, and another pack writes as if nothing had been.
     */
    @ParameterizedTest
    @MethodSource("packsThatCannotWrite")
    void writeFails_namesThePack_andLeavesTheOldFile(String fault, String network, EditedPack edited)
            throws IOException {
        edited.entropyModel("bad").write(root.resolve("packs"));
        NlcSettings settings = NlcSettings.defaults()
                .withPacks(List.of(root.resolve("packs"), TestPacks.directory()))
                .withDevice("cpu");
        Path target = Files.write(Files.createDirectory(root.resolve("out")).resolve("a.nlc"), new byte[] {1, 2, 3});
        for (int effort : new int[] {0, 9}) {
            assertThatThrownBy(() -> save(target, settings, "test/bad", effort))
                    .as(fault)
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("test/bad " + network);
            TABLE.count(fault + " while a file is written, which stays as it was", Outcome.REFUSED);
            assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
            assertThat(target.getParent().toFile().list()).containsExactly("a.nlc");
        }
        save(target, settings, TinyPack.NAME, 0);
        assertThat(target).hasBinaryContent(file);
        TABLE.count("a write with another pack after these", Outcome.SAME);
    }

    private static void save(Path target, NlcSettings settings, String pack, int effort) throws IOException {
        PictureFiles.save(target, out -> {
            NlcImageWriter writer = PictureFiles.writer(settings);
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setModel(pack);
            param.setNetworksOnly(true);
            param.setEffort(effort);
            writer.setOutput(out);
            try {
                writer.write(null, new IIOImage(PICTURE, null, null), param);
            } finally {
                writer.dispose();
            }
        });
    }
}
