package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.colour.ExifNotes;
import io.nlc.colour.PictureNotes;
import io.nlc.imageio.PictureBytes.PngChunk;
import io.nlc.imageio.PictureBytes.TiffEntry;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {

    @TempDir
    Path folder;

    // Upright: red in the top left corner of a 48 x 32 picture, blue in the top right, green below.
    private static BufferedImage upright() {
        BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 48; x++) {
                image.setRGB(x, y, y >= 16 ? 0x00FF00 : x < 24 ? 0xFF0000 : 0x0000FF);
            }
        }
        return image;
    }

    // The stored picture that a viewer must treat as EXIF demands to see the upright one, by the standard's table of
    // where row 0 and
    // column 0 are: 1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8
    // left bottom.
    private static BufferedImage stored(BufferedImage image, int orientation) {
        int w = image.getWidth();
        int h = image.getHeight();
        boolean swapped = orientation >= 5;
        BufferedImage out = new BufferedImage(swapped ? h : w, swapped ? w : h, image.getType());
        for (int row = 0; row < out.getHeight(); row++) {
            for (int column = 0; column < out.getWidth(); column++) {
                int x =
                        switch (orientation) {
                            case 1, 4 -> column;
                            case 2, 3 -> w - 1 - column;
                            case 5, 8 -> row;
                            default -> w - 1 - row;
                        };
                int y =
                        switch (orientation) {
                            case 1, 2 -> row;
                            case 3, 4 -> h - 1 - row;
                            case 5, 6 -> column;
                            default -> h - 1 - column;
                        };
                out.setRGB(column, row, image.getRGB(x, y));
            }
        }
        return out;
    }

    private Path jpeg(BufferedImage image, byte[] app1) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        byte[] plain = bytes.toByteArray();
        ByteBuffer all = ByteBuffer.allocate(plain.length + 4 + app1.length);
        all.put(plain, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (app1.length + 2))
                .put(app1)
                .put(plain, 2, plain.length - 2);
        return Files.write(folder.resolve("a.jpg"), all.array());
    }

    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer b = ByteBuffer.allocate(6 + 8 + 2 + 24 + 4)
                .order(order)
                .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        b.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8);
        b.putShort((short) 2)
                .putShort((short) 0x0100)
                .putShort((short) 3)
                .putInt(1)
                .putInt(0);
        b.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0);
        return b.array();
    }

    @ParameterizedTest
    @CsvSource({"1,MM", "2,II", "3,MM", "4,II", "5,MM", "6,II", "7,MM", "8,II", "6,MM", "8,MM"})
    void read_turnsThePictureUpright(int orientation, String order) throws IOException {
        ByteOrder o = order.equals("MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        BufferedImage read = PictureFiles.read(jpeg(stored(upright(), orientation), exif(orientation, o)));
        assertThat(read.getWidth()).isEqualTo(48);
        assertThat(read.getHeight()).isEqualTo(32);
        assertThat(read.getRGB(8, 6) >> 16 & 255).isGreaterThan(180);
        assertThat(read.getRGB(40, 6) & 255).isGreaterThan(180);
        assertThat(read.getRGB(24, 26) >> 8 & 255).isGreaterThan(180);
    }

    /** All that a JPEG file may have around its EXIF data. */
    @Test
    void jpegLayouts() throws IOException {
        BufferedImage stored = stored(upright(), 6);
        byte[] jfif = PictureBytes.segment(0xE0, 0, new byte[14]);
        byte[] xmp = PictureBytes.segment(
                0xE1, 0, "http://ns.adobe.com/xap/1.0/\0<x/>".getBytes(StandardCharsets.ISO_8859_1));
        byte[] largest = PictureBytes.segment(0xE2, 0, new byte[65_533]);
        byte[] none = PictureBytes.segment(0xE1, 0, exif(0, ByteOrder.BIG_ENDIAN));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = PictureBytes.segment(0xE1, 0, exif(6, order));
            byte[] filled = PictureBytes.segment(0xE1, 5, exif(6, order));
            byte[] another = PictureBytes.segment(0xE1, 0, exif(3, order));
            for (byte[][] segments : new byte[][][] {
                {exif},
                {filled},
                {jfif, exif},
                {xmp, exif},
                {exif, xmp},
                {none, exif},
                {exif, another},
                {PictureBytes.segment(0xFE, 2, new byte[0]), filled},
                {largest, largest, largest, largest, largest, exif}
            }) {
                assertUpright(read(PictureBytes.jpeg(stored, segments)));
            }
        }
    }

    @Test
    void otherContainers() throws IOException {
        BufferedImage stored = stored(upright(), 8);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = Arrays.copyOfRange(exif(8, order), 6, exif(8, order).length);
            for (boolean late : new boolean[] {false, true}) {
                assertUpright(read(PictureBytes.png(stored, new PngChunk("eXIf", exif, late))));
                assertUpright(read(PictureBytes.png(stored, new PngChunk("eXIf", exif(8, order), late))));
            }
            for (byte[] data : new byte[][] {exif, exif(8, order)}) {
                try (MemoryCacheImageInputStream in = stream(PictureBytes.webp("EXIF", data))) {
                    assertThat(ExifNotes.orientation(in)).isEqualTo(8);
                    assertThat(in.getStreamPosition()).isZero();
                }
            }
            assertUpright(read(tiff(stored, order, 3)));
            assertUpright(read(tiff(stored, order, 4)));
        }
        assertThat(read(PictureBytes.png(stored)).getWidth()).isEqualTo(32);
    }

    private static byte[] tiff(BufferedImage image, ByteOrder order, int type) {
        int width = image.getWidth();
        int height = image.getHeight();
        ByteBuffer strip = ByteBuffer.allocate(3 * width * height);
        for (int sample : image.getRaster().getPixels(0, 0, width, height, (int[]) null)) {
            strip.put((byte) sample);
        }
        return PictureBytes.tiff(
                order,
                strip.array(),
                List.of(
                        new TiffEntry(256, 3, width),
                        new TiffEntry(257, 3, height),
                        new TiffEntry(258, 3, 8, 8, 8),
                        new TiffEntry(259, 3, 1),
                        new TiffEntry(262, 3, 2),
                        new TiffEntry(273, 4, 8),
                        new TiffEntry(274, type, 8),
                        new TiffEntry(277, 3, 3),
                        new TiffEntry(278, 3, height),
                        new TiffEntry(279, 4, strip.capacity())));
    }

    /**
     * Directories at offsets that no file has: the JDK's stream in memory counts wrong so far behind its end, and files
     * have no such position.
     */
    @ParameterizedTest
    @CsvSource({
        "4d4d002affffffff, a directory",
        "49492b0008000000000000000000004000000000, a far one of BigTIFF",
        "49492b000800000000000000ffffffffffffff7f, a farther one",
        "4d4d002a00000008000101120003000000ffffffff, a value"
    })
    void offsetsFarBehindTheEnd_sayNothing(String hex, String what, @TempDir Path folder) throws IOException {
        byte[] file = HexFormat.of().parseHex(hex);
        Path path = Files.write(folder.resolve("file"), file);
        for (ImageInputStream in : List.of(stream(file), new FileImageInputStream(path.toFile()))) {
            try (in) {
                assertThat(ExifNotes.orientation(in)).as(what).isEqualTo(1);
                assertThat(PictureNotes.of(in, warning -> {}).samples()).isEqualTo(PictureNotes.Samples.AS_READ);
            }
        }
    }

    private static MemoryCacheImageInputStream stream(byte[] file) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
    }

    private static BufferedImage read(byte[] file) throws IOException {
        try (MemoryCacheImageInputStream in = stream(file)) {
            return PictureFiles.read(in, NlcSettings.defaults());
        }
    }

    private static void assertUpright(BufferedImage read) {
        assertThat(read.getWidth()).isEqualTo(48);
        assertThat(read.getHeight()).isEqualTo(32);
        assertThat(read.getRGB(8, 6) >> 16 & 255).isGreaterThan(180);
        assertThat(read.getRGB(40, 6) & 255).isGreaterThan(180);
        assertThat(read.getRGB(24, 26) >> 8 & 255).isGreaterThan(180);
    }

    @Test
    void of_nonsenseIsUpright() throws IOException {
        for (byte[] app1 : new byte[][] {
            exif(0, ByteOrder.BIG_ENDIAN),
            exif(9, ByteOrder.BIG_ENDIAN),
            new byte[0],
            "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1),
            "Exif\0\0MM\0*\177\177\177\177".getBytes(StandardCharsets.ISO_8859_1)
        }) {
            assertThat(ExifOrientation.of(jpeg(upright(), app1))).isEqualTo(1);
        }
        byte[] whole = Files.readAllBytes(jpeg(upright(), exif(6, ByteOrder.BIG_ENDIAN)));
        for (int n = 0; n < 50; n++) {
            assertThat(ExifOrientation.of(Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, n))))
                    .isIn(1, 6);
        }
        assertThat(ExifOrientation.of(Files.write(folder.resolve("a.txt"), "hello".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(1);
    }

    @Test
    void turn_keepsSamples() {
        BufferedImage gray = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(2, 0, 0, 77);
        BufferedImage turned = ExifOrientation.turn(gray, 6);
        assertThat(turned.getRaster().getSample(1, 2, 0)).isEqualTo(77);
        assertThat(turned.getColorModel()).isEqualTo(gray.getColorModel());
    }

    /** ImageIO's writer turns nothing, so that the file says how the picture was held, as a JPEG file does. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void nlcFile_isTurnedAsOthersAre(int orientation) throws IOException {
        BufferedImage picture = upright();
        PictureMetadata held = PictureMetadata.NONE
                .withExif(Metadata.exif(ByteOrder.LITTLE_ENDIAN, orientation))
                .withXmp(Metadata.XMP);
        byte[] file = Metadata.write(stored(picture, orientation), held, param -> param.setLossless(true));
        Path nlc = Files.write(folder.resolve("a.nlc"), file);

        assertThat(ExifOrientation.of(nlc)).isEqualTo(orientation);
        assertThat(PictureFiles.rgb(PictureFiles.read(nlc))).isEqualTo(PictureFiles.rgb(picture));
        assertThat(PictureFiles.rgb(PictureFiles.readReduced(nlc, 1))).isEqualTo(PictureFiles.rgb(picture));
        PictureMetadata said = PictureFiles.metadata(nlc);
        assertThat(said.orientation()).isEqualTo(1);
        if (orientation != 1) {
            assertThat(new String(said.xmp(), StandardCharsets.UTF_8)).doesNotContain("Orientation='6'");
        }
        for (String format : List.of("png", "jpg", "tif")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                PictureFiles.write(PictureFiles.read(nlc), said, format, out, null, warning -> {});
            }
            ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            assertThat(ExifOrientation.of(in)).as(format).isEqualTo(1);
            BufferedImage again = PictureFiles.read(in, NlcSettings.defaults());
            assertThat(again.getWidth()).isEqualTo(48);
            assertThat(again.getRGB(40, 6) & 255).as(format).isGreaterThan(180);
        }
    }

    /** Where a part of the upright picture lies. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void parts_areThoseOfTheTurnedPicture(int orientation) {
        BufferedImage picture = upright();
        picture.setRGB(33, 5, 0x123456);
        BufferedImage held = stored(picture, orientation);
        for (Rectangle part : List.of(new Rectangle(48, 32), new Rectangle(20, 3, 17, 9), new Rectangle(33, 5, 1, 1))) {
            Rectangle there =
                    ExifOrientation.stored(part, new Dimension(held.getWidth(), held.getHeight()), orientation);
            BufferedImage cut =
                    ExifOrientation.turn(held.getSubimage(there.x, there.y, there.width, there.height), orientation);
            assertThat(PictureFiles.inMemory(cut).getRGB(33 - part.x, 5 - part.y) & 0xFFFFFF)
                    .isEqualTo(0x123456);
            assertThat(cut.getWidth()).isEqualTo(part.width);
        }
    }
}
