package io.nlc.imageio.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why NLC does what neither PNG nor JPEG does. */
final class Reasons {

    private static final class Reason {
        private final Pattern call;
        private final Pattern what;
        private final String why;
        private boolean used;

        Reason(String call, String what, String why) {
            this.call = Pattern.compile(call);
            this.what = Pattern.compile(what);
            this.why = why;
        }

        boolean fits(Contract.Case c) {
            return call.matcher(c.type() + "." + c.method()).matches()
                    && what.matcher(c.what()).matches();
        }
    }

    private final List<Reason> all = new ArrayList<>();

    Reasons() {
        because(
                "ImageReader\\.getNumImages.*",
                "after dispose.*",
                "a reader that is disposed of has no input any more");
        because("ImageReader\\.getStreamMetadata.*", "no input|input null|after reset", "as ImageReader says");
        because(
                "ImageReader\\.(isImageTiled|isRandomAccessEasy)\\(int\\)",
                "no input|input null|after reset|after dispose|index .*",
                "as ImageReader says; theirs do not look");
        because(
                "ImageReader\\.(isImageTiled|isRandomAccessEasy)\\(int\\)",
                "no such file|empty file|closed stream",
                "the answer is in the file; theirs do not look");
        because(
                "ImageReader\\.isRandomAccessEasy\\(int\\)",
                "input set|after a read|forward only|metadata ignored",
                "tiles are found without reading others");
        because(
                "ImageReader\\.read\\(int, ImageReadParam\\)",
                "destination(Type)? (4BYTE_ABGR|INT_ARGB)",
                "pictures without alpha are read to images with it, too, opaque");
        because(
                "ImageReader\\.read\\(int, ImageReadParam\\)",
                "destination INT_ARGB_PRE",
                "four bands would do, but colours would have to be multiplied");
        because(
                "ImageReader\\.read\\(int, ImageReadParam\\)",
                "sourceBands (0, destinationBands 2|1, gray destination)",
                "as ImageReadParam says");
        because("Image(Reader|Writer)\\.getAvailableLocales\\(\\)", "", "warnings speak English and German");
        because("Image(Reader|Writer)\\.setLocale\\(Locale\\)", "English|German", "warnings speak English and German");
        because("ImageReaderSpi\\.canDecodeInput\\(Object\\)", "null", "as ImageReaderSpi says");
        because("ImageWriterSpi\\.canEncodeImage\\(ImageTypeSpecifier\\)", "null", "as ImageWriterSpi says");
        because(
                "ImageWriteParam\\.(canWriteProgressive\\(\\)|getProgressiveMode\\(\\)|setProgressiveMode\\(int\\))",
                ".*",
                "there is one way to write; every learned file has a preview if its pack has");
        because(
                "ImageWriteParam\\..*",
                "fresh",
                "the mode is explicit from the start, so that setCompressionQuality works at once");
        because(
                "ImageWriteParam\\.getCompressionMode\\(\\)",
                "",
                "explicit (2) from the start, so that setCompressionQuality works at once");
        because("ImageWriteParam\\.isCompressionLossless\\(\\)", "mode explicit, type null", "as ImageWriteParam says");
        because("ImageWriteParam\\.setCompressionQuality\\(float\\)", "NaN", "not within 0 to 1");
        because("ImageWriter\\.convertImageMetadata.*", "null", "as ImageWriter says");
        because("ImageWriter\\.getDefaultImageMetadata.*", "type null", "those of RGB");
        because("ImageWriter\\.getNumThumbnailsSupported.*", ".*", "there is place for one");
        because(
                "ImageWriter\\.write\\(IIOMetadata, IIOImage, ImageWriteParam\\)",
                "a param of ImageIO itself",
                "what it says of regions and bands is done, and all else by default");
        because(
                "ImageWriter\\.write\\(IIOMetadata, IIOImage, ImageWriteParam\\)",
                "of floats",
                "samples from 0 to 1 are rounded to 8 bits");
        because(
                "ImageWriter\\.write\\(IIOMetadata, IIOImage, ImageWriteParam\\)",
                "sourceBands \\[(0, 1, 2, )?3\\]",
                "the image has no such band");
        because("NlcImage(Read|Write)Param\\..*", ".*", "of NLC alone");
        because("IIOMetadataFormat\\.canNodeAppear.*", "unknown", "what there is not appears nowhere");
        because(
                "IIOMetadataFormat\\.getChildPolicy\\(String\\)",
                "the root",
                "a sequence (4): any number of texts among the others");
        because(
                "IIOMetadataFormat\\.getElementDescription\\(String, Locale\\)",
                "the root",
                "the root is described, too");
    }

    private void because(String call, String what, String why) {
        all.add(new Reason(call, what, why));
    }

    Optional<String> of(Contract.Case c) {
        for (Reason reason : all) {
            if (reason.fits(c)) {
                reason.used = true;
                return Optional.of(reason.why);
            }
        }
        return Optional.empty();
    }

    List<String> unused() {
        return all.stream()
                .filter(reason -> !reason.used)
                .map(reason -> reason.call + " | " + reason.what)
                .toList();
    }
}
