package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Gives images the colour space of a profile; samples stay what they are. */
final class TaggedImages {

    private TaggedImages() {}

    /**
     * An image whose colours are those of a profile.
     *
     * @param profile of gray or RGB samples, or null for none
     * @param gray takes its place if the image is a palette of grays; null for none
     * @return empty if the image has not the samples that the profile is for
     */
    static Optional<BufferedImage> of(BufferedImage image, PictureProfile profile, PictureProfile gray) {
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            boolean grays = PalettePixels.isGray(palette) && !palette.hasAlpha();
            PictureProfile used = grays && gray != null ? gray : profile;
            return used == null ? Optional.of(image) : Optional.of(expanded(image, palette, used));
        }
        return profile == null ? Optional.of(image) : of(image, profile.space());
    }

    /**
     * An image, not of a palette, whose colours are those of a space.
     *
     * @return empty if the image has other samples
     */
    static Optional<BufferedImage> of(BufferedImage image, ColorSpace space) {
        ColorModel colours = image.getColorModel();
        boolean fitting = colours.getColorSpace().getNumComponents() == space.getNumComponents()
                && image.getRaster().getNumBands() == colours.getNumComponents();
        ColorModel tagged = fitting ? tagged(colours, space) : null;
        return tagged == null
                ? Optional.empty()
                : Optional.of(new BufferedImage(tagged, image.getRaster(), image.isAlphaPremultiplied(), null));
    }

    /** The same model of another space; null if it is of an unknown kind. */
    private static ColorModel tagged(ColorModel model, ColorSpace space) {
        if (model instanceof DirectColorModel direct) {
            return new DirectColorModel(
                    space,
                    direct.getPixelSize(),
                    direct.getRedMask(),
                    direct.getGreenMask(),
                    direct.getBlueMask(),
                    direct.getAlphaMask(),
                    direct.isAlphaPremultiplied(),
                    direct.getTransferType());
        }
        return model instanceof ComponentColorModel
                ? new ComponentColorModel(
                        space,
                        model.getComponentSize(),
                        model.hasAlpha(),
                        model.isAlphaPremultiplied(),
                        model.getTransparency(),
                        model.getTransferType())
                : null;
    }

    /** Java's palettes are sRGB always. */
    private static BufferedImage expanded(BufferedImage image, IndexColorModel palette, PictureProfile profile) {
        int[] argb = PalettePixels.colours(palette);
        boolean alpha = palette.hasAlpha();
        int bands = profile.channels() + (alpha ? 1 : 0);
        int width = image.getWidth();
        ColorModel colours = new ComponentColorModel(
                profile.space(),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = colours.createCompatibleWritableRaster(width, image.getHeight());
        int[] pixel = new int[4];
        int[] row = new int[bands * width];
        for (int y = 0; y < image.getHeight(); y++) {
            int[] indices = image.getRaster().getSamples(0, y, width, 1, 0, (int[]) null);
            for (int x = 0; x < width; x++) {
                PixelReader.unpack(indices[x] < argb.length ? argb[indices[x]] : 0xFF000000, pixel, 0);
                for (int band = 0; band < bands; band++) {
                    row[bands * x + band] = pixel[band < profile.channels() ? band : 3];
                }
            }
            raster.setPixels(0, y, width, 1, row);
        }
        return new BufferedImage(colours, raster, false, null);
    }
}
