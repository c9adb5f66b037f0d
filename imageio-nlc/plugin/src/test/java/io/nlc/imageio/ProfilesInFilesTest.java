package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.TestPacks;
import io.nlc.colour.PictureProfile;
import io.nlc.colour.Profiles;
import io.nlc.container.Chunk;
import io.nlc.container.NlcReader;
import io.nlc.container.NlcWriter;
import io.nlc.failure.NlcException;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Colour profiles of {@code .nlc} files, and of the pictures that they become. */
@ExtendWith(TinyPack.class)
class ProfilesInFilesTest {

    /** Waves of colour whose samples are those of a profile. */
    private static BufferedImage picture(byte[] profile, boolean alpha, int type) throws NlcException {
        BufferedImage plain = Pictures.of(70, 66, alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        PictureProfile.of(profile, 3).space(),
                        IntStream.range(0, alpha ? 4 : 3).toArray(),
                        type,
                        alpha,
                        false)
                .createBufferedImage(70, 66);
        int[] samples = plain.getRaster().getPixels(0, 0, 70, 66, (int[]) null);
        int scale = type == DataBuffer.TYPE_USHORT ? 256 : 1;
        image.getRaster()
                .setPixels(
                        0, 0, 70, 66, Arrays.stream(samples).map(s -> s * scale).toArray());
        return image;
    }

    private static byte[] write(BufferedImage image, boolean lossless) throws IOException {
        return Pictures.write(image, param -> param.setLossless(lossless));
    }

