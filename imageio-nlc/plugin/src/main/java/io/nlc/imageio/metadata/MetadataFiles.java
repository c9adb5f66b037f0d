package io.nlc.imageio.metadata;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.ColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What accompanies pictures in files of other formats. */
public final class MetadataFiles {

    private static final String BMP = "javax_imageio_bmp_1.0";
    private static final int BMP_DENSITY = 38;
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};

    private MetadataFiles() {}

    /**
     * What a file says: PNG, JPEG and WebP in all their legal forms, others as far as their ImageIO plugin tells.
     *
     * @param in at the file's first byte, where it is left
     * @return nothing if the format is not known, or its plugin cannot make sense of it
     * @throws IOException if the stream fails
     */
    public static PictureMetadata read(ImageInputStream in) throws IOException {
        in.mark();
        long start = in.getStreamPosition();
        ByteOrder order = in.getByteOrder();
        try {
            byte[] head = new byte[12];
            boolean long12 = full(in, head);
            in.seek(start);
            if (head[0] == (byte) 0xFF && head[1] == (byte) 0xD8) {
                return JpegSegments.read(in);
            }
            if (Arrays.equals(head, 0, 8, PngChunks.SIGNATURE, 0, 8)) {
                return PngChunks.read(in);
            }
            if (long12
                    && Arrays.equals(head, 0, 4, RIFF, 0, 4)
                    && new String(head, 8, 4, "ISO-8859-1").equals("WEBP")) {
                return WebpChunks.read(in);
            }
            PictureMetadata all = byPlugin(in);
            in.seek(start);
            return TiffStream.added(all, in);
        } finally {
            in.setByteOrder(order);
            in.reset();
        }
    }

    private static boolean full(ImageInputStream in, byte[] to) throws IOException {
        int got = 0;
        for (int n; got < to.length && (n = in.read(to, got, to.length - got)) > 0; ) {
            got += n;
        }
        return got == to.length;
    }

    private static PictureMetadata byPlugin(ImageInputStream in) {
        // The JDK's come first, whose trees are known here.
        ImageReader reader = null;
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader next = readers.next();
            if (next.getClass().getModule() == ImageIO.class.getModule()) {
                reader = next;
                break;
            }
            reader = reader == null ? next : reader;
        }
        if (reader == null) {
            return PictureMetadata.NONE;
        }
        try {
            reader.setInput(new SharedStream(in), false, false);
            return ForeignMetadata.of(reader.getImageMetadata(0));
        } catch (IOException | RuntimeException e) {
            return PictureMetadata.NONE; // whoever reads the picture will hear what is wrong with the file
        } finally {
            reader.dispose();
        }
    }

    /**
     * Writes a picture with what accompanies it. A profile is that of the image's colour model.
     *
     * @param writer of any plugin; its output is set, and it is not disposed of
     * @param image as the writer takes it; its metadata, if it has some, are of the writer's own kind
     * @param param null for the writer's own wishes
     * @param warnings hears what the format has no place for
     */
    public static void write(
            ImageWriter writer,
            IIOImage image,
            ImageWriteParam param,
            PictureMetadata metadata,
            ImageOutputStream out,
            Consumer<String> warnings)
            throws IOException {
        String format = writer.getOriginatingProvider().getNativeImageMetadataFormatName();
        ColorModel colours = image.getRenderedImage().getColorModel();
        byte[] profile = profile(colours);
        switch (format == null ? "" : format) {
            case ForeignMetadata.JPEG ->
                out.write(new JpegWriting(written(writer, image, param), metadata, warnings).with(profile));
            case ForeignMetadata.PNG -> png(writer, image, param, metadata, profile, out);
            case BMP -> {
                if (metadata.density() == null) { // such files are large
                    writer.setOutput(out);
                    writer.write(null, image, param);
                    lost(metadata, warnings);
                    return;
                }
                byte[] file = written(writer, image, param);
                density(metadata.density(), file);
                out.write(file);
                lost(metadata.withDensity(null), warnings);
            }
            case ForeignMetadata.TIFF -> {
                // the JDK's writer takes no null together with metadata
                ImageWriteParam how = param == null ? writer.getDefaultWriteParam() : param;
                IIOMetadata given = image.getMetadata();
                TIFFDirectory directory = TIFFDirectory.createFromMetadata(
                        given != null
                                ? given
                                : writer.getDefaultImageMetadata(
                                        new ImageTypeSpecifier(image.getRenderedImage()), how));
                TiffFields.write(metadata, directory);
                writer.setOutput(out);
                writer.write(null, new IIOImage(image.getRenderedImage(), null, directory.getAsMetadata()), how);
            }
            default -> {
                writer.setOutput(out);
                writer.write(null, image, param);
                lost(metadata, warnings);
            }
        }
    }

    /** In one go, since such files may be as large as the picture in memory. */
    private static void png(
            ImageWriter writer,
            IIOImage image,
            ImageWriteParam param,
            PictureMetadata metadata,
            byte[] profile,
            ImageOutputStream out)
            throws IOException {
        IIOMetadata given = image.getMetadata() != null
                ? image.getMetadata()
                : writer.getDefaultImageMetadata(new ImageTypeSpecifier(image.getRenderedImage()), param);
        boolean profiled = given != null
                && given.getAsTree(ForeignMetadata.PNG) instanceof IIOMetadataNode root
                && root.getElementsByTagName("iCCP").getLength() > 0;
        byte[] chunks = PngChunks.of(metadata, profiled ? null : profile);
        try (ImageOutputStream file = new InsertingStream(out, PngChunks.PLACE, chunks)) {
            writer.setOutput(file);
            writer.write(null, image, param);
        }
    }

    private static byte[] written(ImageWriter writer, IIOImage image, ImageWriteParam param) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(memory);
            writer.write(null, image, param);
        }
        return bytes.toByteArray();
    }

    /** Null for sRGB, and for Java's gray, which stands for gray of any kind. */
    private static byte[] profile(ColorModel colours) {
        return colours != null
                        && colours.getColorSpace() instanceof ICC_ColorSpace icc
                        && !icc.isCS_sRGB()
                        && !icc.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY))
                ? icc.getProfile().getData()
                : null;
    }

    private static void density(Density density, byte[] bmp) {
        if (density != null && density.unit() != Density.Unit.RATIO && bmp.length >= BMP_DENSITY + 8) {
            ByteBuffer.wrap(bmp)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(BMP_DENSITY, (int) Math.round(density.horizontal(Density.Unit.METRE)))
                    .putInt(BMP_DENSITY + 4, (int) Math.round(density.vertical(Density.Unit.METRE)));
        }
    }

    private static void lost(PictureMetadata metadata, Consumer<String> warnings) {
        if (!metadata.withProfile(null).withThumbnail(null).equals(PictureMetadata.NONE)) {
            warnings.accept("this format has no place for EXIF, XMP, IPTC or text");
        }
    }
}
