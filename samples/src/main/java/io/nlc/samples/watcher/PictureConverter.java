package io.nlc.samples.watcher;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Makes the NLC file of a picture: {@code photo.jpg.nlc} of {@code photo.jpg}. */
final class PictureConverter {

    private final Path out;
    private final float quality;

    /**
     * @param out the folder that NLC files go to
     * @param quality 0 to 1
     */
    PictureConverter(Path out, float quality) {
        this.out = out;
        this.quality = quality;
    }

    /** The file that is made of another; the whole name stays, because {@code a.jpg} and {@code a.png} may differ. */
    Path target(Path picture) {
        return out.resolve(picture.getFileName() + ".nlc");
    }

    /**
     * Whether the NLC file is there, and of the picture as it is now: it has the time of the picture it was made of.
     */
    boolean isDone(Path picture, Stamp stamp) throws IOException {
        try {
            return Files.getLastModifiedTime(target(picture)).equals(stamp.modified());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Makes the file, all or not at all.
     *
     * @param stamp of the picture, from before it was read: if it is changed meanwhile, it counts as new afterwards
     * @throws IOException if the picture is damaged or no picture, or the file cannot be written
     */
    void convert(Path picture, Stamp stamp) throws IOException {
        BufferedImage image;
        PictureMetadata metadata;
        try (ImageInputStream in = new FileImageInputStream(picture.toFile())) {
            metadata = PictureFiles.metadata(in); // camera data, copyright: what was said of it stays with it
            image = PictureFiles.read(in, NlcSettings.fromProperties()); // turned upright
        }
        Path target = target(picture);
        PictureFiles.save(target, stream -> {
            NlcImageWriter writer = PictureFiles.writer();
            try {
                NlcImageWriteParam param = new NlcImageWriteParam();
                param.setCompressionQuality(quality);
                NlcMetadata none = writer.getDefaultImageMetadata(null, param);
                NlcMetadata said = new NlcMetadata(none.pixels(), metadata);
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, said), param);
            } finally {
                writer.dispose();
            }
        });
        Files.setLastModifiedTime(target, stamp.modified());
    }
}
