package io.nlc.viewer.model.details;

import java.nio.BufferUnderflowException;
import java.util.List;

/**
 * Something that a camera noted.
 *
 * @param tag what it is about, as the standard numbers it; those of places have {@link #GPS} added
 * @param value in words, without its unit
 */
public record ExifEntry(int tag, String value) {

    /** Added to tags of places, whose numbers others have too. */
    public static final int GPS = 0x10000;

    /** What is noted; as far as it can be read. */
    static List<ExifEntry> of(byte[] exif) {
        ExifReader reader = new ExifReader(exif);
        try {
            reader.read();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            System.getLogger(ExifEntry.class.getName()).log(System.Logger.Level.DEBUG, "camera data", e);
        }
        return List.copyOf(reader.entries());
    }
}
