package io.nlc.container;

/**
 * Where a chunk is.
 *
 * @param type four characters
 * @param offset of the chunk in the stream
 * @param length of the payload in bytes
 */
record Place(String type, long offset, int length) {

    /** Where the payload starts. */
    long payload() {
        return offset + 8;
    }

    /** Where the next chunk starts. */
    long next() {
        return offset + ChunkType.OVERHEAD + length;
    }
}
