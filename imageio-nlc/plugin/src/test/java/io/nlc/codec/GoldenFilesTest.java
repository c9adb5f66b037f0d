package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.Optimization;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that our encoder made once decode to the same latents and lossless samples for ever: on every JDK, ONNX
 * Runtime, thread count and optimisation level. A change of a digest in the list is a change of the format.
 */
class GoldenFilesTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    static Stream<String> withPack() throws IOException {
        return GoldenList.names(true);
    }

    static Stream<String> withoutPack() throws IOException {
        return GoldenList.names(false);
    }

    private static ModelPack pack(NlcHeader header) throws IOException {
        return TestPacks.installed().forFile(header.pack(), header.digest());
    }

    @ParameterizedTest
    @MethodSource("withPack")
    void latentDigest(String name) throws IOException {
        NlcReader reader = GoldenList.open(name);
        for (int threads : new int[] {1, 2}) {
            for (Optimization level : Optimization.values()) {
                assertThat(new NlcDecoder(pack(reader.header()), TestPacks.cpu(threads, level))
                                .latentDigest(reader.header(), TileSource.of(reader)))
                        .as("%s threads, optimisation %s", threads, level)
                        .isEqualTo(GoldenList.digests().get(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("withoutPack")
    void sampleDigest(String name) throws IOException {
        assertThat(GoldenSamples.digest(GoldenList.open(name)))
                .isEqualTo(GoldenList.digests().get(name));
    }

    /** Networks of floats may round otherwise on another machine, but not by more than a step. */
    @ParameterizedTest
    @CsvSource({
        "rgb, 0, 0",
        "latents-tiny-serial, 0, 0",
        "latents-tiny-slices, 0, 0",
        "tiles, 480, 470",
        "layers-mixed, 80, 90",
        "layers-mixed-gray, 80, 90",
        "squares-mixed, 80, 90",
        "squares-mixed-gray, 80, 90",
        "softened-mixed, 80, 90",
        "softened-mixed-gray, 80, 90",
        "map, 80, 70",
        "map-refined, 80, 70"
    })
    void pixels(String name, int left, int top) throws IOException {
        BufferedImage expected = ImageIO.read(getClass().getResource("/nlc/pixels/" + name + ".png"));
        NlcReader reader = GoldenList.open(name + ".nlc");
        NlcHeader header = reader.header();
        TestPicture picture = TestPicture.empty(header.width(), header.height());
        new NlcDecoder(pack(header), TestPacks.CPU)
                .decode(header, TileSource.of(reader), null, picture, CodecProgress.NONE);
        int bands = expected.getRaster().getNumBands();
        int most = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                int at = 3 * ((top + y) * header.width() + left + x);
                for (int band = 0; band < bands; band++) {
                    int actual = bands == 1 ? gray(picture.rgb(), at) : picture.rgb()[at + band] & 255;
                    most = Math.max(most, Math.abs(actual - expected.getRaster().getSample(x, y, band)));
                }
            }
        }
        assertThat(most).isLessThanOrEqualTo(1);
    }

    private static int gray(byte[] rgb, int at) {
        return ((rgb[at] & 255) + (rgb[at + 1] & 255) + (rgb[at + 2] & 255) + 1) / 3;
    }

    @Test
    void list_namesEveryGoldenFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/nlc"))) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".nlc")))
                    .containsExactlyInAnyOrderElementsOf(GoldenList.digests().keySet());
        }
    }
}
