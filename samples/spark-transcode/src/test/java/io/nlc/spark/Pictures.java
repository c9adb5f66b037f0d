package io.nlc.spark;

import io.nlc.imageio.metadata.NlcMetadata;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;

/** Pictures of the tests. */
final class Pictures {

    private static final File LANDSCAPE = new File("../pictures/landscape.png");

    private Pictures() {}

    /** A part of the rendered landscape, in the format that the name says: what networks are for. */
    static Path photograph(Path file, int x, int width, int height) throws IOException {
        BufferedImage part = ImageIO.read(LANDSCAPE).getSubimage(x, 120, width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawImage(part, 0, 0, null);
        return save(image, file);
    }

    /** Stripes of two colours, which are kept exactly. */
    static Path stripes(Path file, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x / 4 % 2 == 0 ? 0x2040C0 : 0xE0D080);
            }
        }
        return save(image, file);
    }

    private static Path save(BufferedImage image, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
            throw new IOException("nothing writes " + file);
        }
        return file;
    }

    /** Leaves the first half of a file. */
    static void truncate(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length / 2));
    }

    /** The pack whose networks a file was made with; empty if it needs none. */
    static String pack(Path nlc) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("nlc").next();
        try (ImageInputStream in = new FileImageInputStream(nlc.toFile())) {
            reader.setInput(in);
            Element tree = (Element) reader.getImageMetadata(0).getAsTree(NlcMetadata.NATIVE);
            return ((Element) tree.getElementsByTagName("Header").item(0)).getAttribute("pack");
        } finally {
            reader.dispose();
        }
    }
}
