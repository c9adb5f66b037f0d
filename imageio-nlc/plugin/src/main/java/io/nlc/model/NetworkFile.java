package io.nlc.model;

/**
 * One network's file.
 *
 * @param bytes its size
 * @param sha256 its digest, hexadecimal
 * @param pack entropy model of the same family in whose folder the file lies; {@code null} if in the pack's own
 */
public record NetworkFile(long bytes, String sha256, String pack) {

    /** The file as seen from the pack's folder, for messages. */
    String place(String file) {
        return pack == null ? file : "../" + pack + "/" + file;
    }
}
