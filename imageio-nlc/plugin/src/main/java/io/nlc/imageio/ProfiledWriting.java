package io.nlc.imageio;

import io.nlc.colour.PictureProfile;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import org.w3c.dom.Node;

/** Writes images of a colour profile in formats that are not ours. */
final class ProfiledWriting {

    private static final String PNG = "javax_imageio_png_1.0";
    private static final String JPEG = "javax_imageio_jpeg_image_1.0";
    private static final String TIFF = "javax_imageio_tiff_image_1.0";
    private static final String NAME = "ICC profile";

    /** Of PNG, in 1 cd/m2. */
    private static final int STEPS_OF_LIGHT = 10_000;

    private static final int APP2 = 0xE2;
    private static final byte[] APP2_HEAD = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP2_MOST = 65_535 - 2 - 14;

    private ProfiledWriting() {}

    /** A writer of files with a suffix; the JDK's own if it has one, since others lose profiles and depths. */
    static Optional<ImageWriter> writer(String suffix) {
        ImageWriter first = null;
        for (Iterator<ImageWriter> writers = ImageIO.getImageWritersBySuffix(suffix); writers.hasNext(); ) {
            ImageWriter writer = writers.next();
            if (isOfJdk(writer)) {
                return Optional.of(writer);
            }
            first = first == null ? writer : first;
        }
        return Optional.ofNullable(first);
    }

    /** Whether a reader or writer is the JDK's own. */
    static boolean isOfJdk(Object plugin) {
        return plugin.getClass().getModule() == ImageIO.class.getModule();
    }

    /** What a writer is to write: the image with its profile, or in sRGB if the format or the writer has no place. */
    static IIOImage of(ImageWriter writer, RenderedImage image, ImageWriteParam param) throws IOException {
        Optional<PictureProfile> profile =
                PictureProfile.of(image.getColorModel().getColorSpace()).filter(p -> p.channels() == 3);
        String format = String.valueOf(writer.getOriginatingProvider().getNativeImageMetadataFormatName());
        if (profile.isEmpty()) {
            return new IIOImage(srgb(image), null, null);
        }
        return switch (format) {
            case PNG -> new IIOImage(image, null, png(writer, image, param, profile.get()));
            case JPEG -> new IIOImage(untagged(image), null, jpeg(writer, image, param, profile.get()));
            case TIFF -> new IIOImage(untagged(image), null, tiff(writer, image, param, profile.get()));
            default -> new IIOImage(srgb(image), null, null);
        };
    }

    /** What is not in memory stays so. */
    static RenderedImage changed(RenderedImage image, UnaryOperator<BufferedImage> change) {
        return image instanceof BufferedImage buffered ? change.apply(buffered) : LazyImage.changed(image, change);
    }

    /** In sRGB; the same image if it is. */
    static RenderedImage srgb(RenderedImage image) {
        return SrgbImages.are(image.getColorModel()) ? image : changed(image, SrgbImages::of);
    }

    /** A copy of all pixels. */
    static BufferedImage inMemory(RenderedImage image) {
        if (image instanceof BufferedImage buffered) {
            return buffered;
        }
        WritableRaster raster = Raster.createWritableRaster(
                image.getSampleModel().createCompatibleSampleModel(image.getWidth(), image.getHeight()), null);
        image.copyData(raster);
        ColorModel colours = image.getColorModel();
        return new BufferedImage(colours, raster, colours.isAlphaPremultiplied(), null);
    }

    private static IIOMetadata png(
            ImageWriter writer, RenderedImage image, ImageWriteParam param, PictureProfile profile) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(profile.bytes());
        }
        IIOMetadataNode chunk = new IIOMetadataNode("iCCP");
        chunk.setAttribute("profileName", NAME);
        chunk.setAttribute("compressionMethod", "deflate");
        chunk.setUserObject(compressed.toByteArray());
        IIOMetadataNode root = new IIOMetadataNode(PNG);
        root.appendChild(chunk);
        profile.codes().ifPresent(codes -> {
            IIOMetadataNode others = new IIOMetadataNode("UnknownChunks");
            others.appendChild(chunk("cICP", codes));
            profile.peak()
                    .ifPresent(peak -> others.appendChild(chunk(
                            "cLLI",
                            ByteBuffer.allocate(8)
                                    .putInt((int) Math.round(STEPS_OF_LIGHT * peak))
                                    .array())));
            root.appendChild(others);
        });
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
        metadata.mergeTree(PNG, root);
        return metadata;
    }

    private static IIOMetadataNode chunk(String type, byte[] data) {
        IIOMetadataNode chunk = new IIOMetadataNode("UnknownChunk");
        chunk.setAttribute("type", type);
        chunk.setUserObject(data);
        return chunk;
    }

    /** The same samples as those of sRGB: the JDK's writers would write the profile with another header. */
    private static RenderedImage untagged(RenderedImage image) {
        ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
        return changed(image, own -> TaggedImages.of(own, srgb).orElse(own));
    }

    /** With APP2 segments (ICC.1:2022, annex B.4). */
    private static IIOMetadata jpeg(
            ImageWriter writer, RenderedImage image, ImageWriteParam param, PictureProfile profile) throws IOException {
        byte[] icc = profile.bytes();
        int count = (icc.length + APP2_MOST - 1) / APP2_MOST;
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(untagged(image)), param);
        Node root = metadata.getAsTree(JPEG);
        Node sequence = root.getLastChild();
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(icc, i * APP2_MOST, Math.min(icc.length, (i + 1) * APP2_MOST));
            IIOMetadataNode segment = new IIOMetadataNode("unknown");
            segment.setAttribute("MarkerTag", String.valueOf(APP2));
            segment.setUserObject(ByteBuffer.allocate(APP2_HEAD.length + 2 + part.length)
                    .put(APP2_HEAD)
                    .put((byte) (i + 1))
                    .put((byte) count)
                    .put(part)
                    .array());
            sequence.insertBefore(segment, sequence.getFirstChild());
        }
        metadata.setFromTree(JPEG, root);
        return metadata;
    }

    private static IIOMetadata tiff(
            ImageWriter writer, RenderedImage image, ImageWriteParam param, PictureProfile profile) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(untagged(image)), param);
        TIFFDirectory directory = TIFFDirectory.createFromMetadata(metadata);
        TIFFTag tag = BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_ICC_PROFILE);
        byte[] icc = profile.bytes();
        directory.addTIFFField(new TIFFField(tag, TIFFTag.TIFF_UNDEFINED, icc.length, icc));
        return directory.getAsMetadata();
    }
}
