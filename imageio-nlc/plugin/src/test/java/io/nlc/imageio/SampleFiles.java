package io.nlc.imageio;

import io.nlc.TestPacks;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Made {@code src/test/resources/nlc/*.nlc}, which are kept because a file written once must be read for ever. To be
 * run again only if the tiny pack itself is replaced; argument: the folder to write to.
 */
final class SampleFiles {

    private SampleFiles() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("nlc.models", TestPacks.directory().toString());
        Path folder = Path.of(args[0]);
        Files.write(folder.resolve("rgb.nlc"), Pictures.write(Pictures.of(64, 96, BufferedImage.TYPE_3BYTE_BGR)));
        Files.write(folder.resolve("rgba.nlc"), Pictures.write(Pictures.of(61, 47, BufferedImage.TYPE_4BYTE_ABGR)));
        Files.write(folder.resolve("gray.nlc"), Pictures.write(Pictures.of(33, 65, BufferedImage.TYPE_BYTE_GRAY)));
        Files.write(folder.resolve("accompanied.nlc"), accompanied());
        Files.write(folder.resolve("iptc.nlc"), iptc());
    }

    /** A lossless file of 24 x 16 with IPTC. */
    static byte[] iptc() throws IOException {
        return Metadata.write(
                Pictures.of(24, 16, BufferedImage.TYPE_3BYTE_BGR),
                PictureMetadata.NONE.withIptc(Metadata.IPTC),
                p -> p.setLossless(true));
    }

    /** A lossless file of 40 x 30 with all that may accompany a picture but a profile and IPTC. */
    static byte[] accompanied() throws IOException {
        return Metadata.write(Pictures.of(40, 30, BufferedImage.TYPE_3BYTE_BGR), Metadata.ALL, p -> {
            p.setLossless(true);
            p.setThumbnailSide(16);
        });
    }
}
