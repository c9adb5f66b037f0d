package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.metrics.Psnr;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures through the writer and the reader. */
@ExtendWith(TinyPack.class)
class RoundTripTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "7, 1", "17, 16", "63, 65", "64, 64", "129, 70"})
    void anySize(int width, int height) throws IOException {
        BufferedImage image = Pictures.of(width, height, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage back = Pictures.read(Pictures.write(image, p -> p.setCompressionQuality(1)));
        assertThat(back.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
        assertThat(back.getWidth()).isEqualTo(width);
        assertThat(back.getHeight()).isEqualTo(height);
        assertThat(psnr(image, back)).isGreaterThan(22);
    }

    @Test
    void gray_staysGray() throws IOException {
        BufferedImage image = Pictures.of(70, 50, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage back = Pictures.read(Pictures.write(image, p -> p.setCompressionQuality(1)));
        assertThat(back.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(psnr(image, back)).isGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({"6", "2"})
    void alpha_isExact(int type) throws IOException {
        BufferedImage image = Pictures.of(91, 33, type);
        BufferedImage back = Pictures.read(Pictures.write(image));
        assertThat(back.getType()).isEqualTo(BufferedImage.TYPE_4BYTE_ABGR);
        assertThat(back.getAlphaRaster().getSamples(0, 0, 91, 33, 0, (int[]) null))
                .isEqualTo(image.getAlphaRaster().getSamples(0, 0, 91, 33, 0, (int[]) null));
    }

    @Test
    void grayWithAlpha_isReadAsColoursWithAlpha() throws IOException {
        BufferedImage image = javax.imageio.ImageTypeSpecifier.createGrayscale(
                        8, java.awt.image.DataBuffer.TYPE_BYTE, false, false)
                .createBufferedImage(40, 40);
        for (int i = 0; i < 1600; i++) {
            image.getRaster().setPixel(i % 40, i / 40, new int[] {100 + i % 40, i * 7 & 255});
        }
        byte[] file = Pictures.write(image);
        BufferedImage back = Pictures.read(file);
        assertThat(back.getColorModel().hasAlpha()).isTrue();
        assertThat(back.getAlphaRaster().getSample(3, 5, 0)).isEqualTo(203 * 7 & 255);
        int[] p = back.getRaster().getPixel(20, 20, (int[]) null);
        assertThat(p[0]).isEqualTo(p[1]).isEqualTo(p[2]);
    }

    @Test
    void everyOfferedType_holdsTheSamePixels() throws IOException {
        byte[] file = Pictures.write(Pictures.of(50, 40, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage expected = Pictures.read(file);
        for (int type : new int[] {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_BGR,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_4BYTE_ABGR
        }) {
            BufferedImage back = Pictures.read(
                    file,
                    p -> p.setDestinationType(javax.imageio.ImageTypeSpecifier.createFromBufferedImageType(type)));
            assertThat(back.getType()).isEqualTo(type);
            assertThat(argb(back)).as("type " + type).isEqualTo(argb(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 1, 1, 1",
        "5, 7, 60, 40, 1, 1",
        "199, 149, 1, 1, 1, 1",
        "3, 2, 190, 140, 7, 3",
        "64, 64, 64, 64, 2, 2"
    })
    void region_isCropOfWhole(int x, int y, int width, int height, int stepX, int stepY) throws IOException {
        byte[] file = Pictures.write(Pictures.of(200, 150, BufferedImage.TYPE_4BYTE_ABGR));
        BufferedImage whole = Pictures.read(file);
        BufferedImage part = Pictures.read(file, p -> {
            p.setSourceRegion(new Rectangle(x, y, width, height));
            p.setSourceSubsampling(stepX, stepY, 0, 0);
        });
        assertThat(part.getWidth()).isEqualTo((width + stepX - 1) / stepX);
        assertThat(part.getHeight()).isEqualTo((height + stepY - 1) / stepY);
        for (int j = 0; j < part.getHeight(); j++) {
            for (int i = 0; i < part.getWidth(); i++) {
                assertThat(part.getRGB(i, j)).isEqualTo(whole.getRGB(x + i * stepX, y + j * stepY));
            }
        }
    }

    /** Across the seams of a picture of several tiles, of which a region needs but some. */
    @Test
    void tiledPicture_givesRegionsAndTiles() throws IOException {
        byte[] file = Pictures.write(Pictures.of(1500, 1100, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage whole = Pictures.read(file);
        BufferedImage part = Pictures.read(file, p -> {
            p.setSourceRegion(new Rectangle(300, 400, 700, 600));
            p.setSourceSubsampling(3, 2, 1, 1);
        });
        assertThat(part.getWidth()).isEqualTo(233);
        for (int y = 0; y < part.getHeight(); y++) {
            for (int x = 0; x < part.getWidth(); x++) {
                assertThat(part.getRGB(x, y)).isEqualTo(whole.getRGB(301 + 3 * x, 401 + 2 * y));
            }
        }
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(ImageIO.createImageInputStream(new java.io.ByteArrayInputStream(file)));
        assertThat(reader.isImageTiled(0)).isTrue();
        int width = reader.getTileWidth(0);
        int height = reader.getTileHeight(0);
        BufferedImage tile = reader.readTile(0, 1, 1);
        int right = Math.min(width, 1500 - width);
        int bottom = Math.min(height, 1100 - height);
        assertThat(argb(tile)).isEqualTo(argb(whole.getSubimage(width, height, right, bottom)));

        List<Float> shares = new ArrayList<>();
        reader.addIIOReadProgressListener(stopAtFirst(shares));
        assertThat(reader.read(0)).isNotNull();
        assertThat(shares).as("stopped on the way").hasSizeLessThan(1500 / width * (1100 / height));
    }

    private static javax.imageio.event.IIOReadProgressListener stopAtFirst(List<Float> shares) {
        var listener = org.mockito.Mockito.mock(javax.imageio.event.IIOReadProgressListener.class);
        org.mockito.Mockito.doAnswer(call -> {
                    shares.add(call.getArgument(1));
                    ((javax.imageio.ImageReader) call.getArgument(0)).abort();
                    return null;
                })
                .when(listener)
                .imageProgress(org.mockito.Mockito.any(), org.mockito.Mockito.anyFloat());
        return listener;
    }

    @Test
    void subsamplingOffset_andDestinationOffset() throws IOException {
        byte[] file = Pictures.write(Pictures.of(90, 70, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage whole = Pictures.read(file);
        BufferedImage canvas = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        BufferedImage part = Pictures.read(file, p -> {
            p.setSourceSubsampling(4, 5, 3, 2);
            p.setDestination(canvas);
            p.setDestinationOffset(new Point(6, 9));
        });
        assertThat(part).isSameAs(canvas);
        assertThat(part.getRGB(6, 9)).isEqualTo(whole.getRGB(3, 2));
        assertThat(part.getRGB(6 + 21, 9 + 13)).isEqualTo(whole.getRGB(3 + 84, 2 + 65));
        assertThat(part.getRGB(5, 9)).isEqualTo(0xFF000000);
    }

    @Test
    void bands_canBeSwapped() throws IOException {
        byte[] file = Pictures.write(Pictures.of(20, 20, BufferedImage.TYPE_3BYTE_BGR));
        BufferedImage plain = Pictures.read(file);
        BufferedImage swapped = Pictures.read(file, p -> p.setSourceBands(new int[] {2, 1, 0}));
        int[] a = plain.getRaster().getPixel(11, 12, (int[]) null);
        assertThat(swapped.getRaster().getPixel(11, 12, (int[]) null)).containsExactly(a[2], a[1], a[0]);
    }

    @Test
    void tile_isItsPartOfThePicture() throws IOException {
        byte[] file = Pictures.write(Pictures.of(70, 40, BufferedImage.TYPE_3BYTE_BGR));
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(ImageIO.createImageInputStream(new java.io.ByteArrayInputStream(file)));
        assertThat(reader.isImageTiled(0)).isFalse();
        assertThat(reader.getTileWidth(0)).isEqualTo(70);
        assertThat(argb(reader.readTile(0, 0, 0))).isEqualTo(argb(Pictures.read(file)));
    }

    @Test
    void sourceRegionOfTheWriter_isWritten() throws IOException {
        BufferedImage image = Pictures.of(120, 100, BufferedImage.TYPE_INT_RGB);
        byte[] whole = Pictures.write(image.getSubimage(10, 20, 64, 48));
        byte[] region = Pictures.write(image, p -> p.setSourceRegion(new Rectangle(10, 20, 64, 48)));
        assertThat(region).isEqualTo(whole);
        BufferedImage half = Pictures.read(Pictures.write(image, p -> p.setSourceSubsampling(2, 3, 1, 1)));
        assertThat(half.getWidth()).isEqualTo(60);
        assertThat(half.getHeight()).isEqualTo(33);
    }

    @Test
    void quality_raisesSizeAndPsnr() throws IOException {
        BufferedImage image = Pictures.of(256, 192, BufferedImage.TYPE_3BYTE_BGR);
        List<Double> psnr = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (float quality : new float[] {0, 0.3f, 0.6f, 1}) {
            byte[] file = Pictures.write(image, p -> p.setCompressionQuality(quality));
            bytes.add(file.length);
            psnr.add(psnr(image, Pictures.read(file)));
        }
        assertThat(bytes).isSorted().doesNotHaveDuplicates();
        assertThat(psnr).isSorted();
    }

    @Test
    void writingWithoutParam_withDefaultParam_orWithAnothersParam_isTheSame() throws IOException {
        BufferedImage image = Pictures.of(80, 60, BufferedImage.TYPE_3BYTE_BGR);
        byte[] none = write(image, null);
        assertThat(write(image, new NlcImageWriteParam())).isEqualTo(none);
        assertThat(write(image, new ImageWriteParam(null))).isEqualTo(none);
        NlcImageWriteParam explicit = new NlcImageWriteParam();
        explicit.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        explicit.setCompressionQuality(0.5f);
        assertThat(write(image, explicit)).isEqualTo(none);
        NlcImageWriteParam better = new NlcImageWriteParam();
        better.setCompressionQuality(0.9f);
        assertThat(write(image, better).length).isGreaterThan(none.length);
        ImageWriteParam jpeg = new javax.imageio.plugins.jpeg.JPEGImageWriteParam(null);
        jpeg.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        jpeg.setCompressionQuality(0.9f);
        assertThat(write(image, jpeg)).isEqualTo(write(image, better));
    }

    private static byte[] write(BufferedImage image, ImageWriteParam param) throws IOException {
        NlcImageWriter writer = (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        return bytes.toByteArray();
    }

    @Test
    void targets_areMet() throws IOException {
        BufferedImage image = Pictures.of(200, 160, BufferedImage.TYPE_4BYTE_ABGR);
        int low = Pictures.write(image, p -> p.setCompressionQuality(0.2f)).length;
        int high = Pictures.write(image, p -> p.setCompressionQuality(0.8f)).length;
        int middle = (low + high) / 2;
        int found = Pictures.write(image, p -> p.setTargetBytes(middle)).length;
        assertThat(found).isBetween(middle - (middle - low) / 2, middle);
        double bpp = 8.0 * middle / (200 * 160);
        assertThat(Pictures.write(image, p -> p.setTargetBitsPerPixel(bpp)).length)
                .isBetween(middle - (middle - low) / 2, middle);
        BufferedImage rgb = Pictures.of(200, 160, BufferedImage.TYPE_3BYTE_BGR);
        double worst = psnr(rgb, Pictures.read(Pictures.write(rgb, p -> p.setCompressionQuality(0))));
        double best = psnr(rgb, Pictures.read(Pictures.write(rgb, p -> p.setCompressionQuality(1))));
        double aim = (worst + best) / 2;
        assertThat(psnr(rgb, Pictures.read(Pictures.write(rgb, p -> p.setTargetPsnr(aim)))))
                .isBetween(aim - 0.01, best);
    }

    @Test
    void unreachableTarget_isWarnedOf() throws IOException {
        List<String> warnings = new ArrayList<>();
        NlcImageWriter writer = (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
        writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(TinyPack.NAME);
        for (int i = 0; i < 2; i++) {
            if (i == 0) {
                param.setTargetBytes(20);
            } else {
                param.setTargetPsnr(99);
                param.setNetworksOnly(true);
            }
            writer.setOutput(ImageIO.createImageOutputStream(new ByteArrayOutputStream()));
            writer.write(null, new IIOImage(Pictures.of(64, 64, BufferedImage.TYPE_3BYTE_BGR), null, null), param);
        }
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("cannot be reached", "smallest");
        assertThat(warnings.get(1)).contains("99.00 dB cannot be reached");
    }

    @Test
    void writer_startsWhereTheStreamIs_andReaderToo() throws IOException {
        BufferedImage image = Pictures.of(30, 30, BufferedImage.TYPE_3BYTE_BGR);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            out.write(new byte[100]);
            NlcImageWriter writer = (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
            writer.setOutput(out);
            writer.write(image);
        }
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        try (var in = ImageIO.createImageInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
            in.seek(100);
            in.flush();
            reader.setInput(in);
            assertThat(reader.read(0).getWidth()).isEqualTo(30);
        }
    }

    private static int[] argb(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static double psnr(BufferedImage a, BufferedImage b) throws IOException {
        return Psnr.of(Pictures.rgb(a), Pictures.rgb(b));
    }
}
