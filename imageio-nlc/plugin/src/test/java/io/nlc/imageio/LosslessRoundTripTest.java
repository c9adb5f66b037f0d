package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lossless files through ImageIO: every type, every size, parts of pictures, and files that are not as written. */
class LosslessRoundTripTest {

    private static byte[] write(BufferedImage image) throws IOException {
        NlcImageWriter writer = PictureFiles.writer(NlcSettings.defaults());
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionType("lossless");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static NlcImageReader reader(byte[] file) {
        NlcImageReader reader = PictureFiles.reader(NlcSettings.defaults());
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return reader;
    }

    private static BufferedImage read(byte[] file) throws IOException {
        return reader(file).read(0);
    }

    /** Areas, edges, gradients and noise; alpha of all values if the type has it. */
    private static void paint(BufferedImage image, long seed) {
        Random random = new Random(seed);
        int w = image.getWidth();
        int h = image.getHeight();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int kind = (x / 9 + y / 7) % 4;
                int rgb =
                        switch (kind) {
                            case 0 -> 0xFF336699;
                            case 1 -> random.nextInt();
                            case 2 -> 0x80000000 | x * 5 << 16 & 0xFF0000 | y * 3 << 8 & 0xFF00 | x + y & 0xFF;
                            default -> (x & 1) == 0 ? 0xFFFFFFFF : 0x00FF00FF;
                        };
                image.setRGB(x, y, rgb);
            }
        }
    }

    private static void noise(WritableRaster raster, long seed) {
        Random random = new Random(seed);
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int b = 0; b < raster.getNumBands(); b++) {
                    int bits = raster.getSampleModel().getSampleSize(b);
                    int smooth = (x * 37 + y * 21) * (b + 1) << Math.max(0, bits - 12);
                    raster.setSample(
                            x, y, b, (random.nextInt(3) == 0 ? random.nextInt() : smooth) & (int) ((1L << bits) - 1));
                }
            }
        }
    }

    private static void assertSameRgb(BufferedImage expected, BufferedImage actual) {
        int w = expected.getWidth();
        int h = expected.getHeight();
        assertThat(actual.getWidth()).isEqualTo(w);
        assertThat(actual.getHeight()).isEqualTo(h);
        assertThat(actual.getRGB(0, 0, w, h, null, 0, w)).isEqualTo(expected.getRGB(0, 0, w, h, null, 0, w));
    }

    private static void assertSameSamples(BufferedImage expected, BufferedImage actual) {
        Raster e = expected.getRaster();
        Raster a = actual.getRaster();
        assertThat(a.getNumBands()).isEqualTo(e.getNumBands());
        assertThat(a.getPixels(0, 0, a.getWidth(), a.getHeight(), (int[]) null))
                .isEqualTo(e.getPixels(0, 0, e.getWidth(), e.getHeight(), (int[]) null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void everyImageType_hasTheSameColours(int type) throws IOException {
        for (int[] size : new int[][] {{1, 1}, {1, 40}, {33, 1}, {61, 47}, {130, 70}}) {
            BufferedImage image = new BufferedImage(size[0], size[1], type);
            paint(image, type);
            BufferedImage back = read(write(image));
            assertSameRgb(image, back);
            if (type == BufferedImage.TYPE_USHORT_GRAY || type == BufferedImage.TYPE_BYTE_GRAY) {
                assertThat(back.getType()).isEqualTo(type);
                assertSameSamples(image, back);
            }
        }
    }

    @Test
    void premultipliedNoise_hasTheSameColours() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE}) {
            BufferedImage image = new BufferedImage(50, 40, type);
            WritableRaster raster = image.getRaster();
            Random random = new Random(type);
            for (int i = 0; i < 50 * 40; i++) {
                int alpha = random.nextInt(256);
                for (int b = 0; b < 3; b++) {
                    raster.setSample(i % 50, i / 50, b, random.nextInt(alpha + 1));
                }
                raster.setSample(i % 50, i / 50, 3, alpha);
            }
            assertSameRgb(image, read(write(image)));
        }
    }

    static Stream<BufferedImage> componentImages() {
        return Stream.of(DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT)
                .flatMap(type -> Stream.of(false, true)
                        .flatMap(alpha -> Stream.of(ColorSpace.CS_GRAY, ColorSpace.CS_sRGB)
                                .map(space -> component(57, 43, space, alpha, type))));
    }

    private static BufferedImage component(int w, int h, int space, boolean alpha, int type) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(space),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                type);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(w, h), false, null);
        noise(image.getRaster(), 5);
        return image;
    }

    @ParameterizedTest
    @MethodSource("componentImages")
    void componentImages_haveTheSameSamples(BufferedImage image) throws IOException {
        BufferedImage back = read(write(image));
        assertThat(back.getSampleModel().getSampleSize(0))
                .isEqualTo(image.getSampleModel().getSampleSize(0));
        assertThat(back.getColorModel().getColorSpace())
                .isEqualTo(image.getColorModel().getColorSpace());
        assertSameSamples(image, back);
        assertSameRgb(image, back);
    }

    @Test
    void palettes_haveTheSameColours() throws IOException {
        Random random = new Random(8);
        for (int bits : new int[] {1, 2, 4, 8}) {
            for (boolean clear : new boolean[] {false, true}) {
                byte[][] rgba = new byte[4][1 << bits];
                for (byte[] band : rgba) {
                    random.nextBytes(band);
                }
                IndexColorModel model = clear
                        ? new IndexColorModel(bits, 1 << bits, rgba[0], rgba[1], rgba[2], rgba[3])
                        : new IndexColorModel(bits, 1 << bits, rgba[0], rgba[1], rgba[2], bits == 8 ? 77 : -1);
                BufferedImage image = new BufferedImage(
                        70, 50, bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY, model);
                noise(image.getRaster(), bits);
                assertSameRgb(image, read(write(image)));
            }
        }
    }

    /** Several tiles, whose last column and row are smaller. */
    @Test
    void tiledPicture_partsAndSteps() throws IOException {
        BufferedImage image = new BufferedImage(1100, 700, BufferedImage.TYPE_INT_ARGB);
        paint(image, 3);
        byte[] file = write(image);
        assertThat(header(file).tiles()).isEqualTo(6);
        assertSameRgb(image, read(file));
        ImageReadParam param = new ImageReadParam();
        param.setSourceRegion(new Rectangle(301, 99, 477, 555));
        param.setSourceSubsampling(3, 2, 1, 1);
        BufferedImage part = reader(file).read(0, param);
        for (int y = 0; y < part.getHeight(); y++) {
            for (int x = 0; x < part.getWidth(); x++) {
                assertThat(part.getRGB(x, y)).isEqualTo(image.getRGB(302 + 3 * x, 100 + 2 * y));
            }
        }
        BufferedImage tile = reader(file).readTile(0, 2, 1);
        assertSameRgb(image.getSubimage(1024, 512, 76, 188), tile);
    }

    @Test
    void deepPicture_canBeReadIn8Bits() throws IOException {
        BufferedImage image = component(40, 30, ColorSpace.CS_sRGB, true, DataBuffer.TYPE_USHORT);
        ImageReadParam param = new ImageReadParam();
        param.setDestination(new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB));
        BufferedImage back = reader(write(image)).read(0, param);
        assertThat(back.getRaster().getSample(7, 9, 1))
                .isEqualTo((image.getRaster().getSample(7, 9, 1) * 255 + 32_767) / 65_535);
    }

    @Test
    void bands_canBeChosen() throws IOException {
        BufferedImage image = component(40, 30, ColorSpace.CS_GRAY, true, DataBuffer.TYPE_USHORT);
        ImageReadParam param = new ImageReadParam();
        param.setSourceBands(new int[] {1});
        param.setDestination(new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY));
        BufferedImage alpha = reader(write(image)).read(0, param);
        assertThat(alpha.getRaster().getSamples(0, 0, 40, 30, 0, (int[]) null))
                .isEqualTo(image.getRaster().getSamples(0, 0, 40, 30, 1, (int[]) null));
        param.setDestination(component(40, 30, ColorSpace.CS_GRAY, true, DataBuffer.TYPE_USHORT));
        param.setDestinationBands(new int[] {0});
        BufferedImage back = reader(write(image)).read(0, param);
        assertThat(back.getRaster().getSamples(0, 0, 40, 30, 0, (int[]) null))
                .isEqualTo(image.getRaster().getSamples(0, 0, 40, 30, 1, (int[]) null));
    }

    @Test
    void opaqueAlpha_isNotStored() throws IOException {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 400; i++) {
            image.setRGB(i % 20, i / 20, 0xFF000000 | i * 1234);
        }
        byte[] file = write(image);
        assertThat(header(file).alpha()).isFalse();
        assertSameRgb(image, read(file));
    }

    private static NlcHeader header(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file))).header();
    }

    @Test
    void file_saysThatItIsLossless() throws IOException {
        BufferedImage image = component(40, 30, ColorSpace.CS_GRAY, true, DataBuffer.TYPE_USHORT);
        byte[] file = write(image);
        NlcHeader header = header(file);
        assertThat(header.version()).isEqualTo(2);
        assertThat(header.lossless()).isTrue();
        assertThat(header.colour()).isEqualTo(Colour.GRAY);
        assertThat(header.pixels().depth()).isEqualTo(16);
        org.w3c.dom.Element root = (org.w3c.dom.Element)
                reader(file).getImageMetadata(0).getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        assertThat(((org.w3c.dom.Element) root.getElementsByTagName("Lossless").item(0)).getAttribute("value"))
                .isEqualTo("TRUE");
        assertThat(((org.w3c.dom.Element)
                                root.getElementsByTagName("BitsPerSample").item(0))
                        .getAttribute("value"))
                .isEqualTo("16 16");
    }

    @Test
    void param_knowsWhatIsLossless() {
        NlcImageWriteParam param = new NlcImageWriteParam();
        assertThat(param.getCompressionTypes()).containsExactly("NLC", "lossless");
        assertThat(param.isCompressionLossless()).isFalse();
        param.setCompressionType("lossless");
        assertThat(param.isCompressionLossless()).isTrue();
        param.setTargetBytes(1000);
        assertThat(param.isCompressionLossless()).isFalse();
        param.setLossless(true);
        param.setCompressionMode(ImageWriteParam.MODE_DEFAULT);
        assertThat(param.isLossless()).isFalse();
    }

    @Test
    void abort_stopsBetweenTiles() throws IOException {
        BufferedImage image = new BufferedImage(1100, 700, BufferedImage.TYPE_INT_RGB);
        paint(image, 3);
        NlcImageReader reader = reader(write(image));
        List<String> heard = new ArrayList<>();
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                heard.add("progress");
                source.abort();
            }

            @Override
            public void readAborted(ImageReader source) {
                heard.add("aborted");
            }
        });
        reader.read(0);
        assertThat(heard).containsExactly("progress", "aborted");
    }

    private static byte[] tiled() throws IOException {
        BufferedImage image = new BufferedImage(1024, 600, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1024 * 600; i++) {
            image.setRGB(i % 1024, i / 1024, i % 1024 < 512 ? 0x204060 : 0x80A0C0);
        }
        return write(image);
    }

    private static int[] chunk(byte[] file, String type, int which) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = 8;
        for (int seen = 0; ; at += 12 + in.getInt(at)) {
            if (new String(file, at + 4, 4).equals(type) && seen++ == which) {
                return new int[] {at, in.getInt(at)};
            }
        }
    }

    private static void fix(byte[] file, int[] chunk) {
        CRC32C crc = new CRC32C();
        crc.update(file, chunk[0] + 4, 4 + chunk[1]);
        ByteBuffer.wrap(file).putInt(chunk[0] + 8 + chunk[1], (int) crc.getValue());
    }

    /** The first two tiles have equal payload lengths here, so that nothing but their check values can object. */
    @Test
    void swappedTiles_areFound() throws IOException {
        byte[] file = tiled();
        int[] a = chunk(file, "TILE", 0);
        int[] b = chunk(file, "TILE", 1);
        assertThat(a[1]).isEqualTo(b[1]);
        byte[] first = Arrays.copyOfRange(file, a[0], a[0] + a[1] + 12);
        System.arraycopy(file, b[0], file, a[0], first.length);
        System.arraycopy(first, 0, file, b[0], first.length);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IIOException.class).hasMessageContaining("check value");
    }

    @Test
    void damagedTile_isConcealedByTheMeanAround() throws IOException {
        byte[] file = tiled();
        file[chunk(file, "TILE", 0)[0] + 12] ^= 1;
        NlcImageReader reader = reader(file);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
        BufferedImage back = reader.read(0, param);
        assertThat(warnings).singleElement().asString().contains("tile 0", "CRC", "filled");
        assertThat(back.getRGB(100, 100)).isEqualTo(0xFF507090); // of the tiles to the right and below
        assertThat(back.getRGB(1000, 100)).isEqualTo(0xFF80A0C0);
    }

    @Test
    void unknownKindsAndFlags_areNamed() throws IOException {
        byte[] kind = tiled();
        int[] tile = chunk(kind, "TILE", 1);
        kind[tile[0] + 8] = 100;
        fix(kind, tile);
        assertThatThrownBy(() -> read(kind)).isInstanceOf(IIOException.class).hasMessageContaining("kind 100");
        for (byte layered : new byte[] {1, 3, 4}) {
            kind[tile[0] + 8] = layered;
            fix(kind, tile);
            assertThatThrownBy(() -> read(kind))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("layered tile, but the header");
        }
        kind[tile[0] + 8] = 0;
        fix(kind, tile);
        assertThatThrownBy(() -> read(kind))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("without a model pack");

        byte[] flags = tiled();
        int[] head = chunk(flags, "HEAD", 0);
        flags[head[0] + 8 + 12] = 16;
        fix(flags, head);
        assertThatThrownBy(() -> read(flags)).isInstanceOf(IIOException.class).hasMessageContaining("flags 16");

        flags[head[0] + 8 + 12] = 8;
        fix(flags, head);
        assertThatThrownBy(() -> read(flags))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("no tile is learned");

        byte[] depth = tiled();
        depth[head[0] + 8 + 11] = 12;
        fix(depth, head);
        assertThatThrownBy(() -> read(depth)).isInstanceOf(IIOException.class).hasMessageContaining("depth 12");

        byte[] way = tiled();
        way[tile[0] + 8 + 5] = (byte) 0xF0;
        fix(way, tile);
        assertThatThrownBy(() -> read(way)).isInstanceOf(IIOException.class).hasMessageContaining("unknown kind");
    }

    private static byte[] small(int type) throws IOException {
        BufferedImage image = new BufferedImage(23, 17, type);
        paint(image, 1);
        return write(image);
    }

    @Test
    void everyTruncation_isReported() throws IOException {
        byte[] file = small(BufferedImage.TYPE_INT_ARGB);
        for (int length = 0; length < file.length - 12; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut)).as(length + " bytes").isInstanceOf(IIOException.class);
        }
    }

    /** With check values of chunks made right again, so that the coder meets the damage. */
    @Test
    void everyFlippedBitOfATile_isReported() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_BINARY}) {
            byte[] file = small(type);
            int[] tile = chunk(file, "TILE", 0);
            for (int bit = 0; bit < 8 * tile[1]; bit++) {
                byte[] flipped = file.clone();
                flipped[tile[0] + 8 + bit / 8] ^= (byte) (1 << bit % 8);
                fix(flipped, tile);
                try {
                    read(flipped); // bits after the last symbol mean nothing
                    assertThat(bit).isGreaterThan(8 * tile[1] - 40);
                } catch (IIOException e) {
                    assertThat(e.getMessage()).contains("tile 0").doesNotContain("cannot be decoded: java");
                }
            }
        }
    }

    @Test
    void noiseForTiles_andForgedHeaders_endWell() throws IOException {
        Random random = new Random(4);
        byte[] file = small(BufferedImage.TYPE_INT_ARGB);
        int[] tile = chunk(file, "TILE", 0);
        int[] head = chunk(file, "HEAD", 0);
        for (int i = 0; i < 600; i++) {
            byte[] forged = file.clone();
            if (i % 2 == 0) {
                for (int k = 1; k < tile[1]; k++) {
                    forged[tile[0] + 8 + k] = (byte) random.nextInt();
                }
                forged[tile[0] + 8 + 5] = (byte) (i / 2 % 12);
            } else {
                forged[head[0] + 8 + random.nextInt(head[1])] = (byte) random.nextInt();
                fix(forged, head);
            }
            fix(forged, tile);
            try {
                read(forged);
            } catch (IIOException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("cannot be decoded: java");
            }
        }
    }

    /** A file written once is read for ever. */
    @Test
    void keptFile_isReadAsItWasWritten() throws IOException {
        for (String name : LosslessSamples.NAMES) {
            try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/nlc/" + name + ".nlc"), name)) {
                BufferedImage expected = LosslessSamples.image(name);
                assertSameRgb(expected, read(in.readAllBytes()));
            }
        }
    }

    @Test
    void picturesOfTheProject_andOddOnes() throws IOException {
        String shared = System.getProperty("nlc.shared", System.getenv("NLC_SHARED"));
        Path folder = Path.of(shared == null ? "../../../shared" : shared, "anypicture");
        Assumptions.assumeTrue(Files.isDirectory(folder), "there are no odd pictures beside the project");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                BufferedImage image;
                try {
                    image = ImageIO.read(file.toFile());
                } catch (IOException | RuntimeException e) {
                    continue; // a kind of file that this JDK does not read
                }
                if (image != null && image.getColorModel().getColorSpace().isCS_sRGB()) {
                    assertSameRgb(image, read(write(image)));
                }
            }
        }
    }
}