    private static List<Chunk> chunks(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file))).ancillary();
    }

    private static byte[] profile(BufferedImage image) {
        return PictureProfile.of(image.getColorModel().getColorSpace())
                .map(PictureProfile::bytes)
                .orElse(null);
    }

    private static double difference(BufferedImage a, BufferedImage b) throws IOException {
        byte[] x = PictureFiles.rgb(a);
        byte[] y = PictureFiles.rgb(b);
        double most = 0;
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int i = c; i < x.length; i += 3) {
                sum += (x[i] & 0xFF) - (y[i] & 0xFF);
            }
            most = Math.max(most, Math.abs(sum / (x.length / 3.0)));
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"false,0", "true,0", "false,1", "true,1"})
    void lossless_keepsSamplesAndProfile(boolean alpha, int type) throws IOException {
        for (byte[] icc : List.of(Profiles.proPhoto(), Profiles.linearProPhoto(), Profiles.srgb())) {
            BufferedImage image = picture(icc, alpha, type);
            byte[] file = write(image, true);
            assertThat(chunks(file)).containsExactly(new Chunk("ICCP", icc));
            BufferedImage read = Pictures.read(file);
            assertThat(profile(read)).isEqualTo(icc);
            assertThat(read.getRaster().getPixels(0, 0, 70, 66, (int[]) null))
                    .isEqualTo(image.getRaster().getPixels(0, 0, 70, 66, (int[]) null));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learned_keepsTheProfile(boolean alpha) throws IOException {
        for (int type : new int[] {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT}) {
            BufferedImage image = picture(Profiles.proPhoto(), alpha, type);
            byte[] file = write(image, false);
            assertThat(chunks(file)).containsExactly(new Chunk("ICCP", Profiles.proPhoto()));
            BufferedImage read = Pictures.read(file);
            assertThat(profile(read)).isEqualTo(Profiles.proPhoto());
            assertThat(read.getColorModel().hasAlpha()).isEqualTo(alpha);
        }
    }

    /** 8 bits of linear light have 13 steps of sRGB between two of theirs in the dark. */
    @Test
    void linearLight_isConvertedForLearnedCoding() throws IOException {
        BufferedImage image = picture(Profiles.linearProPhoto(), false, DataBuffer.TYPE_USHORT);
        RenderedImageSource source = new RenderedImageSource(image);
        assertThat(source.profile()).isEmpty();
        assertThat(chunks(write(image, false))).isEmpty();
        BufferedImage dark = PictureBytes.even(8, 8, BufferedImage.TYPE_USHORT_GRAY, 655);
        BufferedImage tagged = TaggedImages.of(
                        dark, PictureProfile.of(Profiles.gray(1), 1).space())
                .orElseThrow();
        byte[] rgb = Pictures.rgb(tagged);
        assertThat(rgb[0] & 0xFF).as("a hundredth of the light").isBetween(25, 26);
    }

    /** Users of the plugin may ask for sRGB by the type of image. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherDestinations_getTheirColours(boolean lossless) throws IOException {
        BufferedImage image = picture(Profiles.adobeRgb(), false, DataBuffer.TYPE_BYTE);
        byte[] file = write(image, lossless);
        BufferedImage own = Pictures.read(file);
        for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB}) {
            BufferedImage srgb = Pictures.read(
                    file, param -> param.setDestinationType(ImageTypeSpecifier.createFromBufferedImageType(type)));
            assertThat(srgb.getType()).isEqualTo(type);
            assertThat(PictureFiles.rgb(srgb)).isEqualTo(PictureFiles.rgb(own));
        }
        BufferedImage given = picture(Profiles.proPhoto(), false, DataBuffer.TYPE_BYTE);
        BufferedImage into = Pictures.read(file, param -> param.setDestination(given));
        assertThat(into).isSameAs(given);
        assertThat(profile(into)).isEqualTo(Profiles.proPhoto());
        assertThat(difference(into, own)).isLessThan(0.5);
        BufferedImage part = Pictures.read(file, param -> {
            param.setDestinationType(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR));
            param.setSourceRegion(new Rectangle(30, 20, 20, 10));
            param.setSourceSubsampling(2, 3, 0, 0);
        });
        BufferedImage whole = PictureFiles.srgb(own);
        assertThat(part.getRGB(3, 2)).isEqualTo(whole.getRGB(36, 26));
    }

    @Test
    void types_beginWithTheProfiles() throws IOException {
        byte[] file = write(picture(Profiles.adobeRgb(), true, DataBuffer.TYPE_BYTE), true);
        ImageReader reader = new NlcImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            List<ImageTypeSpecifier> types = new ArrayList<>();
            reader.getImageTypes(0).forEachRemaining(types::add);
            assertThat(PictureProfile.of(types.get(0).getColorModel().getColorSpace())
                            .map(PictureProfile::bytes))
                    .hasValue(Profiles.adobeRgb());
            assertThat(types.get(0)).isEqualTo(reader.getRawImageType(0));
            assertThat(types.subList(1, types.size()))
                    .allMatch(type -> type.getColorModel().getColorSpace().isCS_sRGB());
        } finally {
            reader.dispose();
        }
    }

    /** A profile of Java's own, as of an image that a program made. */
    @Test
    void imagesOfPrograms_keepTheirProfile() throws IOException {
        ICC_Profile adobe = ICC_Profile.getInstance(Profiles.adobeRgb());
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        new ICC_ColorSpace(adobe), new int[] {2, 1, 0}, DataBuffer.TYPE_BYTE, false, false)
                .createBufferedImage(16, 16);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setPixel(i % 16, i / 16, new int[] {200, 100, 50});
        }
        BufferedImage read = Pictures.read(write(image, true));
        assertThat(profile(read)).isEqualTo(adobe.getData());
        assertThat(read.getRaster().getPixel(0, 0, (int[]) null)).containsExactly(200, 100, 50);
        byte[] rgb = PictureFiles.rgb(read);
        // by littleCMS 2.19 through Pillow's ImageCms
        assertThat(new int[] {rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF}).containsExactly(227, 100, 42);
    }

    @Test
    void badProfileInAFile_isAWarning() throws IOException {
        byte[] file = write(picture(Profiles.proPhoto(), false, DataBuffer.TYPE_BYTE), true);
        NlcReader nlc = new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < nlc.header().tiles(); i++) {
            tiles.add(nlc.tile(i));
        }
        for (byte[] bad : List.of(new byte[0], new byte[500], Profiles.gray(1), Profiles.cmyk())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new NlcWriter(out).write(nlc.header(), List.of(new Chunk("ICCP", bad)), null, tiles);
            List<String> warnings = new ArrayList<>();
            BufferedImage read = PictureFiles.read(
                    new MemoryCacheImageInputStream(new ByteArrayInputStream(out.toByteArray())),
                    NlcSettings.defaults(),
                    warnings::add);
            assertThat(read.getColorModel().getColorSpace().isCS_sRGB()).isTrue();
            assertThat(warnings).singleElement().asString().contains("the colour profile cannot be used");
        }
    }

    private static byte[] export(BufferedImage image, String suffix) throws IOException {
        ImageWriter writer = PictureFiles.writerOf(suffix).orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            writer.setOutput(out);
            writer.write(null, PictureFiles.toWrite(writer, image, param), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage readOther(byte[] file) throws IOException {
        return PictureFiles.read(
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), NlcSettings.defaults());
    }

    @ParameterizedTest
    @CsvSource({"png,false", "png,true", "jpg,false", "tif,false", "tif,true", "bmp,false"})
    void export_embedsTheProfile_orConverts(String suffix, boolean deep) throws IOException {
        BufferedImage image = picture(Profiles.proPhoto(), false, deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        BufferedImage read = readOther(export(image, suffix));
        assertThat(profile(read)).isEqualTo(suffix.equals("bmp") ? null : Profiles.proPhoto());
        assertThat(difference(read, image)).isLessThan(suffix.equals("jpg") ? 1 : 0.1);
    }

    /** One that takes two APP2 segments. */
    @Test
    void largeProfile_isEmbeddedInParts() throws IOException {
        byte[] large = Arrays.copyOf(Profiles.proPhoto(), 100_000);
        ByteBuffer.wrap(large).putInt(large.length);
        BufferedImage image = picture(large, false, DataBuffer.TYPE_BYTE);
        for (String suffix : List.of("png", "jpg", "tif")) {
            assertThat(profile(readOther(export(image, suffix)))).isEqualTo(large);
        }
    }

    @Test
    void flatten_keepsTheProfile_andGrayItsTone() throws IOException {
        BufferedImage flat = PictureFiles.flatten(picture(Profiles.proPhoto(), true, DataBuffer.TYPE_BYTE));
        assertThat(profile(flat)).isEqualTo(Profiles.proPhoto());
        assertThat(flat.getColorModel().hasAlpha()).isFalse();
        assertThat(flat.getRaster().getPixel(0, 0, (int[]) null))
                .as("transparent")
                .containsOnly(255);
        BufferedImage gray = ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_GRAY),
                        new int[] {0, 1},
                        DataBuffer.TYPE_USHORT,
                        true,
                        false)
                .createBufferedImage(4, 4);
        gray.getRaster().setPixel(1, 1, new int[] {257 * 100, 65_535});
        assertThat(PictureFiles.flatten(gray).getRaster().getPixel(1, 1, (int[]) null))
                .containsOnly(100);
    }

    /**
     * Mean colours of other people's test files, written and read back without loss: what littleCMS makes of the
     * samples ({@code means.csv}: by Pillow's ImageCms in a run of its own, gAMA by the formula) must be there.
     */
    @Test
    void filesOfOthers_haveTheirColoursInTheEnd() throws IOException {
        Optional<Path> there = TestPacks.shared("anypicture");
        Assumptions.assumeTrue(there.isPresent(), "no pictures of others here");
        Path folder = there.get();
        int seen = 0;
        try (Stream<String> lines = means()) {
            for (String line : (Iterable<String>) lines::iterator) {
                String[] fields = line.split(",");
                Path file = folder.resolve(fields[0]);
                if (!Files.exists(file)) {
                    continue;
                }
                seen++;
                BufferedImage read = Pictures.read(write(PictureFiles.read(file), true));
                byte[] rgb = PictureFiles.rgb(read);
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int i = c; i < rgb.length; i += 3) {
                        sum += rgb[i] & 0xFF;
                    }
                    assertThat(sum / (rgb.length / 3.0))
                            .as(fields[0])
                            .isCloseTo(Double.parseDouble(fields[1 + c]), within(1.0));
                }
            }
        }
        assertThat(seen).isPositive();
    }

    private static Stream<String> means() throws IOException {
        return new String(
                        ProfilesInFilesTest.class
                                .getResourceAsStream("/colours/means.csv")
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines();
    }
}
