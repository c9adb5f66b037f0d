package io.nlc.imageio;

import static io.nlc.imageio.PictureBytes.even;
import static io.nlc.imageio.PictureBytes.gamma;
import static io.nlc.imageio.PictureBytes.iccp;
import static io.nlc.imageio.PictureBytes.png;
import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.colour.PictureProfile;
import io.nlc.colour.Profiles;
import io.nlc.imageio.PictureBytes.PngChunk;
import io.nlc.imageio.PictureBytes.TiffEntry;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The colours of pictures of other formats. What is expected is what littleCMS 2.19 makes of the same samples and
 * profiles with its own sRGB and the perceptual intent (by Pillow's ImageCms, in a run of its own).
 */
class ColoursTest {

    private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;
    private static final int GRAY = BufferedImage.TYPE_BYTE_GRAY;

    private final List<String> warnings = new ArrayList<>();

    private BufferedImage read(byte[] file) throws IOException {
        warnings.clear();
        return PictureFiles.read(
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), NlcSettings.defaults(), warnings::add);
    }

    private static int[] srgb(BufferedImage image) throws IOException {
        byte[] rgb = PictureFiles.rgb(image);
        return new int[] {rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF};
    }

    private static void assertNear(int[] actual, int tolerance, int... expected) {
        for (int i = 0; i < 3; i++) {
            assertThat(actual[i])
                    .as(() -> Arrays.toString(actual))
                    .isBetween(expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    private static byte[] profile(BufferedImage image) {
        return PictureProfile.of(image.getColorModel().getColorSpace())
                .orElseThrow()
                .bytes();
    }

    static Stream<Arguments> containers() {
        BufferedImage even = even(16, 16, RGB, 121, 62, 41);
        byte[] icc = Profiles.proPhoto();
        int half = icc.length / 2;
        return Stream.of(
                Arguments.of("png", png(even, iccp(icc))),
                Arguments.of("jpeg", PictureBytes.jpeg(even, PictureBytes.app2(1, 1, icc, 0, icc.length))),
                Arguments.of(
                        "jpeg in parts",
                        PictureBytes.jpeg(
                                even,
                                PictureBytes.app2(2, 2, icc, half, icc.length),
                                PictureBytes.segment(0xFE, 3, new byte[9]),
                                PictureBytes.app2(1, 2, icc, 0, half))),
                Arguments.of("tiff II", tiff(ByteOrder.LITTLE_ENDIAN, 2, icc, 121, 62, 41)),
                Arguments.of("tiff MM", tiff(ByteOrder.BIG_ENDIAN, 2, icc, 121, 62, 41)),
                Arguments.of("bmp", PictureBytes.bmp(even, icc, null, null)));
    }

    private static byte[] tiff(ByteOrder order, int photometric, byte[] icc, int... pixel) {
        ByteBuffer strip = ByteBuffer.allocate(16 * 16 * pixel.length);
        int[] bits = new int[pixel.length];
        Arrays.fill(bits, 8);
        while (strip.hasRemaining()) {
            for (int sample : pixel) {
                strip.put((byte) sample);
            }
        }
        List<TiffEntry> entries = new ArrayList<>(List.of(
                new TiffEntry(256, 3, 16),
                new TiffEntry(257, 3, 16),
                new TiffEntry(258, 3, bits),
                new TiffEntry(259, 3, 1),
                new TiffEntry(262, 3, photometric),
                new TiffEntry(273, 4, 8),
                new TiffEntry(277, 3, pixel.length),
                new TiffEntry(278, 3, 16),
                new TiffEntry(279, 4, strip.capacity())));
        if (icc != null) {
            entries.add(new TiffEntry(34_675, 7, icc));
        }
        return PictureBytes.tiff(order, strip.array(), entries);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void profile_isReadFromEveryContainer(String name, byte[] file) throws IOException {
        BufferedImage image = read(file);
        assertThat(profile(image)).isEqualTo(Profiles.proPhoto());
        int loss = name.startsWith("jpeg") ? 2 : 0;
        assertNear(image.getRaster().getPixel(0, 0, (int[]) null), loss, 121, 62, 41);
        assertNear(srgb(image), loss + 1, 181, 54, 48);
        assertThat(warnings).isEmpty();
    }

    static Stream<Arguments> badProfiles() {
        byte[] good = Profiles.proPhoto();
        byte[] link = good.clone();
        System.arraycopy("link".getBytes(), 0, link, 12, 4);
        byte[] forged = good.clone();
        ByteBuffer.wrap(forged).putInt(128 + 4 + 4, 0x7FFFFFF0);
        byte[] large = good.clone();
        ByteBuffer.wrap(large).putInt(0, -1);
        return Stream.of(
                Arguments.of("cut", Arrays.copyOf(good, 300)),
                Arguments.of("empty", new byte[0]),
                Arguments.of("noise", new byte[4000]),
                Arguments.of("of no picture", link),
                Arguments.of("tags outside", forged),
                Arguments.of("size outside", large),
                Arguments.of("tags cut", Arrays.copyOf(good, 200)),
                Arguments.of("of gray", Profiles.gray(1.8)),
                Arguments.of("of inks", Profiles.cmyk()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badProfiles")
    void badProfile_isAWarning(String name, byte[] icc) throws IOException {
        BufferedImage even = even(16, 16, RGB, 121, 62, 41);
        for (byte[] file : List.of(
                png(even, iccp(icc)),
                PictureBytes.jpeg(even, PictureBytes.app2(1, 1, icc, 0, icc.length)),
                tiff(ByteOrder.LITTLE_ENDIAN, 2, icc.length == 0 ? new byte[8] : icc, 121, 62, 41),
                PictureBytes.bmp(even, icc, null, null))) {
            BufferedImage image = read(file);
            assertThat(image.getColorModel().getColorSpace().isCS_sRGB()).isTrue();
            assertNear(srgb(image), 1, 121, 62, 41);
            assertThat(warnings).singleElement().asString().contains("the colour profile cannot be used");
        }
    }

    @Test
    void profileThatSwells_isRefused() throws IOException {
        BufferedImage image = read(png(even(8, 8, RGB, 1, 2, 3), iccp(new byte[100_000_000])));
        assertNear(srgb(image), 0, 1, 2, 3);
        assertThat(warnings).singleElement().asString().contains("more than 16777216 bytes");
    }

    @Test
    void partsOfAProfileThatAreMissing_areAWarning() throws IOException {
        byte[] icc = Profiles.proPhoto();
        BufferedImage even = even(16, 16, RGB, 121, 62, 41);
        for (byte[] segment : List.of(
                PictureBytes.app2(1, 2, icc, 0, icc.length),
                PictureBytes.app2(0, 1, icc, 0, icc.length),
                PictureBytes.app2(1, 0, icc, 0, icc.length),
                PictureBytes.app2(3, 2, icc, 0, icc.length))) {
            assertNear(srgb(read(PictureBytes.jpeg(even, segment))), 1, 121, 62, 41);
            assertThat(warnings).singleElement().asString().contains("parts of it are missing");
        }
    }

    @Test
    void pngByNumbers() throws IOException {
        BufferedImage even = even(8, 8, RGB, 200, 100, 50);
        PngChunk srgb = PictureBytes.chromaticities(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
        PngChunk adobe = PictureBytes.chromaticities(31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000);
        assertNear(srgb(read(png(even, adobe, gamma(45_471)))), 1, 227, 100, 42);
        // linear light, by the formula of sRGB
        assertNear(srgb(read(png(even, gamma(100_000)))), 1, 229, 168, 122);
        for (byte[] file : List.of(
                png(even, gamma(45_455)),
                png(even, srgb, gamma(45_455)),
                png(even, srgb),
                png(even, adobe, gamma(100_000), new PngChunk("sRGB", new byte[1])),
                png(even, new PngChunk("cICP", new byte[] {1, 13, 0, 1}), iccp(Profiles.proPhoto())))) {
            BufferedImage image = read(file);
            assertThat(image.getColorModel().getColorSpace().isCS_sRGB()).isTrue();
            assertNear(srgb(image), 0, 200, 100, 50);
            assertThat(warnings).isEmpty();
        }
        assertNear(srgb(read(png(even, adobe, gamma(45_471), iccp(Profiles.proPhoto())))), 1, 255, 80, 47);
    }

    @Test
    void pngByNumbersThatMakeNoSense() throws IOException {
        BufferedImage even = even(8, 8, RGB, 200, 100, 50);
        for (PngChunk chunk : List.of(
                gamma(0),
                gamma(-1),
                gamma(1),
                PictureBytes.chromaticities(0, 0, 0, 0, 0, 0, 0, 0),
                PictureBytes.chromaticities(31270, 32900, 64000, 33000, 64000, 33000, 64000, 33000),
                PictureBytes.chromaticities(90000, 5000, 64000, 33000, 30000, 60000, 15000, 6000),
                new PngChunk("cICP", new byte[] {9, 2, 0, 1}),
                new PngChunk("cICP", new byte[] {9, 16, 9, 1}),
                new PngChunk("cICP", new byte[] {9, 16, 0, 2}))) {
            assertNear(srgb(read(png(even, chunk))), 0, 200, 100, 50);
            assertThat(warnings).hasSize(1);
        }
        assertNear(srgb(read(png(even, new PngChunk("gAMA", new byte[3])))), 0, 200, 100, 50);
    }

    @Test
    void displayP3_byCodes() throws IOException {
        BufferedImage image = read(png(even(8, 8, RGB, 200, 100, 50), new PngChunk("cICP", new byte[] {12, 13, 0, 1})));
        // by the matrices of both spaces, in double arithmetic
        assertNear(srgb(image), 1, 215, 93, 31);
    }

    /** Linear gray was taken as it is, 49 steps too dark. */
    @Test
    void gray_getsTheToneOfSrgb() throws IOException {
        int[] samples = {55, 128, 200};
        int[] linear = {128, 188, 229};
        int[] dot = {71, 146, 210};
        for (int i = 0; i < 3; i++) {
            BufferedImage even = even(16, 16, GRAY, samples[i]);
            byte[] icc = Profiles.gray(1.8);
            assertGray(read(png(even, iccp(Profiles.gray(1)))), linear[i], 0);
            assertGray(read(png(even, gamma(100_000))), linear[i], 0);
            assertGray(read(png(even, iccp(icc))), dot[i], 0);
            assertGray(read(PictureBytes.jpeg(even, PictureBytes.app2(1, 1, icc, 0, icc.length))), dot[i], 1);
            assertGray(read(tiff(ByteOrder.BIG_ENDIAN, 1, icc, samples[i])), dot[i], 0);
            BufferedImage deep = even(16, 16, BufferedImage.TYPE_USHORT_GRAY, 257 * samples[i]);
            assertGray(read(png(deep, gamma(100_000))), linear[i], 1);
            assertGray(read(png(even)), samples[i], 0);
            assertGray(read(png(deep)), samples[i], 0);
        }
    }

    private static void assertGray(BufferedImage image, int expected, int tolerance) throws IOException {
        int[] rgb = srgb(image);
        assertNear(rgb, tolerance, expected, expected, expected);
        assertThat(rgb[1]).isEqualTo(rgb[0]);
        assertThat(rgb[2]).isEqualTo(rgb[0]);
        assertThat(new RenderedImageSource(image).gray()).isTrue();
    }

    @Test
    void palette_hasColoursOfTheProfile() throws IOException {
        byte[] reds = {121, (byte) 200};
        byte[] greens = {62, 100};
        byte[] blues = {41, 50};
        IndexColorModel model = new IndexColorModel(8, 2, reds, greens, blues, new byte[] {-1, 40});
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED, model);
        image.getRaster().setSample(1, 0, 0, 1);
        BufferedImage read = read(png(image, iccp(Profiles.proPhoto())));
        assertThat(profile(read)).isEqualTo(Profiles.proPhoto());
        assertThat(read.getRaster().getPixel(1, 0, (int[]) null)).containsExactly(200, 100, 50, 40);
        assertNear(srgb(read), 1, 181, 54, 48);
    }

    @Test
    void paletteOfGrays_isGray() throws IOException {
        byte[] grays = {0, 55, (byte) 128, (byte) 200};
        BufferedImage image =
                new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 4, grays, grays, grays));
        image.getRaster().setSamples(0, 0, 8, 8, 0, new int[64]);
        image.getRaster().setSample(0, 0, 0, 2);
        assertGray(read(png(image, gamma(100_000))), 188, 0);
    }

    @Test
    void inks_areConverted() throws IOException {
        int[][] inks = {{255, 0, 0, 0}, {100, 50, 20, 30}, {200, 100, 150, 60}};
        int[][] profiled = {{55, 206, 243}, {174, 198, 218}, {118, 138, 135}};
        int[][] plain = {{0, 255, 255}, {137, 181, 207}, {42, 119, 80}};
        for (int i = 0; i < inks.length; i++) {
            BufferedImage image = read(tiff(ByteOrder.LITTLE_ENDIAN, 5, Profiles.cmyk(), inks[i]));
            assertThat(image.getColorModel().getColorSpace().isCS_sRGB()).isTrue();
            assertNear(srgb(image), 2, profiled[i]);
            assertThat(warnings).isEmpty();
            assertNear(srgb(read(tiff(ByteOrder.BIG_ENDIAN, 5, null, inks[i]))), 1, plain[i]);
            assertNear(srgb(read(tiff(ByteOrder.BIG_ENDIAN, 5, Profiles.proPhoto(), inks[i]))), 1, plain[i]);
            assertThat(warnings).hasSize(1);
        }
        // a fifth sample of unknown meaning
        assertNear(srgb(read(tiff(ByteOrder.BIG_ENDIAN, 5, null, 100, 50, 20, 30, 77))), 1, plain[1]);
    }

    @Test
    void lab_isConverted() throws IOException {
        int[][] lab = {{127, 20, -30}, {204, -40, 40}, {89, 30, 20}, {26, 0, 0}};
        int[][] expected = {{132, 107, 170}, {136, 218, 119}, {130, 60, 52}, {28, 28, 28}};
        for (int i = 0; i < lab.length; i++) {
            int[] p = lab[i];
            BufferedImage signed = read(tiff(ByteOrder.LITTLE_ENDIAN, 8, null, p[0], p[1] & 0xFF, p[2] & 0xFF));
            assertNear(srgb(signed), 1, expected[i]);
            BufferedImage offset = read(tiff(ByteOrder.BIG_ENDIAN, 9, null, p[0], p[1] + 128, p[2] + 128));
            assertNear(srgb(offset), 1, expected[i]);
        }
    }

    @Test
    void bmpByNumbers() throws IOException {
        BufferedImage even = even(8, 8, RGB, 200, 100, 50);
        double[] d65 = {0.57667, 0.29734, 0.02703, 0.18556, 0.62736, 0.07069, 0.18823, 0.07529, 0.99134};
        int gamma = (int) Math.round(563 / 256.0 * 65_536);
        assertNear(
                srgb(read(PictureBytes.bmp(even, null, fixed(d65), new int[] {gamma, gamma, gamma}))), 1, 227, 100, 42);
        for (int[] gammas : new int[][] {{0, 0, 0}, {-1, -1, -1}, {1, 1, 1}}) {
            assertNear(srgb(read(PictureBytes.bmp(even, null, fixed(d65), gammas))), 0, 200, 100, 50);
        }
        assertNear(srgb(read(PictureBytes.bmp(even, null, null, null))), 0, 200, 100, 50);
        assertThat(warnings).isEmpty();
    }

    private static int[] fixed(double[] values) {
        return Arrays.stream(values)
                .mapToInt(value -> (int) Math.round(value * (1 << 30)))
                .toArray();
    }

    /** Cameras that were told to make Adobe RGB say so in EXIF data, and embed no profile. */
    @Test
    void adobeRgb_byExif() throws IOException {
        BufferedImage even = even(16, 16, RGB, 200, 100, 50);
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            assertNear(
                    srgb(read(PictureBytes.jpeg(even, PictureBytes.interoperability(order, "R03\0")))),
                    2,
                    227,
                    100,
                    42);
            assertNear(
                    srgb(read(PictureBytes.jpeg(even, PictureBytes.interoperability(order, "R98\0")))),
                    2,
                    200,
                    100,
                    50);
        }
    }
}
