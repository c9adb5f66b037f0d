package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.TestPacks;
import io.nlc.imageio.FaultTable.Outcome;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.runtime.FloatTensor;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every fault of some kinds in small files: the right picture, one with a warning, or an IIOException. Nothing else,
 * and no end of time.
 */
@ExtendWith(TinyPack.class)
class FileFaultsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int SIGNATURE = 8;
    private static final FaultTable TABLE = new FaultTable("files");

    @AfterAll
    static void write() throws IOException {
        TABLE.write();
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = FileFaultsTest.class.getResourceAsStream("/nlc/" + name)) {
            return in.readAllBytes();
        }
    }

    /** A file, and how a reader of it behaves. */
    private record Subject(String name, byte[] file, boolean conceal, Raster picture) {

        static Subject of(String name, boolean conceal) throws IOException {
            byte[] file = sample(name);
            return new Subject(name, file, conceal, Pictures.read(file).getRaster());
        }

        Outcome tried(String fault, String detail, byte[] changed) {
            int[] warnings = new int[1];
            String row = name + (conceal ? ", concealing: " : ": ") + fault;
            return TABLE.tried(row, detail, picture, () -> warnings[0], () -> {
                NlcImageReader reader = PictureFiles.reader();
                reader.addIIOReadWarningListener((source, warning) -> warnings[0]++);
                NlcImageReadParam param = reader.getDefaultReadParam();
                if (conceal) {
                    param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
                }
                try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(changed))) {
                    reader.setInput(in);
                    return reader.read(0, param);
                } finally {
                    reader.dispose();
                }
            });
        }
    }

    private static List<Subject> subjects(String... names) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        for (String name : names) {
            subjects.add(Subject.of(name, false));
            subjects.add(Subject.of(name, true));
        }
        return subjects;
    }

    private static byte[] flipped(byte[] file, int at, int mask) {
        byte[] changed = file.clone();
        changed[at] ^= (byte) mask;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray.nlc",
                "lossless-palette.nlc",
                "layers-alone-gray.nlc",
                "squares-alone-gray.nlc",
                "softened-alone-gray.nlc",
                "tile-alone.nlc"
            })
    void everyByte_flipped(String name) {
        assertTimeoutPreemptively(LONG, () -> {
            for (Subject s : subjects(name)) {
                for (int i = 0; i < s.file.length; i++) {
                    String detail = "byte " + i;
                    assertThat(s.tried("every byte flipped in one bit", detail, flipped(s.file, i, 1 << i % 8)))
                            .as(detail)
                            .isNotIn(Outcome.OTHER, Outcome.STREAM);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray.nlc",
                "lossless-palette.nlc",
                "layers-alone-gray.nlc",
                "squares-alone-gray.nlc",
                "softened-alone-gray.nlc",
                "tile-alone.nlc"
            })
    void everyTruncation(String name) {
        assertTimeoutPreemptively(LONG, () -> {
            for (Subject s : subjects(name)) {
                for (int length = 0; length < s.file.length; length++) {
                    String detail = length + " bytes";
                    assertThat(s.tried("every truncation", detail, Arrays.copyOf(s.file, length)))
                            .as(detail)
                            .isNotIn(Outcome.OTHER, Outcome.STREAM);
                }
            }
        });
    }

    /** Whole chunks, signature and all else left as it is. */
    private static List<byte[]> chunks(byte[] file) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = SIGNATURE; at < file.length; ) {
            int end = at + 12 + ByteBuffer.wrap(file).getInt(at);
            chunks.add(Arrays.copyOfRange(file, at, end));
            at = end;
        }
        return chunks;
    }

    private static byte[] joined(byte[] file, List<byte[]> chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, SIGNATURE);
        chunks.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static String type(byte[] chunk) {
        return new String(chunk, 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiles.nlc",
                "rgba.nlc",
                "lossless-rgba.nlc",
                "tile-alone.nlc",
                "layers-mixed-gray.nlc",
                "map.nlc"
            })
    void chunks_removedDuplicatedReordered(String name) {
        assertTimeoutPreemptively(LONG, () -> {
            for (Subject s : subjects(name)) {
                List<byte[]> chunks = chunks(s.file);
                for (int i = 0; i < chunks.size(); i++) {
                    List<byte[]> removed = new ArrayList<>(chunks);
                    removed.remove(i);
                    check(s, "a chunk removed", type(chunks.get(i)), removed);
                    List<byte[]> twice = new ArrayList<>(chunks);
                    twice.add(i, chunks.get(i));
                    check(s, "a chunk twice", type(chunks.get(i)), twice);
                    for (int k = i + 1; k < chunks.size(); k++) {
                        List<byte[]> swapped = new ArrayList<>(chunks);
                        Collections.swap(swapped, i, k);
                        check(s, "two chunks swapped", type(chunks.get(i)) + " and " + type(chunks.get(k)), swapped);
                    }
                }
            }
        });
    }

    private static void check(Subject s, String fault, String detail, List<byte[]> chunks) {
        assertThat(s.tried(fault, detail, joined(s.file, chunks)))
                .as(s.name + ", " + fault + ": " + detail)
                .isNotIn(Outcome.OTHER, Outcome.STREAM);
    }

    /**
     * As a forger would. What is in a tile has a check value of its own, which in version 2 covers the header; that of
     * version 1 does not, so there a header may say another quality or depth of colour. That is the format's.
     */
    @ParameterizedTest
    @ValueSource(strings = {"rgba.nlc", "lossless-rgba.nlc", "tile-alone.nlc", "layers-mixed-gray.nlc", "map.nlc"})
    void contentOfChunks_changed_andItsCrcRepaired(String name) {
        assertTimeoutPreemptively(LONG, () -> {
            for (Subject s : subjects(name)) {
                List<byte[]> chunks = chunks(s.file);
                for (int c = 0; c < chunks.size(); c++) {
                    byte[] chunk = chunks.get(c);
                    boolean free = s.file[SIGNATURE + 8] == 1
                            && List.of("HEAD", "ALPH").contains(type(chunk));
                    int step = Math.max(1, (chunk.length - 12) / 60);
                    for (int at = 8; at < chunk.length - 4; at += step) {
                        List<byte[]> changed = new ArrayList<>(chunks);
                        changed.set(c, repaired(flipped(chunk, at, 1 << at % 8)));
                        String fault = type(chunk) + " changed, CRC repaired";
                        Outcome outcome = s.tried(fault, "byte " + (at - 8), joined(s.file, changed));
                        assertThat(outcome).as(fault + " at " + (at - 8)).isNotEqualTo(Outcome.STREAM);
                        if (!free) {
                            assertThat(outcome).as(fault + " at " + (at - 8)).isNotEqualTo(Outcome.OTHER);
                        }
                    }
                }
            }
        });
    }

    private static byte[] repaired(byte[] chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk, 4, chunk.length - 8);
        ByteBuffer.wrap(chunk).putInt(chunk.length - 4, (int) crc.getValue());
        return chunk;
    }

    /**
     * Neighbours see the latents of the damaged tile that lie in their halo, and the synthesis carries what it sees as
     * far as its layers reach, of which the halo is the greater part: farther away than it a sample differs by one,
     * here and there, and nothing at all where the network does not reach.
     */
    @Test
    void concealment_changesNothingFarAway() throws IOException {
        byte[] file = Pictures.write(Pictures.of(1300, 1100, BufferedImage.TYPE_3BYTE_BGR));
        Raster right = Pictures.read(file).getRaster();
        List<byte[]> chunks = chunks(file);
        int first = 0;
        while (!type(chunks.get(first)).equals("TILE")) {
            first++;
        }
        int halo = TestPacks.tiny().manifest().tiles().synthesisHalo();
        int reach = reach(TestPacks.tiny());
        assertThat(reach).isGreaterThan(halo);
        for (int tile : new int[] {0, 4, 8}) {
            List<byte[]> damaged = new ArrayList<>(chunks);
            byte[] chunk = chunks.get(first + tile);
            damaged.set(first + tile, repaired(flipped(chunk, chunk.length / 2, 16)));
            Raster concealed = Pictures.read(
                            joined(file, damaged), p -> p.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL))
                    .getRaster();
            Rectangle area = new Rectangle(tile % 3 * 512, tile / 3 * 512, 512, 512);
            assertThat(changes(right, concealed, area, 0, halo))
                    .as("samples near tile " + tile)
                    .isGreaterThan(1000);
            assertThat(changes(right, concealed, area, halo, reach))
                    .as("samples about tile " + tile)
                    .isLessThan(20);
            assertThat(changes(right, concealed, area, reach, 2000))
                    .as("samples far from tile " + tile)
                    .isZero();
            TABLE.count("a picture of 9 tiles, concealing: a tile damaged", Outcome.WARNED);
        }
    }

    /** From how many pixels away a latent of another value changes anything that the synthesis makes. */
    private static int reach(ModelPack pack) throws IOException {
        int stride = pack.manifest().latent().stride();
        int channels = pack.manifest().latent().channels();
        int half = 20;
        FloatTensor one = new FloatTensor(1, channels, 2, 2 * half);
        FloatTensor other = new FloatTensor(1, channels, 2, 2 * half);
        Random random = new Random(1);
        for (int i = 0; i < channels * 2 * 2 * half; i++) {
            float value = random.nextInt(21) - 10;
            one.buffer().put(i, value);
            other.buffer().put(i, i % (2 * half) < half ? value : random.nextInt(21) - 10);
        }
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
            FloatTensor gain = FloatTensor.filled(1, 1, channels, 1, 1);
            float[] a = sessions.synthesis().run(one, gain);
            float[] b = sessions.synthesis().run(other, gain);
            int width = 2 * half * stride;
            int first = width;
            for (int i = 0; i < a.length; i++) {
                first = a[i] == b[i] ? first : Math.min(first, i % width);
            }
            return width / 2 - first;
        }
    }

    /** Sum of the differences of samples between two distances from an area, the second one included. */
    private static long changes(Raster right, Raster other, Rectangle area, int from, int to) {
        Rectangle inner = new Rectangle(area);
        inner.grow(from, from);
        Rectangle outer = new Rectangle(area);
        outer.grow(to, to);
        long sum = 0;
        for (int y = 0; y < right.getHeight(); y++) {
            for (int x = 0; x < right.getWidth(); x++) {
                if (outer.contains(x, y) && (from == 0 || !inner.contains(x, y))) {
                    for (int b = 0; b < right.getNumBands(); b++) {
                        sum += Math.abs(right.getSample(x, y, b) - other.getSample(x, y, b));
                    }
                }
            }
        }
        return sum;
    }
}
