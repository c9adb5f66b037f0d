package io.nlc.viewer.model.document;

import io.nlc.viewer.model.WorkFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture of the clipboard as a file, until it is closed or the viewer ends.
 *
 * @param folder holds nothing else
 * @param file the picture
 */
public record PastedPicture(WorkFolder folder, Path file) implements AutoCloseable {

    /**
     * Writes a picture without loss.
     *
     * @param name of the file, without its folder
     * @throws IOException if the disk does not take it
     */
    public static PastedPicture write(BufferedImage image, String name) throws IOException {
        WorkFolder folder = WorkFolder.create();
        Path file = folder.file(name);
        folder.deleteOnExit(file);
        ImageIO.write(opaque(image), "png", file.toFile());
        return new PastedPicture(folder, file);
    }

    /** Deletes it, if that can be done; else it goes when the viewer ends. */
    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            System.getLogger(PastedPicture.class.getName()).log(Level.DEBUG, "cannot delete " + file, e);
        }
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
