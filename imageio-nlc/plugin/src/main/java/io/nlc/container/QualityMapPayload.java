package io.nlc.container;

import io.nlc.failure.NlcException;

/** The payload of {@code QMAP}: a lossless tile of one 8-bit sample for each area of 64 x 64 pixels. */
public final class QualityMapPayload {

    /** Pixels along a side of an area. */
    public static final int SIDE = 64;

    /** The most bytes of a payload: several times the samples of the largest map, raw. */
    public static final int MAX_BYTES = 1 << 18;

    /** In its check value, where tiles have their number. */
    private static final int PLACE = -1;

    private QualityMapPayload() {}

    /** Columns of the map of a picture of this width, or rows of one of this height; at least 1 pixel. */
    public static int areas(int pixels) {
        return (pixels - 1) / SIDE + 1;
    }

    /** @param map without its place */
    static byte[] toBytes(NlcHeader header, TilePayload map) {
        return map.bound(header, PLACE).toBytes();
    }

    /**
     * Reads the payload.
     *
     * @return a tile without its place
     * @throws NlcException if it is too short, or no tile
     */
    public static TilePayload parse(NlcHeader header, byte[] payload) throws NlcException {
        try {
            return TilePayload.parse(payload).bound(header, PLACE);
        } catch (NlcException e) {
            throw NlcException.about(ChunkType.QMAP, e);
        }
    }
}
