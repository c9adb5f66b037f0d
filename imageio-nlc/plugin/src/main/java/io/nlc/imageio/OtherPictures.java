package io.nlc.imageio;

import io.nlc.colour.PictureNotes;
import io.nlc.colour.PictureNotes.Samples;
import io.nlc.colour.PictureProfile;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures of formats that are not ours, with their colours. */
final class OtherPictures {

    /*
     * Readers of ImageIO treat colour profiles each in its own way: some ignore them, some convert, with losses, some
     * fail where a profile is damaged. So the profiles of the usual formats are read here (PictureNotes) and hidden
     * from the reader, which then leaves the samples as they are; and the image is given its colour space afterwards.
     * For all other formats the reader is asked for the type of image that has a profile, if it knows one.
     */

    private static final int INKS = 4;

    private final ImageInputStream in;
    private final PictureNotes notes;
    private final Consumer<String> warnings;
    private final int step;
    private final Rectangle region;

    /** @param region what is read of it; null for all */
    private OtherPictures(
            ImageInputStream in, PictureNotes notes, int step, Rectangle region, Consumer<String> warnings) {
        this.in = in;
        this.notes = notes;
        this.step = step;
        this.region = region;
        this.warnings = warnings;
    }

    /**
     * Reads a picture.
     *
     * @param in at its first byte
     * @param step every so many columns and rows of it are read
     * @param warnings takes what is not as it should be
     * @return of gray or RGB samples
     * @throws NlcException if nothing here reads it
     */
    static BufferedImage read(ImageInputStream in, int step, Consumer<String> warnings) throws IOException {
        return new OtherPictures(in, PictureNotes.of(in, warnings), step, null, warnings).read();
    }

    /**
     * Reads a part of a picture, by the JDK's own reader.
     *
     * @param in whose position does not matter
     * @param notes of its file
     * @param provider of the reader
     */
    static BufferedImage part(
            ImageInputStream in,
            PictureNotes notes,
            ImageReaderSpi provider,
            Rectangle region,
            Consumer<String> warnings)
            throws IOException {
        try {
            return new OtherPictures(in, notes, 1, region, warnings).read(provider.createReaderInstance());
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static NlcException damaged(RuntimeException e) { // the JDK's readers throw such on damaged files
        return NlcException.damaged("damaged picture: " + e, e);
    }

    // Where one reader gives up another may not. The JDK's comes first, as it does where there is no other.
    private BufferedImage read() throws IOException {
        List<ImageReader> readers = new ArrayList<>();
        ImageIO.getImageReaders(in).forEachRemaining(readers::add);
        readers.sort(Comparator.comparing(reader -> !ProfiledWriting.isOfJdk(reader)));
        IOException failure = null;
        for (ImageReader reader : readers) {
            try {
                return read(reader);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            } catch (RuntimeException e) {
                failure = failure == null ? damaged(e) : failure;
            }
        }
        throw failure == null ? PictureFiles.notAPicture() : failure;
    }

    private BufferedImage read(ImageReader reader) throws IOException {
        try {
            in.seek(notes.start());
            reader.setInput(notes.stream(in), true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            param.setSourceRegion(region);
            for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext(); ) {
                ImageTypeSpecifier type = types.next();
                if (isWanted(type.getColorModel())) {
                    param.setDestinationType(type);
                    break;
                }
            }
            return coloured(reader.read(0, param));
        } finally {
            reader.dispose();
        }
    }

    private boolean isWanted(ColorModel model) {
        ColorSpace space = model.getColorSpace();
        return switch (notes.samples()) {
            case CMYK -> model.getNumComponents() >= INKS && space.getType() != ColorSpace.TYPE_RGB;
            case AS_READ ->
                space instanceof ICC_ColorSpace
                        && (PictureProfile.of(space).isPresent() || space.getType() == ColorSpace.TYPE_Lab);
            default -> false;
        };
    }

    private BufferedImage coloured(BufferedImage image) throws NlcException {
        BufferedImage result = image;
        if (notes.samples() == Samples.PROFILED) {
            result = TaggedImages.of(image, notes.profile(), notes.gray()).orElse(null);
            if (result == null) {
                warnings.accept("the colour profile cannot be used (this kind of samples has no place for it);"
                        + " the picture is taken for sRGB");
                result = image;
            }
        } else if (notes.samples() == Samples.CMYK) {
            result = inks(image);
        } else if (notes.samples() != Samples.AS_READ && image.getRaster().getNumBands() == 3) {
            return SrgbImages.ofLab(image, notes.samples() == Samples.SIGNED_LAB);
        }
        int type = result.getColorModel().getColorSpace().getType();
        return type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY ? result : SrgbImages.of(result);
    }

    /** Four inks of the file's profile, or without one; what more there is has no known meaning. */
    private BufferedImage inks(BufferedImage image) throws NlcException {
        WritableRaster raster = image.getRaster();
        if (raster.getNumBands() < INKS) {
            return image; // the reader has converted them
        }
        WritableRaster four =
                raster.createWritableChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, new int[] {0, 1, 2, 3});
        ColorSpace space =
                notes.profile() == null ? new PlainCmyk() : notes.profile().space();
        ColorModel model = new ComponentColorModel(
                space, false, false, ColorModel.OPAQUE, raster.getSampleModel().getTransferType());
        if (!model.isCompatibleRaster(four)) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED, "CMYK samples of this kind are not known here: " + describe(four));
        }
        return SrgbImages.of(new BufferedImage(model, four, false, null));
    }

    private static String describe(Raster raster) {
        return raster.getSampleModel().getSampleSize(0) + " bits";
    }
}
