package io.nlc.clients;

import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Files of cameras that were held somehow. */
final class Cameras {

    private Cameras() {}

    /** An EXIF block that says nothing but the orientation, 1 to 8. */
    private static byte[] exif(int orientation) {
        return HexFormat.of()
                .parseHex(
                        "4D4D002A00000008" // big-endian, the first directory at 8
                                + "0001" // with one entry:
                                + "0112000300000001000" + orientation + "0000" // orientation, one short
                                + "00000000"); // and no other directory
    }

    static byte[] jpeg(BufferedImage image, int orientation) throws IOException {
        byte[] plain = Pictures.file(image, "jpeg");
        byte[] exif = exif(orientation);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(plain, 0, 2);
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (8 + exif.length), 'E', 'x', 'i', 'f', 0, 0});
        file.writeBytes(exif);
        file.write(plain, 2, plain.length - 2);
        return file.toByteArray();
    }

    static byte[] nlc(BufferedImage image, int orientation) throws IOException {
        NlcImageWriter writer = PictureFiles.writer();
        NlcMetadata none = writer.getDefaultImageMetadata(null, null);
        writer.dispose();
        return Pictures.withMetadata(
                image, new NlcMetadata(none.pixels(), PictureMetadata.NONE.withExif(exif(orientation))));
    }
}
