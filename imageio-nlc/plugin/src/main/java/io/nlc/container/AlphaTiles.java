package io.nlc.container;

import io.nlc.failure.NlcException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The payload of {@code ALPH} of version 2: for each tile of the picture a lossless tile of alpha and its length. */
public final class AlphaTiles {

    /** Added to the number of a tile in the check value of its alpha, which can so not be taken for the tile itself. */
    private static final int PLACE = 1 << 31;

    private static final int LENGTH_BYTES = 4;

    private AlphaTiles() {}

    /** Length of the payload. */
    static int length(List<TilePayload> alpha) {
        return alpha.stream().mapToInt(t -> LENGTH_BYTES + t.length()).reduce(0, Math::addExact);
    }

    /** @param alpha without places */
    static byte[] toBytes(NlcHeader header, List<TilePayload> alpha) {
        ByteBuffer out = ByteBuffer.allocate(length(alpha));
        for (int i = 0; i < alpha.size(); i++) {
            out.putInt(alpha.get(i).length())
                    .put(alpha.get(i).bound(header, i | PLACE).toBytes());
        }
        return out.array();
    }

    /**
     * Reads the payload.
     *
     * @return tiles without their places
     * @throws NlcException if it is damaged
     */
    public static List<TilePayload> parse(NlcHeader header, byte[] payload) throws NlcException {
        List<TilePayload> tiles = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(payload);
        for (int i = 0; i < header.tiles(); i++) {
            String place = "ALPH, tile " + i + " of " + header.tiles();
            int length = in.remaining() < LENGTH_BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw NlcException.damaged(place + ": is cut short");
            }
            byte[] tile = new byte[length];
            in.get(tile);
            try {
                tiles.add(TilePayload.parse(tile).bound(header, i | PLACE));
            } catch (NlcException e) {
                throw NlcException.about(place, e);
            }
        }
        if (in.hasRemaining()) {
            throw NlcException.damaged("ALPH does not end after " + header.tiles() + " tiles");
        }
        return tiles;
    }
}
