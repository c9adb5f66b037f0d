package io.nlc.samples.server;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** What thumbnails are sent as. To ImageIO, NLC is a format like any other. */
enum ThumbnailFormat {
    NLC("nlc", "image/x-nlc"),
    PNG("png", "image/png");

    private static final float QUALITY = 0.6f;

    private final String name;
    private final String mediaType;

    ThumbnailFormat(String name, String mediaType) {
        this.name = name;
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** The whole file. */
    byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(name).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (this == NLC) { // Java's PNG has a "quality", too, which is how long it tries
                param.setCompressionQuality(QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
