package io.nlc.imageio;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Thumbnails, made and read. */
final class Thumbnails {

    private static final float[] QUALITIES = {0.85f, 0.5f, 0.1f};
    private static final int OPAQUE = 255;

    private Thumbnails() {}

    /**
     * A thumbnail of a picture, in sRGB and on white where the picture is transparent: each pixel is the mean of those
     * that it stands for.
     *
     * @param side of the larger side, in pixels, at most; small pictures keep their size
     */
    static Thumbnail of(RenderedImageSource picture, int side) throws IOException {
        double scale = Math.min(1, (double) side / Math.max(picture.width(), picture.height()));
        int width = (int) Math.max(1, Math.round(scale * picture.width()));
        int height = (int) Math.max(1, Math.round(scale * picture.height()));
        PixelReader reader = picture.srgbReader();
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * picture.height() / height);
            int bottom = (int) Math.max(top + 1, (y + 1L) * picture.height() / height);
            small.getRaster().setPixels(0, y, width, 1, row(picture, reader, top, bottom, width));
        }
        for (float quality : QUALITIES) {
            byte[] jpeg = jpeg(small, quality);
            if (jpeg.length <= Thumbnail.MAX_BYTES) {
                return new Thumbnail(width, height, jpeg);
            }
        }
        throw new NlcException(FailureKind.TOO_LARGE, "the thumbnail has more than " + Thumbnail.MAX_BYTES + " bytes");
    }

    private static int[] row(RenderedImageSource picture, PixelReader reader, int top, int bottom, int width) {
        int columns = picture.width();
        byte[] rgb = new byte[3 * columns];
        byte[] alpha = new byte[columns];
        long[] sums = new long[3 * width];
        int[] counts = new int[width];
        for (int y = top; y < bottom; y++) {
            picture.readSrgb(reader, y, rgb, alpha);
            for (int i = 0; i < width; i++) {
                int left = (int) ((long) i * columns / width);
                int right = (int) Math.max(left + 1, (i + 1L) * columns / width);
                for (int x = left; x < right; x++) {
                    int a = alpha[x] & 0xFF;
                    for (int c = 0; c < 3; c++) {
                        sums[3 * i + c] += a * (rgb[3 * x + c] & 0xFF) + (OPAQUE - a) * OPAQUE;
                    }
                }
                counts[i] += right - left;
            }
        }
        int[] means = new int[3 * width];
        for (int i = 0; i < means.length; i++) {
            long all = (long) OPAQUE * counts[i / 3];
            means[i] = (int) ((sums[i] + all / 2) / all);
        }
        return means;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            if (param instanceof JPEGImageWriteParam own) {
                own.setOptimizeHuffmanTables(true);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** @throws NlcException if it is damaged, or of another size than it says */
    static BufferedImage read(Thumbnail thumbnail) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(thumbnail.jpeg()))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width != thumbnail.width() || height != thumbnail.height()) {
                throw NlcException.damaged("the thumbnail has " + width + " x " + height + " pixels, not "
                        + thumbnail.width() + " x " + thumbnail.height());
            }
            return reader.read(0);
        } catch (NlcException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw NlcException.damaged("the thumbnail is damaged: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }
}
