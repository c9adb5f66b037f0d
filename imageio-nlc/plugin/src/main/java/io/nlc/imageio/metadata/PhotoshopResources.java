package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Photoshop's image resources, in which JPEG files have IPTC (Adobe Photoshop File Formats Specification, "Image
 * Resource Blocks"): each of {@code 8BIM}, a number, a name, a length and data, the last two padded to even lengths.
 */
final class PhotoshopResources {

    /** What segments of JPEG with resources begin with. */
    static final byte[] HEAD = "Photoshop 3.0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int SIGNATURE = 0x3842494D; // 8BIM
    private static final short IPTC = 0x0404;

    private PhotoshopResources() {}

    /** The datasets of IPTC among resources; null if there are none, or the resources are cut before their end. */
    static byte[] iptc(byte[] resources) {
        ByteBuffer in = ByteBuffer.wrap(resources);
        while (in.remaining() >= 7 && in.getInt() == SIGNATURE) {
            short number = in.getShort();
            int name = in.get() & 0xFF;
            name += 1 - name % 2; // with its length byte it is even
            if (in.remaining() < name + 4) {
                return null;
            }
            in.position(in.position() + name);
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                return null;
            }
            if (number == IPTC && length > 0) {
                byte[] datasets = new byte[length];
                in.get(datasets);
                return datasets;
            }
            in.position(in.position() + Math.min(in.remaining(), length + length % 2));
        }
        return null;
    }

    /** The resource that IPTC's datasets are. */
    static byte[] of(byte[] iptc) {
        return ByteBuffer.allocate(12 + iptc.length + iptc.length % 2)
                .putInt(SIGNATURE)
                .putShort(IPTC)
                .putShort((short) 0)
                .putInt(iptc.length)
                .put(iptc)
                .array();
    }
}
