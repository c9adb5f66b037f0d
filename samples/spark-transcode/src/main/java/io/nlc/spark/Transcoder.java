package io.nlc.spark;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes NLC of pictures, and says how good it is; nothing here knows of Spark. */
final class Transcoder {

    private final NlcSettings settings;
    private final float quality;

    /** @param quality 0 to 1 */
    Transcoder(NlcSettings settings, float quality) {
        this.settings = settings;
        this.quality = quality;
    }

    /**
     * A picture and what is said of it.
     *
     * @param image upright
     */
    record Picture(BufferedImage image, PictureMetadata metadata) {

        long pixels() {
            return (long) image.getWidth() * image.getHeight();
        }
    }

    /**
     * Reads a picture of any format that ImageIO knows.
     *
     * @throws IOException if it is damaged or no picture
     */
    Picture read(InputStream file) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(file)) {
            PictureMetadata metadata = PictureFiles.metadata(in);
            return new Picture(PictureFiles.read(in, settings), metadata);
        }
    }

    /** A whole NLC file. */
    byte[] encode(Picture picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NlcImageWriter writer = PictureFiles.writer(settings);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            NlcImageWriteParam param = new NlcImageWriteParam();
            param.setCompressionQuality(quality);
            NlcMetadata none = writer.getDefaultImageMetadata(null, param);
            writer.setOutput(out);
            writer.write(
                    null,
                    new IIOImage(picture.image(), null, new NlcMetadata(none.pixels(), picture.metadata())),
                    param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * How alike an NLC file is to a picture, which also shows that it can be read.
     *
     * @return PSNR of 8-bit sRGB in dB, infinite if there is no difference
     * @throws IOException if the file is not what it should be
     */
    double psnr(Picture picture, byte[] nlc) throws IOException {
        byte[] decoded = PictureFiles.rgb(read(new ByteArrayInputStream(nlc)).image());
        byte[] original = PictureFiles.rgb(picture.image());
        if (decoded.length != original.length) {
            throw new IOException("the NLC file is of another size");
        }
        return Psnr.of(original, decoded);
    }
}
