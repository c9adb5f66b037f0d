package io.nlc.imageio;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Made {@code src/test/resources/nlc/lossless-*.nlc}, which are kept because a file written once must be read for ever;
 * argument: the folder to write to.
 */
final class LosslessSamples {

    static final List<String> NAMES =
            List.of("lossless-rgba", "lossless-palette", "lossless-gray16", "lossless-levels", "lossless-graphics");

    private LosslessSamples() {}

    public static void main(String[] args) throws IOException {
        for (String name : NAMES) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                NlcImageWriter writer = PictureFiles.writer(NlcSettings.defaults());
                NlcImageWriteParam param = writer.getDefaultWriteParam();
                param.setLossless(true);
                writer.setOutput(out);
                writer.write(null, new IIOImage(image(name), null, null), param);
            }
            Files.write(Path.of(args[0]).resolve(name + ".nlc"), bytes.toByteArray());
        }
    }

    /** The picture of a file: without random numbers, so that it is the same for ever. */
    static BufferedImage image(String name) {
        return switch (name) {
            case "lossless-rgba" -> rgba();
            case "lossless-palette" -> palette();
            case "lossless-levels" -> levels();
            case "lossless-graphics" -> graphics();
            default -> gray16();
        };
    }

    /** Multiples of eight, as a picture of differences has. */
    private static BufferedImage levels() {
        BufferedImage image = new BufferedImage(64, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 40; i++) {
            int noise = (i * 0x9E3779B1 ^ i * i * 0x85EBCA6B) >>> 12;
            image.setRGB(i % 64, i / 64, noise & 0x383838);
        }
        return image;
    }

    /** A pattern of more than 256 colours that comes again. */
    private static BufferedImage graphics() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            int place = i % 64 % 20 + i / 64 % 20 * 20;
            image.setRGB(i % 64, i / 64, (place * 0x9E3779B1 ^ place * place * 0x85EBCA6B) >>> 8);
        }
        return image;
    }

    private static BufferedImage rgba() {
        BufferedImage image = new BufferedImage(61, 47, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 47; y++) {
            for (int x = 0; x < 61; x++) {
                int grain = (x * 7919 + y * 104729 ^ x * y * 31) >> 3 & 7;
                image.setRGB(
                        x, y, (x < 20 ? 255 : y * 5) << 24 | x * 4 + grain << 16 | y * 4 + grain << 8 | x + y + grain);
            }
        }
        return image;
    }

    private static BufferedImage palette() {
        BufferedImage image = new BufferedImage(48, 33, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 33; y++) {
            for (int x = 0; x < 48; x++) {
                image.setRGB(x, y, (x ^ y) % 5 == 0 ? 0xCC3300 : (x / 8 + y / 8) % 2 == 0 ? 0xFFFFFF : 0x224466);
            }
        }
        return image;
    }

    private static BufferedImage gray16() {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                raster.setSample(x, y, 0, x * 1300 + y * 400 + (x * 7919 + y * 104729 & 255));
            }
        }
        return image;
    }
}
