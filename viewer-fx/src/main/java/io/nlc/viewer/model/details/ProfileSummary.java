package io.nlc.viewer.model.details;

import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A colour profile in short.
 *
 * @param description what its maker calls it; empty if it does not say
 * @param space of the samples, such as {@code RGB}
 * @param version such as 4.3
 * @param bytes that it has
 */
public record ProfileSummary(String description, String space, String version, int bytes) {

    private static final int DESC_HEAD = 12;

    /** The summary of a profile; empty if it is none. */
    static Optional<ProfileSummary> of(byte[] bytes) {
        return profile(bytes).map(profile -> {
            byte[] head = profile.getData(ICC_Profile.icSigHead);
            String space = new String(head, ICC_Profile.icHdrColorSpace, 4, StandardCharsets.US_ASCII).trim();
            String version = profile.getMajorVersion() + "." + (profile.getMinorVersion() >> 4);
            return new ProfileSummary(
                    description(profile.getData(ICC_Profile.icSigProfileDescriptionTag)), space, version, bytes.length);
        });
    }

    /** What Java makes of a profile; empty if that is nothing. */
    static Optional<ICC_Profile> profile(byte[] bytes) {
        try {
            return bytes.length == 0 ? Optional.empty() : Optional.of(ICC_Profile.getInstance(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // In version 2 a counted text, in version 4 one for each of several languages, of which this is the first.
    private static String description(byte[] tag) {
        if (tag == null || tag.length < DESC_HEAD) {
            return "";
        }
        ByteBuffer buffer = ByteBuffer.wrap(tag);
        String type = new String(tag, 0, 4, StandardCharsets.US_ASCII);
        if (type.equals("desc")) {
            int length = Math.max(0, Math.min(buffer.getInt(8) - 1, tag.length - DESC_HEAD));
            return new String(tag, DESC_HEAD, length, StandardCharsets.ISO_8859_1);
        }
        if (type.equals("mluc") && tag.length >= 28) {
            int from = Math.max(0, Math.min(tag.length, buffer.getInt(24)));
            int length = Math.max(0, Math.min(buffer.getInt(20), tag.length - from));
            return new String(tag, from, length, StandardCharsets.UTF_16BE);
        }
        return "";
    }
}
