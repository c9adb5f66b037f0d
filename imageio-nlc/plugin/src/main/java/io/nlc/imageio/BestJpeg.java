package io.nlc.imageio;

import io.nlc.metrics.Psnr;
import io.nlc.picture.CodecProgress;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * JPEG as good as the JDK can write it, to compare NLC with. The JDK's default is far from that: its Huffman tables are
 * the standard's examples whatever the picture, which at low rates takes up to half of the file. Its colours are sRGB.
 *
 * @param file the whole file
 * @param quality 0 to 1, on the scale of the JDK's writer
 * @param progressive whether it is progressive, or else sequential
 * @param subsampled whether its chroma has half of the columns and rows (4:2:0), or else all of them (4:4:4)
 * @param psnr of what it decodes to, dB, against the picture on white; infinite if nothing was lost
 */
public record BestJpeg(byte[] file, double quality, boolean progressive, boolean subsampled, double psnr) {

    /*
     * Huffman tables are always those that suit the picture. Sequential and progressive files of one quality have the
     * same pixels, so the smaller one is taken. Chroma in half or full resolution are different pictures: 4:2:0 is
     * better at low rates and 4:4:4 at high ones, and which it is here the PSNR tells. Sizes grow with quality, so that
     * the highest quality within a size is found by halving.
     */

    /** Qualities that differ by less than this give nearly the same file. */
    private static final int STEPS = 1000;

    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    /** A picture as the writer takes it, and what it is measured against. */
    private record Picture(BufferedImage image, byte[] rgb) {

        static Picture of(BufferedImage image) throws IOException {
            BufferedImage opaque = SrgbImages.of(image.getColorModel().hasAlpha() ? FlatImages.of(image) : image);
            byte[] rgb = PictureFiles.rgb(opaque);
            int type = opaque.getType();
            boolean known = type == BufferedImage.TYPE_3BYTE_BGR || type == BufferedImage.TYPE_BYTE_GRAY;
            return new Picture(known ? opaque : bgr(rgb, opaque.getWidth(), opaque.getHeight()), rgb);
        }

        private static BufferedImage bgr(byte[] rgb, int width, int height) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < rgb.length; i += 3) {
                samples[i] = rgb[i + 2];
                samples[i + 1] = rgb[i + 1];
                samples[i + 2] = rgb[i];
            }
            return image;
        }

        boolean grey() {
            return image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        }
    }

    /**
     * The best file of at most so many bytes.
     *
     * @param image transparency is put on white
     * @param bytes at most; if no file is so small, the result is the smallest of all
     * @param progress is asked whether to go on; how far it is, is not said
     * @throws IOException if the picture is too large to be measured
     * @throws CancellationException if progress says so
     */
    public static BestJpeg within(BufferedImage image, long bytes, CodecProgress progress) throws IOException {
        Picture picture = Picture.of(image);
        BestJpeg half = within(picture, true, bytes, progress);
        return picture.grey() ? half : better(half, within(picture, false, bytes, progress), bytes);
    }

    /**
     * The best file that is not larger than the smallest 4:2:0 file of a quality.
     *
     * @param image transparency is put on white
     * @param quality 0 to 1, on the scale of the JDK's writer
     * @param progress as of {@link #within}
     * @throws IOException if the picture is too large to be measured
     * @throws CancellationException if progress says so
     */
    public static BestJpeg of(BufferedImage image, double quality, CodecProgress progress) throws IOException {
        Picture picture = Picture.of(image);
        BestJpeg half = smaller(write(picture, true, quality, true), write(picture, true, quality, false));
        half = half.measured(picture);
        int bytes = half.file.length;
        return picture.grey() ? half : better(half, within(picture, false, bytes, progress), bytes);
    }

    private static BestJpeg better(BestJpeg a, BestJpeg b, long bytes) {
        boolean fits = Math.max(a.file.length, b.file.length) <= bytes;
        return fits ? (b.psnr > a.psnr ? b : a) : smaller(a, b);
    }

    private static BestJpeg smaller(BestJpeg a, BestJpeg b) {
        return b.file.length < a.file.length ? b : a;
    }

    private static BestJpeg within(Picture picture, boolean subsampled, long bytes, CodecProgress progress)
            throws IOException {
        BestJpeg best = fitting(picture, subsampled, 0, bytes);
        int low = 0;
        int high = best.file.length <= bytes ? STEPS + 1 : 1;
        while (high - low > 1) {
            if (progress.cancelled()) {
                throw new CancellationException("cancelled by the caller");
            }
            int middle = (low + high) / 2;
            BestJpeg tried = fitting(picture, subsampled, middle / (double) STEPS, bytes);
            if (tried.file.length <= bytes) {
                low = middle;
                best = tried;
            } else {
                high = middle;
            }
        }
        return best.measured(picture);
    }

    private static BestJpeg fitting(Picture picture, boolean subsampled, double quality, long bytes)
            throws IOException {
        BestJpeg progressive = write(picture, subsampled, quality, true);
        return progressive.file.length <= bytes
                ? progressive
                : smaller(progressive, write(picture, subsampled, quality, false));
    }

    private BestJpeg measured(Picture picture) throws IOException {
        byte[] decoded = PictureFiles.rgb(ImageIO.read(new ByteArrayInputStream(file)));
        return new BestJpeg(file, quality, progressive, subsampled, Psnr.of(picture.rgb, decoded));
    }

    private static BestJpeg write(Picture picture, boolean subsampled, double quality, boolean progressive)
            throws IOException {
        ImageWriter writer = ProfiledWriting.writer("jpeg").orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality((float) quality);
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            if (param instanceof JPEGImageWriteParam own) {
                own.setOptimizeHuffmanTables(true);
            }
            IIOMetadata metadata = subsampled || picture.grey() ? null : fullChroma(writer, picture.image, param);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture.image, null, metadata), param);
        } finally {
            writer.dispose();
        }
        return new BestJpeg(bytes.toByteArray(), quality, progressive, subsampled, Double.NaN);
    }

    // The writer has no parameter for it, but does what the metadata of the frame say.
    private static IIOMetadata fullChroma(ImageWriter writer, BufferedImage image, ImageWriteParam param)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
        Node root = metadata.getAsTree(FORMAT);
        NodeList components = ((Element) root).getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            ((Element) components.item(i)).setAttribute("HsamplingFactor", "1");
            ((Element) components.item(i)).setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }
}
