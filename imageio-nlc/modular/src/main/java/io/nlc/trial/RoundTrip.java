package io.nlc.trial;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Writes a picture as NLC and reads it again. Fails unless it comes back much as it was, out of the plugin's module.
 */
final class RoundTrip {

    /** Root of the mean squared error, of 255; 27 dB. The picture comes back with 31. */
    private static final double MAX_ERROR = 11;

    private RoundTrip() {}

    public static void main(String[] args) throws IOException {
        BufferedImage picture = ImageIO.read(new File(args[0]));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        check(ImageIO.write(picture, "nlc", bytes), "there is a writer");
        BufferedImage back = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        check(back != null, "there is a reader");
        double error = error(picture, back);
        check(error < MAX_ERROR, "the picture comes back: error " + error);

        Module plugin =
                ImageIO.getImageReadersByFormatName("nlc").next().getClass().getModule();
        check(plugin.isNamed() && plugin.getDescriptor().name().equals("io.nlc.imageio"), "the plugin is a module");
        Optional<Module> djl = ModuleLayer.boot().findModule("ai.djl.onnxruntime_engine");
        check(djl.isPresent() && plugin.canRead(djl.get()), "the plugin reads DJL's engine");
        System.out.println(picture.getWidth() + " x " + picture.getHeight() + " in " + bytes.size()
                + " bytes through the module " + plugin.getName());
    }

    private static double error(BufferedImage a, BufferedImage b) {
        check(a.getWidth() == b.getWidth() && a.getHeight() == b.getHeight(), "the size is the same");
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
                    sum += difference * difference;
                }
            }
        }
        return Math.sqrt(sum / (3.0 * a.getWidth() * a.getHeight()));
    }

    private static void check(boolean good, String what) {
        if (!good) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
