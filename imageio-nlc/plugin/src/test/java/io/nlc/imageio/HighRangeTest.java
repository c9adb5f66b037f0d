package io.nlc.imageio;

import static io.nlc.imageio.PictureBytes.even;
import static io.nlc.imageio.PictureBytes.png;
import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.colour.PictureProfile;
import io.nlc.colour.Profiles;
import io.nlc.imageio.PictureBytes.PngChunk;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PNG pictures by codes of ITU-T H.273, of which PQ and HLG are brighter than white. What is expected was computed from
 * the formulas of BT.2100, BT.2390 (1000 to 203 cd/m2) and the primaries' matrices, in double arithmetic in a program
 * of its own.
 */
@ExtendWith(TinyPack.class)
class HighRangeTest {

    private final List<String> warnings = new ArrayList<>();

    private BufferedImage read(byte[] file) throws IOException {
        return PictureFiles.read(
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), NlcSettings.defaults(), warnings::add);
    }

    private static PngChunk codes(int... codes) {
        byte[] data = new byte[4];
        IntStream.range(0, 4).forEach(i -> data[i] = (byte) codes[i]);
        return new PngChunk("cICP", data);
    }

    private static BufferedImage deep(int... rgb) {
        BufferedImage image = ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        new int[] {0, 1, 2},
                        DataBuffer.TYPE_USHORT,
                        false,
                        false)
                .createBufferedImage(16, 16);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                image.getRaster().setPixel(x, y, rgb);
            }
        }
        return image;
    }

    private static void assertColour(BufferedImage image, double red, double green, double blue) throws IOException {
        byte[] rgb = PictureFiles.rgb(image);
        double[] expected = {red, green, blue};
        for (int c = 0; c < 3; c++) {
            assertThat((double) (rgb[c] & 0xFF)).as("colour " + c).isBetween(expected[c] - 1, expected[c] + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9,16,1, 40,40,40, 17.1,17.1,17.1",
        "9,16,1, 100,100,100, 106.9,106.9,106.9",
        "9,16,1, 148,148,148, 228.9,228.9,228.9",
        "9,16,1, 230,230,230, 255,255,255",
        "9,16,1, 130,110,100, 215.5,120.9,101.8",
        "12,16,1, 150,120,130, 245.1,152.8,188.1",
        "9,18,1, 40,40,40, 33.3,33.3,33.3",
        "9,18,1, 192,192,192, 229.8,229.8,229.8",
        "9,18,1, 90,120,100, 58.3,131.8,101.8",
        "9,18,0, 128,100,60, 161.4,95.9,30.4",
        "1,13,0, 128,100,60, 130.4,97.8,51.2",
        "1,13,0, 235,16,16, 255,0,0",
    })
    void codes_haveTheirColours(
            int primaries, int curve, int full, int r, int g, int b, double red, double green, double blue)
            throws IOException {
        PngChunk codes = codes(primaries, curve, 0, full);
        // video has the same sample in more bits by zeros at its end
        int[] deep =
                IntStream.of(r, g, b).map(v -> full == 1 ? 257 * v : 256 * v).toArray();
        assertColour(read(png(deep(deep), codes)), red, green, blue);
        assertColour(read(png(even(16, 16, BufferedImage.TYPE_3BYTE_BGR, r, g, b), codes)), red, green, blue);
        if (r == g && g == b) {
            assertColour(read(png(even(16, 16, BufferedImage.TYPE_BYTE_GRAY, r), codes)), red, green, blue);
        }
        assertThat(warnings).isEmpty();
    }

    /** cLLI's MaxCLL goes before mDCV's brightest; what is not known, or makes no sense, is 1000. */
    @ParameterizedTest
    @CsvSource({
        "400,,148, 243.7, true",
        ",4000,148, 207.8, true",
        "10000,400,148, 195.0, true",
        "0,4000,148, 207.8, true",
        "0,0,148, 228.9, true",
        "100,,130, 187.7, true",
        "100000,,148, 228.9, false",
        ",100000,148, 228.9, false",
        "4000,,100, 106.9, true",
    })
    void brightestLight_decidesTheCurve(Integer content, Integer screen, int sample, double expected, boolean sense)
            throws IOException {
        List<PngChunk> chunks = new ArrayList<>(List.of(codes(9, 16, 0, 1)));
        if (content != null) {
            chunks.add(contentLight(content));
        }
        if (screen != null) {
            ByteBuffer data = ByteBuffer.allocate(24);
            chunks.add(new PngChunk("mDCV", data.putInt(16, 10_000 * screen).array()));
        }
        PngChunk[] all = chunks.toArray(PngChunk[]::new);
        int deep = 257 * sample;
        assertColour(read(png(deep(deep, deep, deep), all)), expected, expected, expected);
        assertColour(read(png(even(16, 16, BufferedImage.TYPE_BYTE_GRAY, sample), all)), expected, expected, expected);
        assertThat(warnings).hasSize(sense ? 0 : 2).allMatch(text -> text.contains("makes no sense"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9, 24})
    void contentLightOfAnotherLength_isNotUsed(int length) throws IOException {
        int deep = 257 * 148;
        PngChunk light = new PngChunk("cLLI", new byte[length]);
        assertColour(read(png(deep(deep, deep, deep), codes(9, 16, 0, 1), light)), 228.9, 228.9, 228.9);
        assertThat(warnings).singleElement().asString().contains("cLLI makes no sense");
    }

    /** HLG is relative to the screen that shows it. */
    @Test
    void brightestLight_isNothingToHlg() throws IOException {
        int deep = 257 * 192;
        assertColour(read(png(deep(deep, deep, deep), codes(9, 18, 0, 1), contentLight(400))), 229.8, 229.8, 229.8);
    }

    private static PngChunk contentLight(int most) {
        return new PngChunk(
                "cLLI", ByteBuffer.allocate(8).putInt(10_000 * most).putInt(0).array());
    }

    /** Else the PNG made of a lossless file would be shown otherwise than the one it was made of. */
    @ParameterizedTest
    @ValueSource(ints = {1, 400, 10_000})
    void lossless_keepsTheBrightestLight(int most) throws IOException {
        BufferedImage image = read(png(deep(130 * 257, 148 * 257, 100 * 257), codes(9, 16, 0, 1), contentLight(most)));
        BufferedImage back = Pictures.read(Pictures.write(image, param -> param.setLossless(true)));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            PictureFiles.write(back, PictureMetadata.NONE, "png", out, null, warnings::add);
        }
        byte[] light = contentLight(most).data();
        assertThat(png.toString(StandardCharsets.ISO_8859_1))
                .contains("cLLI" + new String(light, StandardCharsets.ISO_8859_1));
        assertThat(PictureFiles.rgb(read(png.toByteArray()))).isEqualTo(PictureFiles.rgb(image));
        assertThat(warnings).isEmpty();
    }

    /** Steps of PQ are not those that networks know; those of HLG are near enough. */
    @Test
    void learned_isWhatOthersShow() throws IOException {
        BufferedImage pq = read(png(deep(130 * 257, 110 * 257, 100 * 257), codes(9, 16, 0, 1)));
        RenderedImageSource source = new RenderedImageSource(pq);
        assertThat(source.profile()).isEmpty();
        byte[] rgb = new byte[3];
        source.readRgb(0, 0, 1, 1, rgb);
        assertThat(rgb[0] & 0xFF).isBetween(214, 217);
        assertThat(new RenderedImageSource(read(png(deep(130 * 257, 110 * 257, 100 * 257), codes(9, 18, 0, 1))))
                        .profile())
                .isPresent();
    }

    /** A lossless file keeps every sample and says what they are; PNG gets its chunk back. */
    @ParameterizedTest
    @CsvSource({"9,16,1", "12,18,1", "9,16,0"})
    void lossless_keepsSamplesAndCodes(int primaries, int curve, int full) throws IOException {
        PngChunk codes = codes(primaries, curve, 0, full);
        BufferedImage image = read(png(deep(130 * 257, 110 * 257, 100 * 257), codes));
        BufferedImage back = Pictures.read(Pictures.write(image, param -> param.setLossless(true)));
        assertThat(back.getRaster().getPixel(3, 3, (int[]) null)).containsExactly(130 * 257, 110 * 257, 100 * 257);
        PictureProfile profile =
                PictureProfile.of(back.getColorModel().getColorSpace()).orElseThrow();
        assertThat(profile.codes()).hasValue(codes.data());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            PictureFiles.write(back, PictureMetadata.NONE, "png", out, null, warnings::add);
        }
        String bytes = png.toString(StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("iCCP").contains("cICP" + new String(codes.data(), StandardCharsets.ISO_8859_1));
        assertThat(bytes.indexOf("cICP")).isLessThan(bytes.indexOf("IDAT"));
        BufferedImage again = read(png.toByteArray());
        assertThat(again.getRaster().getPixel(3, 3, (int[]) null)).containsExactly(130 * 257, 110 * 257, 100 * 257);
        assertThat(PictureFiles.rgb(again)).isEqualTo(PictureFiles.rgb(image));
        assertThat(warnings).isEmpty();
    }

    @Test
    void profileWithoutCodes_hasNone() throws IOException {
        assertThat(PictureProfile.of(Profiles.proPhoto(), 3).codes()).isEmpty();
    }
}
