package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The payload of a {@code TILE} chunk of version 2.
 *
 * @param kind {@link #LEARNED} or {@link #LOSSLESS}
 * @param check CRC-32C of what the tile decodes to, exclusive-or {@link #binding}
 * @param data the coded bits; not copied
 */
public record TilePayload(int kind, int check, byte[] data) {

    /** Latents, as in version 1. */
    public static final int LEARNED = 0;

    /** Samples, exactly. */
    public static final int LOSSLESS = 2;

    static final int MIN_BYTES = 5;

    /**
     * Reads a payload.
     *
     * @throws NlcException if it is too short, or of a kind that is not known here
     */
    public static TilePayload parse(byte[] payload) throws NlcException {
        if (payload.length < MIN_BYTES) {
            throw NlcException.damaged("tile of " + payload.length + " bytes is too short");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int kind = in.get() & 0xFF;
        if (kind != LEARNED && kind != LOSSLESS) {
            throw new NlcException(FailureKind.UNSUPPORTED, "tiles of kind " + kind + " are not known to this reader");
        }
        int check = in.getInt();
        byte[] data = new byte[in.remaining()];
        in.get(data);
        return new TilePayload(kind, check, data);
    }

    /** The bytes of the chunk. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(MIN_BYTES + data.length)
                .put((byte) kind)
                .putInt(check)
                .put(data)
                .array();
    }

    /**
     * What ties a tile to its place in its file: CRC-32C of the header and the place. A tile that came from elsewhere
     * has another one.
     *
     * @param index row-major number of the tile
     */
    public static int binding(NlcHeader header, int index) {
        CRC32C crc = new CRC32C();
        crc.update(header.toBytes());
        crc.update(ByteBuffer.allocate(4).putInt(index).flip());
        return (int) crc.getValue();
    }

    /**
     * The payload that a learned tile would have in version 1.
     *
     * @param index row-major number of the tile
     * @throws NlcException if it is not a learned tile
     */
    public byte[] learned(NlcHeader header, int index) throws NlcException {
        if (kind != LEARNED) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "a tile of kind " + kind + " among learned ones is not known to this reader");
        }
        return ByteBuffer.allocate(4 + data.length)
                .putInt(check ^ binding(header, index))
                .put(data)
                .array();
    }
}
