package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.colour.Profiles;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that are read in parts are those that are read at once. */
class LargePicturesTest {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 700;

    /** So that a band is one row of tiles. */
    private static final long HEAP = 1 << 20;

    private static ImageInputStream stream(byte[] file) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
    }

    private static BufferedImage filled(BufferedImage image) {
        int[] pixel = new int[image.getRaster().getNumBands()];
        int full = (1 << image.getSampleModel().getSampleSize(0)) - 1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                for (int band = 0; band < pixel.length; band++) {
                    pixel[band] = (x * (band + 3) * 31 + y * 517 + (x ^ y)) & full;
                }
                image.getRaster().setPixel(x, y, pixel);
            }
        }
        return image;
    }

    private static BufferedImage of(int type) {
        return filled(new BufferedImage(WIDTH, HEIGHT, type));
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    static Stream<Arguments> files() throws IOException {
        BufferedImage rgb = of(BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage deep = filled(ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        new int[] {0, 1, 2, 3},
                        DataBuffer.TYPE_USHORT,
                        true,
                        false)
                .createBufferedImage(WIDTH, HEIGHT));
        byte[] grays = {0, 90, (byte) 200};
        IndexColorModel palette = new IndexColorModel(2, 3, grays, new byte[] {9, 80, 7}, grays);
        BufferedImage indexed = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY, palette);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                indexed.getRaster().setSample(x, y, 0, (x / 3 + y) % 3);
            }
        }
        return Stream.of(
                Arguments.of("png", written(rgb, "png")),
                Arguments.of("png with a profile", PictureBytes.png(rgb, PictureBytes.iccp(Profiles.proPhoto()))),
                Arguments.of("png of 16 bits with alpha", written(deep, "png")),
                Arguments.of("png of a palette", written(indexed, "png")),
                Arguments.of(
                        "png of a palette with a profile",
                        PictureBytes.png(indexed, PictureBytes.iccp(Profiles.proPhoto()))),
                Arguments.of("png of gray", written(of(BufferedImage.TYPE_USHORT_GRAY), "png")),
                Arguments.of("png of black and white", written(of(BufferedImage.TYPE_BYTE_BINARY), "png")),
                Arguments.of("jpeg", written(rgb, "jpeg")),
                Arguments.of("jpeg of gray", written(of(BufferedImage.TYPE_BYTE_GRAY), "jpeg")),
                Arguments.of("tiff", written(rgb, "tiff")),
                Arguments.of("bmp", written(rgb, "bmp")),
                Arguments.of("gif", written(of(BufferedImage.TYPE_BYTE_GRAY), "gif")));
    }

    private static RenderedImage large(byte[] file, int orientation) throws IOException {
        Optional<RenderedImage> image = LargePictures.of(stream(file), orientation, HEAP, warning -> {});
        return image.orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void parts_areThoseOfTheWhole(String name, byte[] file) throws IOException {
        BufferedImage whole = PictureFiles.read(stream(file), NlcSettings.defaults());
        for (int orientation : new int[] {1, 3, 6, 7}) {
            BufferedImage upright = ExifOrientation.turn(whole, orientation);
            RenderedImage image = large(file, orientation);
            assertThat(image).isNotInstanceOf(BufferedImage.class);
            assertThat(image.getColorModel()).hasSameClassAs(whole.getColorModel());
            BufferedImage copy = PictureFiles.inMemory(image);
            assertThat(copy.getWidth()).isEqualTo(upright.getWidth());
            assertThat(Arrays.equals(PictureFiles.rgb(copy), PictureFiles.rgb(upright)))
                    .as("colours, orientation " + orientation)
                    .isTrue();
            int[] expected = upright.getRaster().getPixels(0, 0, copy.getWidth(), copy.getHeight(), (int[]) null);
            int[] found = copy.getRaster().getPixels(0, 0, copy.getWidth(), copy.getHeight(), (int[]) null);
            assertThat(Arrays.equals(found, expected))
                    .as("orientation " + orientation)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void losslessFile_isTheSame(String name, byte[] file) throws IOException {
        BufferedImage whole = PictureFiles.read(stream(file), NlcSettings.defaults());
        byte[] expected = Pictures.write(whole, param -> param.setLossless(true));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NlcImageWriter writer = PictureFiles.writer();
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setLossless(true);
        try (var stream = new javax.imageio.stream.MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new javax.imageio.IIOImage(large(file, 1), null, null), param);
        }
        assertThat(Arrays.equals(out.toByteArray(), expected)).isTrue();
    }

    @Test
    void srgb_isMadeWhenItIsAskedFor() throws IOException {
        byte[] file = PictureBytes.png(of(BufferedImage.TYPE_3BYTE_BGR), PictureBytes.iccp(Profiles.proPhoto()));
        BufferedImage whole = PictureFiles.read(stream(file), NlcSettings.defaults());
        RenderedImage image = PictureFiles.srgb(large(file, 1));
        assertThat(image).isNotInstanceOf(BufferedImage.class);
        assertThat(image.getColorModel().getColorSpace().isCS_sRGB()).isTrue();
        assertThat(Arrays.equals(PictureFiles.rgb(PictureFiles.inMemory(image)), PictureFiles.rgb(whole)))
                .isTrue();
        RenderedImage plain = large(written(of(BufferedImage.TYPE_3BYTE_BGR), "png"), 1);
        assertThat(PictureFiles.srgb(plain)).isSameAs(plain);
    }

    @Test
    void nlcFile_isTurnedWithoutBeingInMemory() throws IOException {
        BufferedImage picture = of(BufferedImage.TYPE_3BYTE_BGR);
        RenderedImage tiled = LazyImage.changed(picture, image -> image);
        for (int orientation = 2; orientation <= 8; orientation++) {
            RenderedImage turned = ExifOrientation.turn(tiled, orientation);
            assertThat(turned).isNotInstanceOf(BufferedImage.class);
            byte[] expected = PictureFiles.rgb(ExifOrientation.turn(picture, orientation));
            assertThat(Arrays.equals(PictureFiles.rgb(PictureFiles.inMemory(turned)), expected))
                    .as("orientation " + orientation)
                    .isTrue();
        }
    }

    @Test
    void smallOnes_andThoseOfOtherReaders_areReadAtOnce() throws IOException {
        byte[] file = written(of(BufferedImage.TYPE_3BYTE_BGR), "png");
        assertThat(LargePictures.of(stream(file), 1, 1L << 30, warning -> {})).isEmpty();
        assertThat(LargePictures.of(stream(new byte[100]), 1, HEAP, warning -> {}))
                .isEmpty();
        assertThat(PictureFiles.readAsRenderedImage(stream(file), NlcSettings.defaults(), warning -> {}))
                .isInstanceOf(BufferedImage.class);
        assertThatThrownBy(() ->
                        PictureFiles.readAsRenderedImage(stream(new byte[100]), NlcSettings.defaults(), warning -> {}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsCut_isToldWhenItIsMissed() throws IOException {
        byte[] file = written(of(BufferedImage.TYPE_3BYTE_BGR), "png");
        byte[] cut = Arrays.copyOf(file, file.length / 2);
        assertThatThrownBy(() -> large(cut, 1).getData(new Rectangle(0, HEIGHT - 1, WIDTH, 1)))
                .isInstanceOfAny(UncheckedIOException.class, IOException.class);
    }
}
