package io.nlc.clients;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;

/**
 * What a program does with NLC, whatever it runs in: nothing here knows more than ImageIO. It is put into jars and
 * bundles by itself, and so depends on no other class of the tests.
 */
public final class RoundTrip {

    private RoundTrip() {}

    /** On a thread whose class loader is not the program's, and then on the program's own. */
    public static void main(String[] args) throws Exception {
        System.out.println(
                "loaded by " + RoundTrip.class.getClassLoader().getClass().getSimpleName());
        ImageIO.scanForPlugins();
        System.out.println("pool: "
                + ForkJoinPool.commonPool().submit(() -> of(new File(args[0]))).get());
        System.out.println("main: " + of(new File(args[0])));
    }

    /** Writes a picture and reads it again: the pack that was used, and the size and the mean error in levels. */
    public static String of(File picture) throws IOException {
        BufferedImage image = ImageIO.read(picture);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "nlc", file)) {
            return "no writer";
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("nlc").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            reader.setInput(in);
            Element header =
                    (Element) reader.getImageMetadata(0).getAsTree("io_nlc_1.0").getFirstChild();
            BufferedImage read = reader.read(0);
            return header.getAttribute("pack") + " " + read.getWidth() + "x" + read.getHeight() + " off by "
                    + error(image, read);
        } finally {
            reader.dispose();
        }
    }

    private static long error(BufferedImage a, BufferedImage b) {
        long sum = 0;
        for (int i = 0; i < a.getWidth() * a.getHeight(); i++) {
            int x = i % a.getWidth();
            int y = i / a.getWidth();
            sum += Math.abs((a.getRGB(x, y) >> 8 & 0xFF) - (b.getRGB(x, y) >> 8 & 0xFF));
        }
        return Math.round((double) sum / (a.getWidth() * a.getHeight()));
    }
}
