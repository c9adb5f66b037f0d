package io.nlc.viewer.model.coding;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.viewer.model.rival.RivalTool;
import io.nlc.viewer.model.rival.WebpFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes encodings, or the pictures that they decode to.
 *
 * @param metadata what accompanies the picture; a file that was not encoded here has its own
 * @param codecSettings how NLC is run
 * @param webp writes WebP; null if it is not installed
 */
public record Saving(PictureMetadata metadata, NlcSettings codecSettings, RivalTool webp) {

    /** Whether it can write that. */
    public boolean can(SaveFormat format) {
        return format != SaveFormat.WEBP || webp != null;
    }

    /**
     * Writes an encoding, or its picture.
     *
     * @param format one that it {@link #can}
     * @param out is not closed
     * @throws IOException if it cannot be decoded or written
     * @throws java.util.concurrent.CancellationException if that was asked for
     */
    public void write(SaveFormat format, Encoding encoding, ImageOutputStream out, BooleanSupplier cancelled)
            throws IOException {
        if (format == SaveFormat.WEBP) {
            BufferedImage picture = PictureCoder.decode(encoding.file(), codecSettings, cancelled);
            out.write(new WebpFile(webp)
                    .of(
                            png -> {
                                try (ImageOutputStream file = new FileImageOutputStream(png.toFile())) {
                                    write(picture, SaveFormat.PNG, file);
                                }
                            },
                            cancelled));
        } else if (format != SaveFormat.NLC) {
            write(PictureCoder.decode(encoding.file(), codecSettings, cancelled), format, out);
        } else if (encoding.work().encodeTime().isZero()) {
            out.write(encoding.file());
        } else {
            out.write(PictureFiles.withMetadata(encoding.file(), metadata, codecSettings));
        }
    }

    private void write(BufferedImage picture, SaveFormat format, ImageOutputStream out) throws IOException {
        PictureFiles.write(picture, metadata, format.suffixes().get(0), out, null, warning -> {});
    }
}
