package io.nlc.viewer.model.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of the clipboard as a file, for as long as the viewer runs. */
public final class PastedPicture {

    private PastedPicture() {}

    /**
     * Writes a picture without loss.
     *
     * @param name of the file, without its folder
     * @return the file, in a folder of its own
     * @throws IOException if the disk does not take it
     */
    public static Path write(BufferedImage image, String name) throws IOException {
        Path folder = Files.createTempDirectory("nlc-viewer-");
        folder.toFile().deleteOnExit(); // after what is in it: the last one goes first
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        ImageIO.write(opaque(image), "png", file.toFile());
        return file;
    }

    // Most screens' pictures have an alpha channel that says nothing, and would cost each file a plane.
    private static BufferedImage opaque(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int p : argb) {
            if (p >>> 24 != 0xFF) {
                return image;
            }
        }
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.setRGB(0, 0, image.getWidth(), image.getHeight(), argb, 0, image.getWidth());
        return plain;
    }
}
