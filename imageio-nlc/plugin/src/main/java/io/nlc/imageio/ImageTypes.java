package io.nlc.imageio;

import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/** The types of image that a file can be read to. */
final class ImageTypes {

    private ImageTypes() {}

    /** Those of a file, the one that suits it best first. */
    static List<ImageTypeSpecifier> of(NlcHeader header) {
        List<ImageTypeSpecifier> types = new ArrayList<>();
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
                ? type.getColorModel().equals(given.getColorModel())
                        && type.getSampleModel().getNumBands()
                                == given.getSampleModel().getNumBands()
                : type.getBufferedImageType() == given.getType();
    }
}
