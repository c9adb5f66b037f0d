package io.nlc.imageio.metadata;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a WebP file that accompany its picture. */
final class WebpChunks {

    private static final Set<String> TAKEN = Set.of("ICCP", "EXIF", "XMP ");
    private static final int MAX = 1 << 24;

    private WebpChunks() {}

    /** What a file says. @param in at its first byte */
    static PictureMetadata read(ImageInputStream in) throws IOException {
        FileBytes file = new FileBytes(in);
        PictureMetadata all = PictureMetadata.NONE;
        for (FilePart part : FilePart.ofWebp(file)) {
            if (!TAKEN.contains(part.name()) || part.length() > MAX) {
                continue;
            }
            byte[] data;
            try {
                data = part.bytes(file, MAX);
            } catch (EOFException e) {
                break; // cut
            }
            all = switch (part.name()) {
                case "ICCP" -> all.withProfile(data);
                case "EXIF" -> all.withExif(ExifBlock.bare(data));
                default -> all.withXmp(data);
            };
        }
        return all.exif() == null
                ? all
                : all.withDensity(new ExifBlock(all.exif()).density().orElse(null));
    }
}
