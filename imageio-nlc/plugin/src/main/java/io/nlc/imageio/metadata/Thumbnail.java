package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A small picture of the picture.
 *
 * @param width in pixels, 1 to {@link #MAX_SIDE}
 * @param height likewise
 * @param jpeg a whole JPEG file of that size, of at most {@link #MAX_BYTES} bytes; not copied
 */
public record Thumbnail(int width, int height, byte[] jpeg) {

    /** Pixels of the larger side. */
    public static final int MAX_SIDE = 512;

    /** Bytes of the JPEG file. */
    public static final int MAX_BYTES = 1 << 18;

    /** The type of its chunk. */
    static final String CHUNK = "thMB";

    private static final int HEAD = 4;

    /** @throws IllegalArgumentException if it is too large */
    public Thumbnail {
        if (!fits(width, height, jpeg.length)) {
            throw new IllegalArgumentException("a thumbnail of " + width + " x " + height + " pixels and " + jpeg.length
                    + " bytes is larger than " + MAX_SIDE + " pixels a side, or " + MAX_BYTES + " bytes");
        }
    }

    private static boolean fits(int width, int height, int bytes) {
        return width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE && bytes <= MAX_BYTES;
    }

    /** The payload of the chunk. */
    byte[] toBytes() {
        return ByteBuffer.allocate(HEAD + jpeg.length)
                .putShort((short) width)
                .putShort((short) height)
                .put(jpeg)
                .array();
    }

    /** Nothing where the payload makes no sense. */
    static Optional<Thumbnail> parse(byte[] payload) {
        if (payload.length < HEAD) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int width = in.getShort() & 0xFFFF;
        int height = in.getShort() & 0xFFFF;
        return fits(width, height, payload.length - HEAD)
                ? Optional.of(new Thumbnail(width, height, Arrays.copyOfRange(payload, HEAD, payload.length)))
                : Optional.empty();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Thumbnail t && t.width == width && t.height == height && Arrays.equals(t.jpeg, jpeg);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(jpeg);
    }
}
