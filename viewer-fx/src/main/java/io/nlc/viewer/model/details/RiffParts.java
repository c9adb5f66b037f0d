package io.nlc.viewer.model.details;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/** Chunks of a WebP file. */
final class RiffParts {

    private static final int HEAD = 12;
    private static final int OVERHEAD = 8;

    private RiffParts() {}

    static void read(ImageInputStream in, Anatomy anatomy) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(4);
        try {
            long end = OVERHEAD + in.readUnsignedInt();
            in.seek(HEAD);
            while (in.getStreamPosition() + OVERHEAD <= end) {
                long offset = in.getStreamPosition();
                byte[] name = new byte[4];
                in.readFully(name);
                String type = new String(name, StandardCharsets.ISO_8859_1);
                long length = in.readUnsignedInt();
                if (offset + OVERHEAD + length > in.length()) {
                    throw new EOFException("the file ends within a chunk");
                }
                anatomy.add(new Part(type, offset, OVERHEAD + length, Part.Check.NONE));
                if (length <= Anatomy.MOST && (type.equals("EXIF") || type.equals("ICCP"))) {
                    byte[] payload = new byte[(int) length];
                    in.readFully(payload);
                    if (type.equals("EXIF")) {
                        anatomy.exif(payload);
                    } else {
                        anatomy.profile(payload);
                    }
                }
                in.seek(offset + OVERHEAD + length + (length & 1));
            }
            anatomy.end();
        } catch (EOFException e) { // not complete, which is what it says then
            System.getLogger(RiffParts.class.getName()).log(System.Logger.Level.DEBUG, "chunks", e);
        }
    }
}
