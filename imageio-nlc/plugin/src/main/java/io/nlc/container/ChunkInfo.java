package io.nlc.container;

/**
 * Where a chunk stands in a file.
 *
 * @param type four characters
 * @param offset of the chunk (its length field) from the start of the file, in bytes
 * @param length of the payload, in bytes
 * @param crcOk whether the check value agrees with the contents
 */
public record ChunkInfo(String type, long offset, int length, boolean crcOk) {}
