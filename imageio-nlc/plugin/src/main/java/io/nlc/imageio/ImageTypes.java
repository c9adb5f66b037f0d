package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Whether an image is of a type. */
    static boolean fits(ImageTypeSpecifier type, BufferedImage given) {
        return given.getType() == BufferedImage.TYPE_CUSTOM
                ? isLike(type.getColorModel(), given.getColorModel())
                        && type.getSampleModel().getNumBands()
                                == given.getSampleModel().getNumBands()
                : type.getBufferedImageType() == given.getType();
    }

    // Colour models of equal profiles are not equal, and those of others are converted to.
    private static boolean isLike(ColorModel type, ColorModel given) {
        return type.getClass() == given.getClass()
                && type.getColorSpace().getType() == given.getColorSpace().getType()
                && type.hasAlpha() == given.hasAlpha()
                && type.isAlphaPremultiplied() == given.isAlphaPremultiplied()
                && Arrays.equals(type.getComponentSize(), given.getComponentSize());
    }
}
