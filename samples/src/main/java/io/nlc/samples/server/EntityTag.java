package io.nlc.samples.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;

/**
 * By which a client knows whether the thumbnail it has is still the right one ({@code ETag}, RFC 9110, section 8.8.3).
 * It can be had without making the thumbnail.
 *
 * @param value with its quotes
 */
record EntityTag(String value) {

    /** Of the thumbnail that a file, as it is now, has in some size and format. */
    static EntityTag of(Path file, Side side, ThumbnailFormat format) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new EntityTag("\"" + Long.toHexString(now.lastModifiedTime().toMillis()) + "-"
                + Long.toHexString(now.size()) + "-" + side.pixels() + "-"
                + format.name().toLowerCase(Locale.ROOT)
                + "\"");
    }

    /**
     * Whether the client has it.
     *
     * @param header {@code If-None-Match}; null if there is none
     */
    boolean isIn(String header) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(tag -> tag.trim().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals(value) || tag.equals("*"));
    }
}
