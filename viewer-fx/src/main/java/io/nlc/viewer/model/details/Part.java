package io.nlc.viewer.model.details;

/**
 * A chunk or segment of a file.
 *
 * @param type what the format calls it
 * @param offset of its first byte in the file
 * @param bytes that it takes, all included
 * @param check what its check value says
 */
public record Part(String type, long offset, long bytes, Check check) {

    /** What check values say. */
    public enum Check {
        /** It is as it was written. */
        RIGHT,
        /** It is damaged. */
        WRONG,
        /** The format has no check values. */
        NONE
    }
}
