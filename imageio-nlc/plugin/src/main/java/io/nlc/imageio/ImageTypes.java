package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/** The types of image that a file can be read to. */
final class ImageTypes {

    private ImageTypes() {}

    /** Those of a file, the one that suits it best first. */
    static List<ImageTypeSpecifier> of(NlcHeader header, FileColours colours) {
        List<ImageTypeSpecifier> types = new ArrayList<>();
        if (colours.rgbProfile() != null) {
            types.add(profiledType(header, colours.rgbProfile()));
        }
        if (header.lossless()) {
            exactType(header).ifPresent(types::add);
        }
        if (!header.alpha()) {
            if (header.colour() == Colour.GRAY) {
                types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY));
            }
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR));
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB));
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_BGR));
        }
        types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_4BYTE_ABGR));
        types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB));
        return types;
    }

    /** What holds samples of the file's own space; all others are sRGB and cost a conversion. */
    private static ImageTypeSpecifier profiledType(NlcHeader header, PictureProfile profile) {
        return ImageTypeSpecifier.createInterleaved(
                profile.space(),
                IntStream.range(0, header.pixels().samples()).toArray(),
                header.pixels().depth() == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                header.alpha(),
                false);
    }

    /** What holds samples that none of the types of learned files can hold: of 16 bits, or of gray with alpha. */
    private static Optional<ImageTypeSpecifier> exactType(NlcHeader header) {
        boolean gray = header.colour() == Colour.GRAY;
        boolean deep = header.pixels().depth() == 16;
        if (deep && gray && !header.alpha()) {
            return Optional.of(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_USHORT_GRAY));
        }
        if (!deep && !(gray && header.alpha())) {
            return Optional.empty();
        }
        return Optional.of(ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(gray ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                IntStream.range(0, header.pixels().samples()).toArray(),
                deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                header.alpha(),
                false));
    }

    /**
     * Whether a picture can be read to an image that the caller made: one with the bands of a type above, in whatever
     * order and depth. Colours are converted to those of its space.
     */
    static boolean fit(List<ImageTypeSpecifier> types, BufferedImage given) {
        ColorModel colours = given.getColorModel();
        return takesSamples(given)
                && types.stream()
                        .map(ImageTypeSpecifier::getColorModel)
                        .anyMatch(type -> type.getNumComponents() == colours.getNumComponents()
                                && type.hasAlpha() == colours.hasAlpha()
                                && type.getColorSpace().getType()
                                        == colours.getColorSpace().getType());
    }

    /** Whether samples can be put into an image as they are: neither places in a palette nor premultiplied. */
    static boolean takesSamples(BufferedImage given) {
        ColorModel colours = given.getColorModel();
        int type = given.getSampleModel().getDataType();
        return !(colours instanceof IndexColorModel)
                && !(colours.hasAlpha() && colours.isAlphaPremultiplied())
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT)
                && IntStream.of(given.getSampleModel().getSampleSize()).allMatch(bits -> bits <= 16);
    }
}
