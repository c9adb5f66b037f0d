package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.failure.NlcException;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedImageSourceTest {

    /** What Java itself says about a pixel of an sRGB image, premultiplied or not, packed or not. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_ARGB_PRE,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_4BYTE_ABGR_PRE,
                BufferedImage.TYPE_USHORT_565_RGB,
                BufferedImage.TYPE_USHORT_555_RGB,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void standardTypes_agreeWithGetRgb(int type) throws NlcException {
        BufferedImage image = new BufferedImage(37, 5, type);
        for (int x = 0; x < 37; x++) {
            for (int y = 0; y < 5; y++) {
                image.setRGB(x, y, 0x1030507 * x ^ 0x40201008 * y);
            }
        }
        RenderedImageSource source = new RenderedImageSource(image);
        byte[] rgb = new byte[3 * 37 * 5];
        source.readRgb(0, 0, 37, 5, rgb);
        byte[] alpha = source.readAlpha();
        for (int i = 0; i < 37 * 5; i++) {
            int expected = image.getRGB(i % 37, i / 37);
            assertThat(alpha[i] & 255).isEqualTo(expected >>> 24);
            if (expected >>> 24 != 0) {
                for (int c = 0; c < 3; c++) {
                    // Java truncates where it divides by alpha or widens 5 bits
                    assertThat(rgb[3 * i + c] & 255).isCloseTo(expected >> 16 - 8 * c & 255, within(1));
                }
            }
        }
        assertThat(source.gray()).isEqualTo(type == BufferedImage.TYPE_BYTE_BINARY);
        assertThat(source.alpha()).isEqualTo(image.getColorModel().hasAlpha());
    }

    @Test
    void gray_keepsItsSamples() throws NlcException {
        BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage wide = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 256; x++) {
            image.getRaster().setSample(x, 0, 0, x);
            wide.getRaster().setSample(x, 0, 0, x * 257 + (x == 255 ? 0 : 100));
        }
        for (BufferedImage each : new BufferedImage[] {image, wide}) {
            assertThat(new RenderedImageSource(each).gray()).isTrue();
            byte[] rgb = read(each);
            for (int x = 0; x < 256; x++) {
                assertThat(rgb[3 * x] & 255).isBetween(x, each == wide ? x + 1 : x);
                assertThat(rgb[3 * x + 2]).isEqualTo(rgb[3 * x]);
            }
        }
    }

    /** What 8 bits cannot say is there on average, and what they can say is exact. */
    @Test
    void sixteenBits_areDithered() throws NlcException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_USHORT_GRAY);
        for (int sample : new int[] {0, 257 * 77, 257 * 77 + 1, 257 * 77 + 100, 257 * 78 - 1, 65_535}) {
            image.getRaster()
                    .setSamples(
                            0,
                            0,
                            64,
                            48,
                            0,
                            IntStream.generate(() -> sample).limit(64 * 48).toArray());
            byte[] rgb = read(image);
            double sum = 0;
            for (int i = 0; i < 64 * 48; i++) {
                assertThat(rgb[3 * i] & 255).isBetween(sample / 257, (sample + 256) / 257);
                assertThat(rgb[3 * i + 1]).isEqualTo(rgb[3 * i]);
                sum += rgb[3 * i] & 255;
            }
            assertThat(sum / (64 * 48)).isCloseTo(sample / 257.0, within(1 / 256.0));
        }
    }

    @Test
    void sixteenBitColours_haveAlphaRounded() throws NlcException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                ColorModel.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        BufferedImage image = image(model, 3, 1);
        image.getRaster().setPixel(1, 0, new int[] {65535, 128, 129, 257 * 9});
        assertThat(read(image)).startsWith(0, 0, 0, 255, 0, 1);
        assertThat(new RenderedImageSource(image).readAlpha()).containsExactly(0, 9, 0);
    }

    @Test
    void floats_areScaledAndClamped() throws NlcException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_FLOAT);
        BufferedImage image = image(model, 4, 1);
        float[] values = {0.5f, 1f, 1.5f, -1f};
        for (int x = 0; x < 4; x++) {
            image.getRaster().setSample(x, 0, 0, values[x]);
        }
        byte[] rgb = read(image);
        assertThat(new int[] {rgb[0] & 255, rgb[3] & 255, rgb[6] & 255, rgb[9] & 255})
                .containsExactly(128, 255, 255, 0);
    }

    @Test
    void otherProfiles_areConvertedToSrgb() throws NlcException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                true,
                false,
                ColorModel.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        BufferedImage image = image(model, 256, 2);
        for (int x = 0; x < 256; x++) {
            image.getRaster().setPixel(x, 1, new int[] {x, 255 - x, 100, x});
        }
        byte[] rgb = read(image);
        for (int x = 0; x < 256; x++) {
            int expected = image.getRGB(x, 1);
            assertThat(rgb[3 * (256 + x)] & 255).isCloseTo(expected >> 16 & 255, within(1));
            assertThat(rgb[3 * (256 + x) + 1] & 255).isCloseTo(expected >> 8 & 255, within(1));
            assertThat(rgb[3 * (256 + x) + 2] & 255).isCloseTo(expected & 255, within(1));
        }
        assertThat(rgb[3 * (256 + 55)] & 255).as("linear 55 is 128 in sRGB").isCloseTo(128, within(2));
        assertThat(new RenderedImageSource(image).readAlpha()[256 + 77]).isEqualTo((byte) 77);
    }

    @Test
    void spacesWithoutProfile_areConverted() throws NlcException {
        ColorSpace cmyk = new ColorSpace(ColorSpace.TYPE_CMYK, 4) {
            @Override
            public float[] toRGB(float[] c) {
                return new float[] {(1 - c[0]) * (1 - c[3]), (1 - c[1]) * (1 - c[3]), (1 - c[2]) * (1 - c[3])};
            }

            @Override
            public float[] fromRGB(float[] rgb) {
                throw new UnsupportedOperationException();
            }

            @Override
            public float[] toCIEXYZ(float[] c) {
                throw new UnsupportedOperationException();
            }

            @Override
            public float[] fromCIEXYZ(float[] c) {
                throw new UnsupportedOperationException();
            }
        };
        BufferedImage image =
                image(new ComponentColorModel(cmyk, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE), 2, 1);
        image.getRaster().setPixel(0, 0, new int[] {255, 0, 0, 0});
        image.getRaster().setPixel(1, 0, new int[] {0, 0, 0, 255});
        assertThat(read(image)).containsExactly(0, 255, 255, 0, 0, 0);
    }

    @Test
    void palette_withTransparency() throws NlcException {
        IndexColorModel model = new IndexColorModel(
                2, 3, new byte[] {1, 2, 3}, new byte[] {4, 5, 6}, new byte[] {7, 8, 9}, new byte[] {-1, 0, 80});
        WritableRaster raster = Raster.createPackedRaster(DataBuffer.TYPE_BYTE, 5, 1, 1, 2, null);
        raster.setSamples(0, 0, 5, 1, 0, new int[] {0, 1, 2, 0, 3});
        BufferedImage image = new BufferedImage(model, raster, false, null);
        assertThat(read(image)).startsWith(1, 4, 7, 2, 5, 8, 3, 6, 9, 1, 4, 7);
        assertThat(new RenderedImageSource(image).readAlpha()).startsWith(-1, 0, 80, -1);
        assertThat(new RenderedImageSource(image).gray()).isFalse();
    }

    /** Tiles whose grid starts anywhere, read in pieces that start anywhere. */
    @Test
    void tiledImage_isReadAcrossItsTiles() throws NlcException {
        BufferedImage whole = Pictures.of(53, 41, BufferedImage.TYPE_3BYTE_BGR);
        RenderedImage tiled = new Tiled(whole, 11, 7, -20, 13);
        byte[] expected = read(whole);
        assertThat(read(tiled)).isEqualTo(expected);
        RenderedImageSource source = new RenderedImageSource(tiled);
        byte[] piece = new byte[3 * 30 * 20];
        source.readRgb(13, 9, 30, 20, piece);
        for (int i = 0; i < 600; i++) {
            assertThat(piece[3 * i + 1]).isEqualTo(expected[3 * ((9 + i / 30) * 53 + 13 + i % 30) + 1]);
        }
        RenderedImageSource skipping = new RenderedImageSource(tiled, new Rectangle(-20 + 4, 13 + 2, 45, 30), 5, 4);
        byte[] skipped = new byte[3 * 9 * 8];
        skipping.readRgb(0, 0, 9, 8, skipped);
        for (int i = 0; i < 72; i++) {
            assertThat(skipped[3 * i]).isEqualTo(expected[3 * ((2 + i / 9 * 4) * 53 + 4 + i % 9 * 5)]);
        }
    }

    private static BufferedImage image(ColorModel model, int width, int height) {
        return new BufferedImage(
                model, model.createCompatibleWritableRaster(width, height), model.isAlphaPremultiplied(), null);
    }

    private static byte[] read(RenderedImage image) throws NlcException {
        RenderedImageSource source = new RenderedImageSource(image);
        byte[] rgb = new byte[3 * source.width() * source.height()];
        source.readRgb(0, 0, source.width(), source.height(), rgb);
        return rgb;
    }

    /**
     * A BufferedImage in tiles, at minX, minY, with the tile grid off that corner; counts on being asked for valid
     * tiles only.
     */
    private record Tiled(BufferedImage image, int tileWidth, int tileHeight, int minX, int minY)
            implements RenderedImage {
        private static final int SHIFT = 3;

        @Override
        public Raster getTile(int tileX, int tileY) {
            int x = getTileGridXOffset() + tileX * tileWidth;
            int y = getTileGridYOffset() + tileY * tileHeight;
            Rectangle bounds = new Rectangle(x, y, tileWidth, tileHeight)
                    .intersection(new Rectangle(minX, minY, getWidth(), getHeight()));
            assertThat(bounds.isEmpty()).isFalse();
            return image.getRaster()
                    .createChild(
                            bounds.x - minX, bounds.y - minY, bounds.width, bounds.height, bounds.x, bounds.y, null);
        }

        @Override
        public int getTileGridXOffset() {
            return minX - SHIFT;
        }

        @Override
        public int getTileGridYOffset() {
            return minY - SHIFT;
        }

        @Override
        public int getWidth() {
            return image.getWidth();
        }

        @Override
        public int getHeight() {
            return image.getHeight();
        }

        @Override
        public int getMinX() {
            return minX;
        }

        @Override
        public int getMinY() {
            return minY;
        }

        @Override
        public int getTileWidth() {
            return tileWidth;
        }

        @Override
        public int getTileHeight() {
            return tileHeight;
        }

        @Override
        public ColorModel getColorModel() {
            return image.getColorModel();
        }

        @Override
        public SampleModel getSampleModel() {
            return image.getSampleModel().createCompatibleSampleModel(tileWidth, tileHeight);
        }

        @Override
        public int getMinTileX() {
            return 0;
        }

        @Override
        public int getMinTileY() {
            return 0;
        }

        @Override
        public int getNumXTiles() {
            return (getWidth() + SHIFT + tileWidth - 1) / tileWidth;
        }

        @Override
        public int getNumYTiles() {
            return (getHeight() + SHIFT + tileHeight - 1) / tileHeight;
        }

        @Override
        public Vector<RenderedImage> getSources() {
            return null;
        }

        @Override
        public Object getProperty(String name) {
            return java.awt.Image.UndefinedProperty;
        }

        @Override
        public String[] getPropertyNames() {
            return null;
        }

        @Override
        public Raster getData() {
            throw new AssertionError("copies the whole picture");
        }

        @Override
        public Raster getData(Rectangle rect) {
            throw new AssertionError("not needed");
        }

        @Override
        public WritableRaster copyData(WritableRaster raster) {
            throw new AssertionError("copies the whole picture");
        }
    }
}
