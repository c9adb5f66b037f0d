package io.nlc.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which model pack a file needs, and how.
 *
 * @param name 1..64 bytes of UTF-8 without control characters; empty for no pack
 * @param digest 16 bytes, the first half of the pack's digest; none for no pack
 * @param corrected whether the probabilities of its networks are corrected by what was seen of a tile; not in version 1
 */
public record PackReference(String name, byte[] digest, boolean corrected) {

    /** Length of a digest. */
    public static final int DIGEST_BYTES = 16;

    /** Longest name. */
    public static final int MAX_NAME_BYTES = 64;

    /** No pack. */
    public static final PackReference NONE = new PackReference("", new byte[0], false);

    /** @throws IllegalArgumentException if a value is not what the parameter list above says; the message names it */
    public PackReference {
        int bytes = name == null ? 0 : name.getBytes(StandardCharsets.UTF_8).length;
        boolean none = name != null && bytes == 0 && digest != null && digest.length == 0 && !corrected;
        if (!none) {
            check(name, digest, bytes);
        }
        digest = digest.clone();
    }

    private static void check(String name, byte[] digest, int bytes) {
        if (bytes < 1 || bytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("pack name takes " + bytes + " bytes, not 1..64");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("pack name has control characters");
        }
        if (digest == null || digest.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("digest is not of 16 bytes");
        }
    }

    /**
     * A pack whose probabilities are taken as they are.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PackReference of(String name, byte[] digest) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("pack name takes 0 bytes, not 1..64");
        }
        return new PackReference(name, digest, false);
    }

    /** The same pack with corrected probabilities. */
    public PackReference correcting() {
        return new PackReference(name, digest, true);
    }

    /** Whether there is a pack. */
    public boolean present() {
        return !name.isEmpty();
    }

    /** A copy. */
    @Override
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PackReference other
                && name.equals(other.name)
                && Arrays.equals(digest, other.digest)
                && corrected == other.corrected;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(digest)) + Boolean.hashCode(corrected);
    }
}
