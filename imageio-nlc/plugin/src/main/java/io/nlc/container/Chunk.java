package io.nlc.container;

import java.util.Arrays;

/**
 * One chunk of a file, without its length and check value.
 *
 * @param type four ASCII characters, the first a letter
 * @param payload copied in and out
 */
public record Chunk(String type, byte[] payload) {

    /** The type of the chunk that holds the ICC profile of the samples. */
    public static final String PROFILE = "ICCP";

    /** @throws IllegalArgumentException if the type is not of four printable ASCII characters starting with a letter */
    public Chunk {
        if (!ChunkType.isValid(type)) {
            throw new IllegalArgumentException("type: '" + type + "' is not a chunk type");
        }
        payload = payload.clone();
    }

    /** A copy. */
    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** Payload length in bytes. */
    public int length() {
        return payload.length;
    }

    /** True if a reader that does not know the type may skip the chunk. */
    public boolean ancillary() {
        return ChunkType.isAncillary(type);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Chunk other && type.equals(other.type) && Arrays.equals(payload, other.payload);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return type + " (" + payload.length + " bytes)";
    }
}
