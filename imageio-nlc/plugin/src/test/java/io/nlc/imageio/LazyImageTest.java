package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.container.Limits;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LazyImageTest {

    private static final int WIDTH = 2100;
    private static final int HEIGHT = 2050;
    private static final int RGB_IN_ORDER = -1;
    private static final int RGB_IN_BANDS = -2;
    private static final int RGB_OF_16_BITS = -3;

    private static BufferedImage original;
    private static byte[] file;

    /** A lossless file, which needs no networks: flat areas, some of them noisy. */
    @BeforeAll
    static void write() throws IOException {
        original = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        byte[] samples = ((DataBufferByte) original.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % WIDTH;
            int y = i / 3 / WIDTH;
            samples[i] = (byte) (x / 64 + 5 * (y / 64) + ((x ^ y) % 97 == 0 ? 7 * i : 0));
        }
        NlcImageWriter writer = PictureFiles.writer();
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setLossless(true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(original, null, null), param);
        }
        file = bytes.toByteArray();
    }

    private static RenderedImage open(byte[] bytes, ImageReadParam param) throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
        reader.setInput(in);
        RenderedImage image = reader.readAsRenderedImage(0, param);
        reader.dispose();
        return image;
    }

    private static void assertSame(Raster found, Rectangle wanted, int left, int top) {
        assertThat(found.getBounds()).isEqualTo(wanted);
        for (int y = wanted.y; y < wanted.y + wanted.height; y++) {
            int[] row = found.getPixels(wanted.x, y, wanted.width, 1, (int[]) null);
            int[] expected = original.getRaster().getPixels(left + wanted.x, top + y, wanted.width, 1, (int[]) null);
            if (!Arrays.equals(row, expected)) {
                throw new AssertionError("row " + y + " of " + wanted + " differs");
            }
        }
    }

    @Test
    void itsPixels_areThoseOfTheFile_inWhateverParts() throws IOException {
        RenderedImage image = open(file, null);

        assertThat(image).isNotInstanceOf(BufferedImage.class);
        assertThat(image.getColorModel()).isEqualTo(original.getColorModel());
        assertThat(image.getNumXTiles() * image.getTileWidth()).isGreaterThanOrEqualTo(WIDTH);
        for (Rectangle part : new Rectangle[] {
            new Rectangle(0, 0, WIDTH, 1),
            new Rectangle(500, 1000, 40, 50),
            new Rectangle(0, 500, WIDTH, 30),
            new Rectangle(WIDTH - 1, HEIGHT - 1, 1, 1),
            new Rectangle(0, 0, WIDTH, HEIGHT)
        }) {
            assertSame(image.getData(part), part, 0, 0);
        }
        assertThatThrownBy(() -> image.getData(new Rectangle(WIDTH, 0, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Bands of one row of tiles, two of which are kept. */
    @Test
    void bands_areDecodedAgain_whenTheyWereForgotten() throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        int[] reads = new int[1];
        reader.addIIOReadProgressListener(new ReadAdapter() {
            @Override
            public void imageStarted(ImageReader source, int index) {
                reads[0]++;
            }
        });
        NlcHeader header =
                new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), Limits.DEFAULT).header();
        LazyImage image = new LazyImage(
                reader,
                new NlcImageReadParam(),
                header,
                new Rectangle(WIDTH, HEIGHT),
                reader.getImageTypes(0).next(),
                1);

        int rows = image.getTileHeight();
        assertSame(image.getData(), new Rectangle(WIDTH, HEIGHT), 0, 0);
        assertThat(reads[0]).isEqualTo(image.getNumYTiles());
        for (int y : new int[] {HEIGHT - 1, HEIGHT - 1 - rows, HEIGHT - 1}) { // both are there
            assertSame(image.getData(new Rectangle(0, y, WIDTH, 1)), new Rectangle(0, y, WIDTH, 1), 0, 0);
        }
        assertThat(reads[0]).isEqualTo(image.getNumYTiles());
        assertSame(image.getData(new Rectangle(0, rows - 1, WIDTH, 2)), new Rectangle(0, rows - 1, WIDTH, 2), 0, 0);
        assertThat(reads[0]).isEqualTo(image.getNumYTiles() + 2);
    }

    @Test
    void tiles_haveOneSize_andNoneIsBeyond() throws IOException {
        RenderedImage image = open(file, null);

        Raster last = image.getTile(image.getNumXTiles() - 1, image.getNumYTiles() - 1);
        assertThat(last.getWidth()).isEqualTo(image.getTileWidth());
        assertThat(last.getHeight()).isEqualTo(image.getTileHeight());
        Rectangle inside = last.getBounds().intersection(new Rectangle(WIDTH, HEIGHT));
        assertSame(
                last.createChild(inside.x, inside.y, inside.width, inside.height, inside.x, inside.y, null),
                inside,
                0,
                0);
        assertThatThrownBy(() -> image.getTile(image.getNumXTiles(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void region_beginsAtZero() throws IOException {
        ImageReadParam param = new ImageReadParam();
        param.setSourceRegion(new Rectangle(37, 411, 2000, 1500));
        RenderedImage image = open(file, param);

        assertThat(image.getWidth()).isEqualTo(2000);
        assertSame(image.getData(), new Rectangle(2000, 1500), 37, 411);
        WritableRaster given = Raster.createWritableRaster(
                image.getSampleModel().createCompatibleSampleModel(100, 7), new Point(60, 1000));
        assertSame(image.copyData(given), new Rectangle(60, 1000, 100, 7), 37, 411);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                RGB_IN_ORDER,
                RGB_IN_BANDS,
                RGB_OF_16_BITS
            })
    void copies_haveItsSamples_inWhateverLayout(int layout) throws IOException {
        SampleModel model = model(layout, 300, 41);
        WritableRaster given = Raster.createWritableRaster(model, new Point(1800, 500));
        assertSame(open(file, null).copyData(given), new Rectangle(1800, 500, 300, 41), 0, 0);
    }

    private static SampleModel model(int layout, int width, int height) {
        int[] order = {0, 1, 2};
        return switch (layout) {
            case RGB_IN_ORDER ->
                new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE, width, height, 3, 3 * width, order);
            case RGB_IN_BANDS -> new BandedSampleModel(DataBuffer.TYPE_BYTE, width, height, 3);
            case RGB_OF_16_BITS ->
                new PixelInterleavedSampleModel(DataBuffer.TYPE_USHORT, width, height, 3, 3 * width, order);
            default -> new BufferedImage(width, height, layout).getSampleModel();
        };
    }

    @Test
    void itIsWrittenByTheJdk_asAnyImage() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(open(file, null), "png", png);

        BufferedImage back = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        assertSame(back.getRaster(), new Rectangle(WIDTH, HEIGHT), 0, 0);
    }

    @Test
    void subsampling_isReadAtOnce() throws IOException {
        ImageReadParam param = new ImageReadParam();
        param.setSourceSubsampling(10, 10, 0, 0);
        assertThat(open(file, param)).isInstanceOf(BufferedImage.class);
    }

    @Test
    void damage_isToldWhenItIsMet() throws IOException {
        byte[] damaged = file.clone();
        damaged[file.length - 200] ^= 1;
        RenderedImage image = open(damaged, null);

        assertSame(image.getData(new Rectangle(0, 0, 100, 64)), new Rectangle(0, 0, 100, 64), 0, 0);
        assertThatThrownBy(image::getData)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tile");
    }
}
