package io.nlc.imageio.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a WebP file that accompany its picture. */
final class WebpChunks {

    private static final Set<String> TAKEN = Set.of("ICCP", "EXIF", "XMP ");
    private static final int MAX = 1 << 24;

    private WebpChunks() {}

    /** What a file says. @param in behind the word WEBP */
    static PictureMetadata read(ImageInputStream in) throws IOException {
        PictureMetadata all = PictureMetadata.NONE;
        byte[] head = new byte[8];
        while (PngChunks.full(in, head)) {
            String type = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
            long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xFFFF_FFFFL;
            long next = in.getStreamPosition() + length + (length & 1);
            if (TAKEN.contains(type) && length <= MAX) {
                byte[] data = new byte[(int) length];
                if (!PngChunks.full(in, data)) {
                    break;
                }
                all = switch (type) {
                    case "ICCP" -> all.withProfile(data);
                    case "EXIF" -> all.withExif(ExifBlock.bare(data));
                    default -> all.withXmp(data);
                };
            }
            in.seek(next);
        }
        return all.exif() == null
                ? all
                : all.withDensity(new ExifBlock(all.exif()).density().orElse(null));
    }
}
