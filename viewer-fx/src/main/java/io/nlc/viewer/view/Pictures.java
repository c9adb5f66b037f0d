package io.nlc.viewer.view;

import io.nlc.viewer.model.picture.MemoryPicture;
import java.awt.image.BufferedImage;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Our pixels to the toolkit's. */
public final class Pictures {

    private Pictures() {}

    /** The toolkit's to ImageIO's, without JavaFX's Swing module, which would be all of Swing for this. */
    public static BufferedImage buffered(Image image) {
        int w = (int) image.getWidth();
        int h = (int) image.getHeight();
        int[] argb = new int[w * h];
        image.getPixelReader().getPixels(0, 0, w, h, PixelFormat.getIntArgbInstance(), argb, 0, w);
        BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
        out.setRGB(0, 0, w, h, argb, 0, w);
        return out;
    }

    /** Each pixel as a square of so many pixels: the toolkit would blur them. */
    public static Image image(MemoryPicture picture, int factor) {
        int w = picture.width() * factor;
        int h = picture.height() * factor;
        int[] argb = new int[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                argb[y * w + x] = picture.argb(0, x / factor, y / factor);
            }
        }
        return image(argb, w, h);
    }

    /** Premultiplied pixels, row by row. */
    public static Image image(int[] argb, int w, int h) {
        WritableImage image = new WritableImage(w, h);
        image.getPixelWriter().setPixels(0, 0, w, h, PixelFormat.getIntArgbPreInstance(), argb, 0, w);
        return image;
    }
}
