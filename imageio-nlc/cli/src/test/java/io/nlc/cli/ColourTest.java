package io.nlc.cli;

import static io.nlc.imageio.PictureBytes.even;
import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.PictureBytes;
import io.nlc.imageio.PictureBytes.TiffEntry;
import io.nlc.imageio.PictureFiles;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours and formats on the command line. Expected values are those of littleCMS 2.19 (Pillow's ImageCms). */
class ColourTest {

    @TempDir
    private Path folder;

    private String err = "";

    private int nlc(Object... args) {
        StringWriter e = new StringWriter();
        int code = Nlc.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(e),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        err = e.toString();
        return code;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static int[] srgb(Path file) throws IOException {
        byte[] rgb = PictureFiles.rgb(PictureFiles.read(file));
        return new int[] {rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF};
    }

    private static void assertNear(int[] actual, int... expected) {
        for (int i = 0; i < 3; i++) {
            assertThat(actual[i]).as(() -> Arrays.toString(actual)).isBetween(expected[i] - 2, expected[i] + 2);
        }
    }

    private static ICC_Profile profile(Path file) throws IOException {
        ICC_ColorSpace space =
                (ICC_ColorSpace) PictureFiles.read(file).getColorModel().getColorSpace();
        return space.isCS_sRGB() ? null : space.getProfile();
    }

    /** A profile of the JDK's that is not sRGB, so that the expected values are those of linear light. */
    private static byte[] linear() {
        return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    }

    @ParameterizedTest
    @CsvSource({"png,true", "jpg,true", "tif,true", "bmp,false"})
    void profile_goesThrough(String suffix, boolean kept) throws IOException {
        BufferedImage even = even(32, 32, BufferedImage.TYPE_3BYTE_BGR, 90, 120, 60);
        Path in = file("in.png", PictureBytes.png(even, PictureBytes.iccp(linear())));
        Path nlc = folder.resolve("a.nlc");
        Path out = folder.resolve("out." + suffix);
        assertThat(nlc("encode", in, nlc, "--lossless")).as(err).isZero();
        assertThat(nlc("decode", nlc, out)).as(err).isZero();
        assertThat(profile(out) != null).isEqualTo(kept);
        assertNear(srgb(out), 160, 182, 133);
        assertThat(nlc("compare", in, out)).as(err).isZero();
    }

    @Test
    void srgb_converts() throws IOException {
        BufferedImage even = even(32, 32, BufferedImage.TYPE_3BYTE_BGR, 90, 120, 60);
        Path in = file("in.png", PictureBytes.png(even, PictureBytes.iccp(linear())));
        Path nlc = folder.resolve("a.nlc");
        Path out = folder.resolve("out.png");
        assertThat(nlc("encode", in, nlc, "--lossless", "--srgb")).as(err).isZero();
        assertThat(profile(nlc)).isNull();
        assertNear(srgb(nlc), 160, 182, 133);
        assertThat(nlc("encode", in, nlc, "--lossless")).as(err).isZero();
        assertThat(profile(nlc)).isNotNull();
        assertThat(nlc("decode", nlc, out, "--srgb")).as(err).isZero();
        assertThat(profile(out)).isNull();
        assertNear(PictureFiles.read(out).getRaster().getPixel(0, 0, (int[]) null), 160, 182, 133);
    }

    @Test
    void badProfile_isSaid() throws IOException {
        BufferedImage even = even(32, 32, BufferedImage.TYPE_3BYTE_BGR, 90, 120, 60);
        Path in = file("in.png", PictureBytes.png(even, PictureBytes.iccp(new byte[300])));
        assertThat(nlc("encode", in, folder.resolve("a.nlc"), "--lossless")).isZero();
        assertThat(err).contains(in.toString(), "the colour profile cannot be used");
    }

    /** What the JDK does not read. */
    @Test
    void webpAndPhotoshop_areRead() throws IOException {
        Path nlc = folder.resolve("a.nlc");
        Path webp = file("a.webp", PictureBytes.webp(20, 10, 0xC86432));
        assertThat(nlc("encode", webp, nlc, "--lossless")).as(err).isZero();
        assertThat(srgb(nlc)).containsExactly(200, 100, 50);
        Path psd = file("a.psd", PictureBytes.psd(20, 10, 0xC86432));
        assertThat(nlc("encode", psd, nlc, "--lossless")).as(err).isZero();
        assertThat(srgb(nlc)).containsExactly(200, 100, 50);
    }

    @Test
    void webp_hasItsProfileAndItsOrientation() throws IOException {
        byte[] exif = PictureBytes.tiff(ByteOrder.BIG_ENDIAN, new byte[0], List.of(new TiffEntry(274, 3, 6)));
        Path webp = file("a.webp", PictureBytes.webp(20, 10, 0x5A783C, "ICCP", linear(), "EXIF", exif));
        Path nlc = folder.resolve("a.nlc");
        assertThat(nlc("encode", webp, nlc, "--lossless")).as(err).isZero();
        BufferedImage read = PictureFiles.read(nlc);
        assertThat(read.getWidth()).isEqualTo(10);
        assertThat(read.getHeight()).isEqualTo(20);
        assertNear(srgb(nlc), 160, 182, 133);
    }

    /** Of a library whose writers lose profiles and depths, only the readers are wanted. */
    @ParameterizedTest
    @ValueSource(strings = {"tif", "jpg", "bmp", "png"})
    void writers_areTheJdks(String suffix) {
        assertThat(PictureFiles.writerOf(suffix).orElseThrow().getClass().getModule())
                .isEqualTo(ImageIO.class.getModule());
    }

    /** Before its version 3.15.0 TwelveMonkeys made of red 132,0,0, and of photographs something too green. */
    @Test
    void lossyWebp_hasItsColours() throws IOException {
        String flat =
                "UklGRn4AAABXRUJQVlA4IHIAAACQBgCdASpgAEAAPg0EgkEBSgAAGJYwCVA/gH4AaoVwD8AP1V/qvIBdgP1VzvsHEM6pzICNirCC3UB/"
                        + "b4IgAP7/BlBbCulN73CbceaGtY+fvM1RJMHO+WGtDmbniTwwAzvtp+TyIQSB2YJZjrfjrAAAAAA=";
        Path webp = file("a.webp", Base64.getDecoder().decode(flat));
        Path nlc = folder.resolve("a.nlc");
        assertThat(nlc("encode", webp, nlc, "--lossless")).as(err).isZero();
        BufferedImage image = PictureFiles.read(nlc);
        assertThat(image.getWidth()).isEqualTo(96);
        assertNear(image.getRaster().getPixel(10, 10, (int[]) null), 30, 29, 200);
        assertNear(image.getRaster().getPixel(80, 10, (int[]) null), 200, 30, 40);
        assertNear(image.getRaster().getPixel(80, 60, (int[]) null), 200, 30, 40);
    }
}
