package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The payload of a {@code TILE} chunk of version 2.
 *
 * @param kind {@link #LEARNED}, {@link #LAYERED}, {@link #LOSSLESS}, {@link #LAYERED_SQUARES} or
 *     {@link #SOFTENED_SQUARES}
 * @param check CRC-32C of what the tile decodes to, exclusive-or {@link #binding}
 * @param data the coded bits; not copied
 */
public record TilePayload(int kind, int check, byte[] data) {

    /** Latents, as in version 1. */
    public static final int LEARNED = 0;

    /** A layer of blocks, over what latents give or over nothing; written by earlier encoders only. */
    public static final int LAYERED = 1;

    /** Samples, exactly. */
    public static final int LOSSLESS = 2;

    /** A layer of squares, over what latents give or over nothing. */
    public static final int LAYERED_SQUARES = 3;

    /** A layer of squares whose edges are softened, over what latents give or over nothing. */
    public static final int SOFTENED_SQUARES = 4;

    static final int MIN_BYTES = 5;
    private static final int CHECK_BYTES = 4;

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
        if (kind > SOFTENED_SQUARES) {
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
     * The tile with the check value of its place, if it has none yet, and without if it has.
     *
     * @param index row-major number of the tile
     */
    public TilePayload bound(NlcHeader header, int index) {
        return new TilePayload(kind, check ^ binding(header, index), data);
    }

    /** Whether there is a layer of any form. */
    public boolean layered() {
        return kind == LAYERED || kind == LAYERED_SQUARES || kind == SOFTENED_SQUARES;
    }

    /** A learned tile of version 1, without a place. @throws NlcException if it is too short */
    public static TilePayload ofVersion1(byte[] payload) throws NlcException {
        if (payload.length < CHECK_BYTES) {
            throw NlcException.damaged("tile of " + payload.length + " bytes is too short");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int check = in.getInt();
        byte[] data = new byte[in.remaining()];
        in.get(data);
        return new TilePayload(LEARNED, check, data);
    }

    /** What a learned tile without a place is in version 1. */
    public byte[] toVersion1() {
        return ByteBuffer.allocate(CHECK_BYTES + data.length)
                .putInt(check)
                .put(data)
                .array();
    }

    /** Bytes of the chunk's payload. */
    public int length() {
        return MIN_BYTES + data.length;
    }
}
