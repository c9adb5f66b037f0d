package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/** Images without alpha, with 8 bits, by hand: Java2D would brighten gray and convert what has a profile. */
final class FlatImages {

    private FlatImages() {}

    /** On white, in the colour space that {@link RenderedImageSource} has it in. */
    static BufferedImage of(BufferedImage image) {
        RenderedImageSource source = RenderedImageSource.of(image);
        int width = source.width();
        BufferedImage flat = new BufferedImage(width, source.height(), BufferedImage.TYPE_3BYTE_BGR);
        WritableRaster raster = flat.getRaster();
        byte[] rgb = new byte[3 * width];
        byte[] alpha = new byte[width];
        int[] row = new int[3 * width];
        Arrays.fill(alpha, (byte) 0xFF);
        for (int y = 0; y < source.height(); y++) {
            source.readRgb(0, y, width, 1, rgb);
            if (source.alpha()) {
                source.readAlpha(y, alpha);
            }
            for (int i = 0; i < row.length; i++) {
                int opacity = alpha[i / 3] & 0xFF;
                row[i] = ((rgb[i] & 0xFF) * opacity + 255 * (255 - opacity) + 127) / 255;
            }
            raster.setPixels(0, y, width, 1, row);
        }
        PictureProfile profile = source.pictureProfile();
        return TaggedImages.of(flat, profile, null).orElse(flat);
    }
}
