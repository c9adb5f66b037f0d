package io.nlc.imageio.metadata;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** What the JDK's reader of TIFF files keeps to itself: XMP, whose tag it does not know. */
final class TiffStream {

    private static final int XMP = 700;
    private static final int MAX = 1 << 24;
    private static final int BYTE = 1;
    private static final int UNDEFINED = 7;

    private TiffStream() {}

    /** Whether a file begins as TIFF files of less than 4 GB do. @param head its first bytes, four at least */
    static boolean is(byte[] head) {
        boolean little = head[0] == 'I' && head[1] == 'I' && head[2] == 42 && head[3] == 0;
        return little || head[0] == 'M' && head[1] == 'M' && head[2] == 0 && head[3] == 42;
    }

    /** The XMP packet of a file's first directory, null if there is none. @param in at the file's first byte */
    static byte[] xmp(ImageInputStream in) throws IOException {
        long start = in.getStreamPosition();
        in.setByteOrder(in.readByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        byte[] entry = new byte[12];
        in.seek(start + 4);
        in.seek(start + in.readUnsignedInt());
        byte[] count = new byte[2];
        if (!PngChunks.full(in, count)) {
            return null;
        }
        boolean little = in.getByteOrder() == ByteOrder.LITTLE_ENDIAN;
        int entries = little ? (count[1] & 0xFF) << 8 | count[0] & 0xFF : (count[0] & 0xFF) << 8 | count[1] & 0xFF;
        for (int i = 0; i < entries; i++) {
            long at = in.getStreamPosition();
            if (!PngChunks.full(in, entry)) {
                return null;
            }
            in.seek(at);
            if (in.readUnsignedShort() == XMP) {
                int type = in.readUnsignedShort();
                long length = in.readUnsignedInt();
                if (type != BYTE && type != UNDEFINED || length < 5 || length > MAX) {
                    return null;
                }
                in.seek(start + in.readUnsignedInt());
                byte[] packet = new byte[(int) length];
                return PngChunks.full(in, packet) ? packet : null;
            }
            in.seek(at + entry.length);
        }
        return null;
    }
}
