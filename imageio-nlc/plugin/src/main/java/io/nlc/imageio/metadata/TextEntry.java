package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A text about a picture, as PNG's iTXt has it.
 *
 * @param keyword what it is about, such as Title, Author, Description, Copyright, Comment; may be empty
 * @param language of the value, as RFC 3066 has it; empty if it is not known
 * @param translated the keyword in that language; may be empty
 * @param value the text
 */
public record TextEntry(String keyword, String language, String translated, String value) {

    /** The type of its chunk. */
    static final String CHUNK = "text";

    /** The keyword of texts that have none, such as JPEG's. */
    public static final String COMMENT = "Comment";

    private static final char END = 0;

    /** @throws IllegalArgumentException if there is a zero character in anything but the value */
    public TextEntry {
        for (String part : new String[] {keyword, language, translated}) {
            if (Objects.requireNonNull(part).indexOf(END) >= 0) {
                throw new IllegalArgumentException("text: there is a zero character");
            }
        }
        Objects.requireNonNull(value);
    }

    /** A text in a language that is not known. */
    public TextEntry(String keyword, String value) {
        this(keyword, "", "", value);
    }

    /** The payload of the chunk: the parts in UTF-8, with a zero after each but the last. */
    byte[] toBytes() {
        return (keyword + END + language + END + translated + END + value).getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing where the payload makes no sense. */
    static Optional<TextEntry> parse(byte[] payload) {
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        String[] parts = all.split(String.valueOf(END), 4);
        return parts.length == 4
                ? Optional.of(new TextEntry(parts[0], parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    /** For formats that have no keywords. */
    String line() {
        return keyword.isEmpty() || keyword.equals(COMMENT) ? value : keyword + ": " + value;
    }
}
