package io.nlc.imageio;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/** Synthetic pictures, and short ways through the plugin. */
public final class Pictures {

    private Pictures() {}

    /**
     * Soft waves of colour with an edge and a little noise, in any type with 8-bit gray or RGB samples; alpha is a ramp
     * with holes.
     */
    public static BufferedImage of(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        WritableRaster raster = image.getRaster();
        Random random = new Random(7);
        boolean gray = raster.getNumBands() < 3;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int edge = x + 2 * y > width ? 35 : 0;
                int[] rgba = {
                    (int) (110 + 70 * Math.sin(x / 19.0 + y / 41.0)) + edge + random.nextInt(5),
                    (int) (115 + 60 * Math.sin(y / 23.0)) + edge + random.nextInt(5),
                    (int) (100 + 50 * Math.cos(x / 37.0 - y / 29.0)) + edge + random.nextInt(5),
                    (3 * x + 5 * y) % 7 == 0 ? 0 : 255 * x / width
                };
                raster.setPixel(x, y, gray ? new int[] {rgba[0]} : rgba.clone());
            }
        }
        return image;
    }

    /**
     * Writes with the tiny pack, and nothing else: the pictures of most tests are so small that no pack would be used.
     */
    static byte[] write(RenderedImage image, Consumer<NlcImageWriteParam> settings) throws IOException {
        NlcImageWriter writer = (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(TinyPack.NAME);
        param.setDevice("cpu");
        param.setNetworksOnly(true);
        settings.accept(param);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static byte[] write(RenderedImage image) throws IOException {
        return write(image, param -> {});
    }

    /** Reads with a reader of its own. */
    static BufferedImage read(byte[] file, Consumer<NlcImageReadParam> settings) throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDevice("cpu");
        settings.accept(param);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    static BufferedImage read(byte[] file) throws IOException {
        return read(file, param -> {});
    }

    /** 8-bit RGB as the codec sees it. */
    public static byte[] rgb(RenderedImage image) throws IOException {
        RenderedImageSource source = new RenderedImageSource(image);
        byte[] rgb = new byte[3 * source.width() * source.height()];
        source.readRgb(0, 0, source.width(), source.height(), rgb);
        return rgb;
    }
}
