package io.nlc.clients;

import io.nlc.imageio.metadata.NlcMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Element;

/** Pictures of the tests, and how alike they are. */
final class Pictures {

    private static final File LANDSCAPE = new File("../pictures/landscape.png");

    private Pictures() {}

    /** A part of the rendered landscape: what networks are for. */
    static BufferedImage photograph(int width, int height) throws IOException {
        BufferedImage part = ImageIO.read(LANDSCAPE).getSubimage(100, 120, width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawImage(part, 0, 0, null);
        return image;
    }

    /** Four quarters of one colour each: red, green, blue, and yellow, row by row. */
    static BufferedImage quarters(int width, int height) {
        int[] colours = {0xC02020, 0x20A030, 0x2040C0, 0xE0D080};
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colours[2 * (2 * y / height) + 2 * x / width]);
            }
        }
        return image;
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("nothing writes " + format);
        }
        return bytes.toByteArray();
    }

    static File save(BufferedImage image, File file) throws IOException {
        String name = file.getName();
        if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file)) {
            throw new IOException("nothing writes " + file);
        }
        return file;
    }

    /** An NLC file that keeps every sample, with metadata. */
    static byte[] withMetadata(BufferedImage image, NlcMetadata metadata) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("nlc").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    /** The pack whose networks a file was made with; empty if it needs none. */
    static String pack(byte[] nlc) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("nlc").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(nlc))) {
            reader.setInput(in);
            Element tree = (Element) reader.getImageMetadata(0).getAsTree(NlcMetadata.NATIVE);
            return ((Element) tree.getElementsByTagName("Header").item(0)).getAttribute("pack");
        } finally {
            reader.dispose();
        }
    }

    /** In dB, over red, green and blue of pictures of one size. */
    static double psnr(BufferedImage a, BufferedImage b) {
        double squares = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 0xFF) - (b.getRGB(x, y) >> shift & 0xFF);
                    squares += difference * difference;
                }
            }
        }
        return 10 * Math.log10(255.0 * 255 * 3 * a.getWidth() * a.getHeight() / squares);
    }
}
